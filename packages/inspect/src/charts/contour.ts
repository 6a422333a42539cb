import {
  DomainError,
  formatReceived,
  formatShape,
  functionArgument,
  inRange,
  oneOf,
  ShapeError,
  Tensor,
  whole,
} from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import type { Point } from "./clip.ts";
import { inside } from "./clip.ts";
import { frame, type LegendEntry } from "./frame.ts";
import { isolines } from "./isolines.ts";
import type { Layers } from "./layers.ts";
import { drawLine, drawPoints } from "./lines.ts";
import { countNonFinite, finiteExtent, type NumberTable, nonFiniteNote, pointList } from "./numbers.ts";
import {
  type AxisOptions,
  optionalText,
  type PictureOptions,
  type PictureSettings,
  readAxis,
  readOptions,
} from "./options.ts";
import { type AxisPlan, type Panel, panels } from "./panel.ts";
import type { Picture } from "./picture.ts";
import { equalUnits, planeExtents, planeOver } from "./plane.ts";
import { between, type Ramp } from "./ramp.ts";
import { render } from "./render.ts";
import { type ColourScale, colourBarWidth, drawColourBar, drawImages, shaded } from "./shading.ts";
import { formatNumber, printable } from "./text.ts";
import { type PictureTheme, styleOf } from "./theme.ts";
import { type Extent, linearTicks } from "./ticks.ts";

/** Options of {@link contour}. */
export interface ContourOptions extends PictureOptions {
  /** The first parameter; its range is needed where there are no paths. */
  readonly x?: AxisOptions;
  /** The second parameter. */
  readonly y?: AxisOptions;
  /** How many contours, 2 … 50 (default 12), or their values. */
  readonly levels?: number | readonly number[];
  /** Are the values of neighbouring contours in an equal distance (`"linear"`, the default) or ratio (`"log"`)? */
  readonly scale?: "linear" | "log";
  /** What the function gives, such as `"loss"`. */
  readonly valueTitle?: string;
  /** Steps of optimizers by name, each of shape `[steps, 2]`: drawn on top, with their start and end. */
  readonly paths?: { readonly [name: string]: NumberTable };
  /** Is a unit of x as long as a unit of y, so that circles are round and right angles right? Default false. */
  readonly equal?: boolean;
  /** How many evaluations there are from left to right, 10 … 400; default 80. */
  readonly resolution?: number;
}

const where = "contour";

/**
 * A function of two parameters as contours, such as a loss, with the paths of optimizers on top.
 *
 * @param f - From a point `[2]` (float64) to a number, or a tensor with one element.
 * @param options - See {@link ContourOptions}.
 * @throws {@link TapegradError} if f gives something else, if levels are to be logarithmic and a value is below 0, or if an
 *   option is wrong.
 * @example
 * ```ts
 * const bowl = (w: Tensor) => w.square().mul(tensor([1, 10])).sum();
 * const path = [[2, 1], [1, 0.2], [0.5, 0.1], [0, 0]];
 * const picture = contour(bowl, { paths: { "gradient descent": path }, scale: "log", valueTitle: "loss" });
 * picture.svg.includes(">gradient descent</text>"); // => true
 * ```
 */
