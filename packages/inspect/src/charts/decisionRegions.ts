import { DomainError, formatReceived, formatShape, functionArgument, ShapeError, Tensor, whole } from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { classList, classNames } from "./classes.ts";
import { frame, type LegendEntry } from "./frame.ts";
import { isolines } from "./isolines.ts";
import type { Box, Layers } from "./layers.ts";
import { drawLine, drawPoints } from "./lines.ts";
import { countNonFinite, type NumberList, type NumberTable, nonFiniteNote, pointList } from "./numbers.ts";
import { type AxisOptions, type PictureOptions, type PictureSettings, readAxis, readOptions } from "./options.ts";
import { type AxisPlan, panels } from "./panel.ts";
import type { Picture } from "./picture.ts";
import { equalUnits, type Plane, planeExtents, planeOver } from "./plane.ts";
import { pngOf } from "./png.ts";
import { between, hex, tinted } from "./ramp.ts";
import { render } from "./render.ts";
import { type ColourScale, colourBarWidth, drawColourBar, drawImages, shaded } from "./shading.ts";
import { inks, type PictureTheme, styleOf } from "./theme.ts";

/** Options of {@link decisionRegions}. */
export interface DecisionRegionsOptions extends PictureOptions {
  /** The first input; its range is needed where there are no points. */
  readonly x?: AxisOptions;
  /** The second input. */
  readonly y?: AxisOptions;
  /** Names of the classes; by default, their numbers. */
  readonly classes?: readonly string[];
  /** Examples to draw on top, shape `[n, 2]`. */
  readonly points?: NumberTable;
  /** The class of each example, shape `[n]`. */
  readonly labels?: NumberList;
  /** Is a unit of x as long as a unit of y, so that circles are round and right angles right? Default false. */
  readonly equal?: boolean;
  /** How many predictions there are from left to right, 10 … 400; default 120, or 240 where there are more than two classes. */
  readonly resolution?: number;
}

const where = "decisionRegions";

/**
 * What a classifier says at every place of two inputs, as coloured regions, with examples on top.
 *
 * Where it gives one probability, that is the shading, and the line is where it is ½. Where it gives a score for each class,
 * a region has the colour of the class with the highest one.
 *
 * @param predict - From inputs `[n, 2]` to probabilities of class 1, `[n]` or `[n, 1]`, or scores `[n, k]`.
 * @param options - See {@link DecisionRegionsOptions}.
 * @throws {@link TapegradError} if what `predict` gives has another shape or, as a probability, is not in 0 … 1, if points and
 *   labels differ in number, or if an option is wrong.
 * @example
 * ```ts
 * const above = (inputs: Tensor) => inputs.matmul(tensor([[-4], [4]])).sigmoid(); // is y greater than x?
 * const points = [[-1, 1], [1, -1]];
 * const picture = decisionRegions(above, { points, labels: [1, 0], classes: ["below", "above"] });
 * picture.svg.includes(">P(above)</text>"); // => true
 * ```
 */