export function contour(f: (point: Tensor<[2]>) => Tensor | number, options: ContourOptions = {}): Picture {
  const call = functionArgument<typeof f>(where, "f", f);
  const known = ["x", "y", "levels", "scale", "valueTitle", "paths", "equal", "resolution"];
  const { given, settings } = readOptions(where, options, known);
  const { ink } = settings;
  const paths = readPaths(given.paths);
  const axes = [readAxis(where, "x", given.x, "w₁"), readAxis(where, "y", given.y, "w₂")] as const;
  const [x, y] = planeExtents(where, axes, [...paths.values()].flat());
  const equal = equalUnits(where, given.equal, [x, y]);
  const scale = oneOf(where, "scale", given.scale ?? "linear", ["linear", "log"]);
  const valueTitle = optionalText(where, "valueTitle", given.valueTitle) ?? "value";
  const columns = whole(where, "resolution", given.resolution ?? 80, { min: 10, max: 400 });
  const levelsGiven = readLevels(given.levels ?? 12, scale);

  const plane = planeOver(x, y, columns, Math.max(10, Math.round(columns * 0.6)));
  const values = aside(() => plane.places.map((place) => valueAt(call, place)));
  const cells = plane.within(values);
  const extent = valueExtent(cells, scale);
  const levels = typeof levelsGiven === "number" ? levelsOver(extent, scale, levelsGiven) : levelsGiven;

  const steps = [...paths.values()].flat();
  const outside = steps.filter(
    (step) => Number.isFinite(step[0] + step[1]) && !inside(step, { x: x.extent, y: y.extent }),
  );
  const notes = [
    ...nonFiniteNote(countNonFinite(cells)),
    ...nonFiniteNote(steps.filter(([a, b]) => !Number.isFinite(a + b)).length, "step"),
    ...(outside.length === 0
      ? []
      : [`${outside.length} ${outside.length === 1 ? "step lies" : "steps lie"} outside of the axes`]),
  ];
  const legend = legendOf(settings, [...paths.keys()]);
  const height = settings.height ?? 450;
  const { layers, box } = frame(where, settings, { legend, notes }, height);
  const colours: ColourScale = { ramp: rampOf(settings.theme), extent, scale };
  const bar = colourBarWidth(colours, box.height - 100, valueTitle);
  const [panel] = panels(layers, { ...box, width: box.width - bar }, [{ x, y, ink, grid: false, equal }]) as [Panel]; // one plan
  const { plot, inner } = panel;
  const lowest = Math.max(extent[0], Number.MIN_VALUE);
  const shading = scale === "log" ? cells.map((value) => (value < lowest ? lowest : value)) : cells;
  drawImages(layers, [{ ...plot, source: shaded(plane.columns, plane.rows, shading, colours) }], { smooth: true });
  for (const level of levels)
    for (const line of isolines(plane.grid(values), level))
      drawLine(inner, line.map(plane.at), x, y, { colour: ink.line, dash: [], width: 1.2 });
  for (const [i, path] of [...paths.values()].entries()) drawPath(inner, path, [x, y], settings, i);
  layers.group(plot, inner);
  drawColourBar(layers, { x: plot.x + plot.width, y: plot.y, height: plot.height }, colours, valueTitle, ink);
  return render(
    {
      ...settings,
      height,
      background: ink.background,
      title: settings.title ?? `Contours of ${valueTitle}`,
      description: settings.description ?? describe(valueTitle, [x, y], extent, levels, paths, notes),
    },
    layers,
  );
}

function readPaths(given: unknown): ReadonlyMap<string, readonly Point[]> {
  if (given === undefined) return new Map();
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof Tensor)
    throw new DomainError({
      where,
      argument: "paths",
      expected: "must be an object of paths by name",
      received: formatReceived(given),
      advice: "Write { SGD: steps }.",
    });
  return new Map(
    Object.entries(given).map(([name, path]) => [name, pointList(where, `paths.${JSON.stringify(name)}`, path)]),
  );
}

function readLevels(given: unknown, scale: "linear" | "log"): number | readonly number[] {
  if (!Array.isArray(given)) return whole(where, "levels", given, { min: 2, max: 50 });
  const range = scale === "log" ? { min: 0, minExcluded: true } : {};
  if (given.length === 0)
    throw new DomainError({ where, argument: "levels", expected: "must hold at least one value", received: "none" });
  return given.map((level, i) => inRange(where, `levels[${i}]`, level, range));
}

function valueAt(f: (point: Tensor<[2]>) => Tensor | number, [x, y]: Point): number {
  const value: unknown = f(new Tensor<[2], "float64">([2], "float64", Float64Array.of(x, y)));
  if (typeof value === "number") return value;
  if (value instanceof Tensor && value.size === 1) return value.data[0]!;
  throw new ShapeError({
    where,
    argument: "f",
    expected: "must give a number or a tensor with one element for a point [2]",
    received: value instanceof Tensor ? formatShape(value.shape) : formatReceived(value),
    advice: value instanceof Tensor ? "Call .sum() or .mean() at its end." : undefined,
  });
}

/** From the lowest value to the highest; for logarithmic levels, from the lowest above 0, but at most 12 powers of ten. */
function valueExtent(values: readonly number[], scale: "linear" | "log"): Extent {
  const extent = finiteExtent(values);
  if (extent === null) return scale === "log" ? [1, 10] : [0, 1];
  if (scale === "linear") return extent[0] < extent[1] ? extent : [extent[0] - 0.5, extent[1] + 0.5];
  if (extent[0] < 0 || extent[1] === 0)
    throw new DomainError({
      where,
      argument: "f",
      expected: "must not be below 0 for logarithmic levels, and somewhere above 0",
      received: formatNumber(extent[0]),
      advice: 'Subtract its smallest value, or use scale: "linear".',
    });
  const [low, high] = finiteExtent(values.filter((value) => value > 0))!;
  const from = Math.max(low, high * 1e-12);
  return from < high ? [from, high] : [from / 2, high * 2];
}

function levelsOver([low, high]: Extent, scale: "linear" | "log", count: number): readonly number[] {
  if (scale === "linear") return linearTicks([low, high], count).values;
  // Neither the lowest nor the highest value itself: there, a contour is a point.
  return Array.from({ length: count }, (_, i) => low * (high / low) ** ((i + 1) / (count + 1)));
}

/** Low is the page's colour and high is grey, so that paths in any colour stand out. */
function rampOf(theme: PictureTheme): Ramp {
  return theme === "light" ? between("#ffffff", "#d4d9de", "#8f979f") : between("#16191f", "#3a414c", "#727c8a");
}

function legendOf({ theme, ink }: PictureSettings, names: readonly string[]): LegendEntry[] {
  if (names.length === 0) return [];
  return [
    ...names.map((name, i) => ({
      name: printable(name),
      colour: styleOf(theme, i).colour,
      dash: styleOf(theme, i).dash,
    })),
    { name: "start", colour: ink.text, shape: "circle", outline: ink.background },
    { name: "end", colour: ink.text, shape: star, outline: ink.background },
  ];
}

/** Five points; the names of shapes that Vega knows have no star. In a square from −1 to 1, as Vega takes paths for shapes. */
const star = "M0,-1L.29,-.4L.95,-.31L.48,.15L.59,.81L0,.5L-.59,.81L-.48,.15L-.95,-.31L-.29,-.4Z";

function drawPath(
  inner: Layers,
  path: readonly Point[],
  [x, y]: readonly [AxisPlan, AxisPlan],
  { theme, ink }: PictureSettings,
  i: number,
): void {
  const { colour, dash } = styleOf(theme, i);
  // A wider line in the colour of the page below it, so that it is seen on every shade.
  drawLine(inner, path, x, y, { colour: ink.background, dash: [], width: 5.5 });
  drawLine(inner, path, x, y, { colour, dash, width: 3 });
  const finite = path.filter(([a, b]) => Number.isFinite(a + b));
  if (finite.length === 0) return;
  const outline = ink.background;
  drawPoints(inner, [finite[0]!], x, y, { colour, shape: "circle", outline, size: 150 });
  drawPoints(inner, [finite.at(-1)!], x, y, { colour, shape: star, outline, size: 330 });
}

function describe(
  valueTitle: string,
  [x, y]: readonly [AxisPlan, AxisPlan],
  extent: Extent,
  levels: readonly number[],
  paths: ReadonlyMap<string, readonly Point[]>,
  notes: readonly string[],
): string {
  const number = (value: number): string => formatNumber(value);
  const at = ([a, b]: Point): string => `(${number(a)}, ${number(b)})`;
  const range = ({ title, extent: [low, high] }: AxisPlan): string => `${title} from ${number(low)} to ${number(high)}`;
  return [
    `${valueTitle} over ${range(x)} and ${range(y)}: between ${number(extent[0])} and ${number(extent[1])}, ${levels.length} contours.`,
    ...[...paths].map(
      ([name, path]) => `${printable(name)}: ${path.length} points from ${at(path[0]!)} to ${at(path.at(-1)!)}.`,
    ),
    ...notes.map((note) => `${note}.`),
  ].join(" ");
}