export function decisionRegions(
  predict: (inputs: Tensor<[number, 2]>) => Tensor,
  options: DecisionRegionsOptions = {},
): Picture {
  const f = functionArgument<typeof predict>(where, "predict", predict);
  const { given, settings } = readOptions(where, options, [
    "x",
    "y",
    "classes",
    "points",
    "labels",
    "equal",
    "resolution",
  ]);
  const { ink, theme } = settings;
  const points = given.points === undefined ? null : pointList(where, "points", given.points);
  const [x, y] = planeExtents(
    where,
    [readAxis(where, "x", given.x, "x₁"), readAxis(where, "y", given.y, "x₂")],
    points === null ? [] : points,
  );
  const equal = equalUnits(where, given.equal, [x, y]);
  const binary = outputsAt(f, [x, y], 1, 1).classes === 2;
  const resolution = whole(where, "resolution", given.resolution ?? (binary ? 120 : 240), { min: 10, max: 400 });

  const kinds = (count: number): readonly string[] => classNames(where, given.classes, count);
  const rows = Math.max(10, Math.round(resolution * 0.6));
  const { plane, values, classes } = outputsAt(f, [x, y], resolution, rows);
  const names = kinds(classes);
  if (given.labels !== undefined && points === null)
    throw new DomainError({ where, argument: "points", expected: "must be given with labels", received: "undefined" });
  const labels =
    given.labels === undefined
      ? null
      : classList(where, "labels", given.labels, points!.length, { of: "points", classes });

  const gaps = countNonFinite(plane.within(values[0]!.map((_, k) => values.reduce((sum, each) => sum + each[k]!, 0))));
  const offPoints = points === null ? 0 : points.filter(([a, b]) => !Number.isFinite(a + b)).length;
  const notes = [...nonFiniteNote(gaps, "prediction"), ...nonFiniteNote(offPoints, "point")];
  const legend = legendOf(settings, names, labels, points !== null, !binary);
  const height = settings.height ?? 450;
  const { layers, box } = frame(where, settings, { legend, notes }, height);
  const probability: ColourScale = {
    ramp: between(hex(strong(theme, 0)), ink.background, hex(strong(theme, 1))),
    extent: [0, 1],
    scale: "linear",
  };
  const barTitle = `P(${names[1]})`;
  const bar = binary ? colourBarWidth(probability, box.height - 100, barTitle) : 0;
  const [{ plot, inner }] = panels(layers, { ...box, width: box.width - bar }, [{ x, y, ink, grid: false, equal }]) as [
    ReturnType<typeof panels>[number], // one plan, one panel
  ];
  if (binary) {
    drawShading(layers, plot, plane, values[0]!, probability);
    for (const line of isolines(plane.grid(values[0]!), 0.5))
      drawLine(inner, line.map(plane.at), x, y, { colour: ink.text, dash: [], width: 3 });
    drawColourBar(layers, { x: plot.x + plot.width, y: plot.y, height: plot.height }, probability, barTitle, ink);
  } else drawRegions(layers, inner, plot, plane, values, [x, y], settings);
  if (points !== null) drawExamples(inner, points, labels, classes, [x, y], settings);
  layers.group(plot, inner);
  const told = labels === null ? "" : ` ${labels.length} examples on top: ${countsOf(labels, names)}.`;
  const kind = binary
    ? `Shading: the probability of ${names[1]}; line: where it is one half.`
    : "Each region has the colour of its class.";
  const words = `Predicted class over ${x.title} and ${y.title}: ${names.join(", ")}. ${kind}${told}`;
  return render(
    {
      ...settings,
      height,
      background: ink.background,
      title: settings.title ?? "Decision regions",
      description: settings.description ?? [words, ...notes.map((note) => `${note}.`)].join(" "),
    },
    layers,
  );
}

interface Outputs {
  readonly plane: Plane;
  /** For each class its score at all places; of two classes, only the probability of the second one. */
  readonly values: readonly (readonly number[])[];
  readonly classes: number;
}

/** What a classifier says at the places of a grid. */
function outputsAt(
  predict: (inputs: Tensor<[number, 2]>) => Tensor,
  [x, y]: readonly [AxisPlan, AxisPlan],
  columns: number,
  rows: number,
): Outputs {
  const plane = planeOver(x, y, columns, rows);
  const n = plane.places.length;
  const inputs = new Tensor<[number, 2]>([n, 2], "float32", Float32Array.from(plane.places.flat()));
  const output: unknown = aside(() => predict(inputs));
  if (!(output instanceof Tensor) || output.ndim < 1 || output.ndim > 2 || output.shape[0] !== n || output.size === 0)
    throw new ShapeError({
      where,
      argument: "predict",
      expected: `must give a tensor of shape [${n}], [${n}, 1] or [${n}, classes] for inputs [${n}, 2]`,
      received: output instanceof Tensor ? formatShape(output.shape) : formatReceived(output),
    });
  const { data } = output;
  const k = output.ndim === 1 ? 1 : output.shape[1]!;
  const values = Array.from({ length: k }, (_, c) => Array.from({ length: n }, (_, i) => data[i * k + c]!));
  if (k > 1) return { plane, values, classes: k };
  const beyond = values[0]!.find((p) => Number.isFinite(p) && (p < -1e-6 || p > 1 + 1e-6));
  if (beyond !== undefined)
    throw new DomainError({
      where,
      argument: "predict",
      expected: "must give probabilities in 0 … 1 where it gives one number for each input",
      received: String(beyond),
      advice: "Apply sigmoid, or give a score for each class.",
    });
  return { plane, values, classes: 2 };
}

/** The colour of a class where it fills a region or a bar: between that of its points and the page. */
function strong(theme: PictureTheme, i: number): ReturnType<typeof tinted> {
  return tinted(styleOf(theme, i).colour, inks[theme].background, 0.5);
}

function legendOf(
  { theme, ink }: PictureSettings,
  names: readonly string[],
  labels: readonly number[] | null,
  anyPoints: boolean,
  regions: boolean,
): LegendEntry[] {
  if (labels === null && !regions)
    return anyPoints ? [{ name: "examples", colour: ink.text, shape: "circle", outline: ink.background }] : [];
  return names.map((name, i) => {
    const { colour, shape } = styleOf(theme, i);
    return { name, colour, shape: labels === null ? "square" : shape, outline: ink.background };
  });
}

function drawShading(layers: Layers, plot: Box, plane: Plane, values: readonly number[], scale: ColourScale): void {
  const source = shaded(plane.columns, plane.rows, plane.within(values), scale);
  drawImages(layers, [{ ...plot, source }], { smooth: true });
}

function drawRegions(
  layers: Layers,
  inner: Layers,
  plot: Box,
  plane: Plane,
  values: readonly (readonly number[])[],
  [x, y]: readonly [AxisPlan, AxisPlan],
  { theme, ink }: PictureSettings,
): void {
  const best = values[0]!.map((_, i) => {
    const scores = values.map((each) => each[i]!);
    return scores.every(Number.isFinite) ? scores.indexOf(Math.max(...scores)) : -1;
  });
  const colours = values.map((_, c) => tinted(styleOf(theme, c).colour, ink.background, 0.62));
  const source = pngOf(plane.columns, plane.rows, plane.within(best), colours);
  drawImages(layers, [{ ...plot, source }]);
  // Between two regions, the lead of a class over the best of the others changes its sign.
  for (const [c, scores] of values.entries()) {
    const lead = scores.map((score, i) => {
      const others = values.filter((_, other) => other !== c).map((each) => each[i]!);
      return score - Math.max(...others);
    });
    for (const line of isolines(plane.grid(lead), 0))
      drawLine(inner, line.map(plane.at), x, y, { colour: ink.text, dash: [], width: 1.5 });
  }
}

function drawExamples(
  inner: Layers,
  points: ReturnType<typeof pointList>,
  labels: readonly number[] | null,
  classes: number,
  [x, y]: readonly [AxisPlan, AxisPlan],
  { theme, ink }: PictureSettings,
): void {
  const size = points.length > 300 ? 45 : 80;
  // White on a dark page too: there, the regions are nearly as dark as the page.
  const outline = "#ffffff";
  if (labels === null) {
    drawPoints(inner, points, x, y, { colour: ink.text, shape: "circle", outline, size });
    return;
  }
  for (let c = 0; c < classes; c++) {
    const { colour, shape } = styleOf(theme, c);
    const own = points.filter((_, i) => labels[i] === c);
    drawPoints(inner, own, x, y, { colour, shape, outline, size });
  }
}

function countsOf(labels: readonly number[], names: readonly string[]): string {
  return names.map((name, c) => `${labels.filter((label) => label === c).length} ${name}`).join(", ");
}
