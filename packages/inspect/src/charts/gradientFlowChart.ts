import { formatReceived, TapegradError } from "@tapegrad/core";
import { GradientFlow, type LayerFlow, type Size } from "../trouble/flow.ts";
import { frame, heightAround, type LegendEntry } from "./frame.ts";
import type { Box, Layers } from "./layers.ts";
import { countNonFinite, finiteExtent, nonFiniteNote } from "./numbers.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import type { Picture } from "./picture.ts";
import { render } from "./render.ts";
import { fitted, formatNumber, printable, textWidth } from "./text.ts";
import { fontSizes, type Ink, type PictureTheme, styleOf } from "./theme.ts";
import { type Extent, logTicks, niceLogExtent } from "./ticks.ts";

const where = "gradientFlowChart";
const textSize = fontSizes.text;
const rowHeight = 34;
const axisHeight = 2 * textSize + 22;
const gap = 12;
const zeroWidth = 54;

/** A quantity that each layer has. */
interface Quantity {
  readonly name: string;
  readonly of: (layer: LayerFlow) => Size | null;
}

const quantities: readonly Quantity[] = [
  { name: "value", of: ({ value }) => value },
  { name: "cotangent", of: ({ cotangent }) => cotangent },
  { name: "gradient of the parameters", of: ({ gradient }) => gradient },
  { name: "update", of: ({ update }) => update },
];

/**
 * What {@link gradientFlow} found, as a picture: for each layer, the first at the top, root mean squares of its value, of the cotangent of that, of
 * the gradient of its parameters and of their update, on a logarithmic axis. Where gradients vanish, their line runs to the left on its way up;
 * where they explode, to the right; what is 0 stands apart on the left. Beside it stand dead and saturated units, and below it the verdict.
 *
 * @param flow - What `gradientFlow` returned.
 * @param options - See {@link PictureOptions}.
 * @throws {@link TapegradError} if it is something else, or an option is wrong.
 * @example
 * ```ts
 * const w = parameter([[2, 1]], { name: "w" });
 * const model = { forward: (x: Tensor) => x.matmul(w), namedParameters: () => [["w", w]] as const };
 * const flow = gradientFlow(model, () => model.forward(tensor([[1]])).square().sum());
 * gradientFlowChart(flow, { title: "One layer" }).svg.includes(">cotangent</text>"); // => true
 * ```
 */
export function gradientFlowChart(flow: GradientFlow, options: PictureOptions = {}): Picture {
  if (!(flow instanceof GradientFlow))
    throw new TapegradError({
      where,
      argument: "flow",
      expected: "must be what gradientFlow returned",
      received: formatReceived(flow),
      advice: "Write gradientFlowChart(gradientFlow(model, () => loss)).",
    });
  const { settings } = readOptions(where, options, []);
  const { theme, ink } = settings;
  const { layers: found } = flow;
  const shown = quantities.filter(({ of }) => found.some((layer) => of(layer) !== null));
  const sizes = shown.flatMap(({ of }) => found.flatMap((layer) => of(layer)?.rms ?? []));
  const extent = niceLogExtent(widened(finiteExtent(sizes.filter((size) => size > 0)) ?? [0.1, 10]));
  const legend = shown.map(({ name }, i): LegendEntry => {
    const { colour, dash, shape } = styleOf(theme, i);
    return { name, colour, dash, shape, outline: ink.background };
  });
  const notes = [flow.notes[0]!, ...leftOut(sizes)];
  const contents = Math.max(2, found.length) * rowHeight + axisHeight;
  const height = settings.height ?? heightAround(settings, { legend, notes }, contents);
  const { layers, box } = frame(where, settings, { legend, notes }, height);
  const plot = drawRows(layers, box, found, { extent, hasZero: sizes.includes(0) }, ink);
  for (const [i, { of }] of shown.entries()) drawQuantity(layers, plot, found.map(of), i, theme, ink);
  const title = settings.title ?? "Gradient flow by layer";
  const description = settings.description ?? described(flow);
  return render({ ...settings, height, background: ink.background, title, description }, layers);
}

function widened([low, high]: Extent): Extent {
  return low < high ? [low, high] : [low / 2, high * 2];
}

function leftOut(sizes: readonly number[]): string[] {
  return nonFiniteNote(countNonFinite(sizes), "size");
}

/** The axis of sizes, with a place for 0 to the left of it where there is one. */
interface Plot {
  readonly box: Box;
  readonly extent: Extent;
  /** Where 0 is, and where the logarithmic axis begins. */
  readonly zero: number;
  readonly start: number;
}

/** Names to the left, units to the right, and the axis. Returns where the plot is. */
function drawRows(
  layers: Layers,
  box: Box,
  found: readonly LayerFlow[],
  { extent, hasZero }: { readonly extent: Extent; readonly hasZero: boolean },
  ink: Ink,
): Plot {
  const names = found.map(({ path }) => fitted(printable(path), box.width / 3, textSize));
  const units = found.map(unitsText);
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => textWidth(text, textSize)));
  const left = width(names) + gap;
  const right = units.some((text) => text !== "") ? width(units) + gap : 26;
  const plot: Box = { x: box.x + left, y: box.y, width: box.width - left - right, height: box.height - axisHeight };
  const start = plot.x + (hasZero ? zeroWidth : 0);
  const whole: Plot = { box: plot, extent, zero: plot.x + zeroWidth / 3, start };
  const ticks = logTicks(extent, Math.max(2, Math.floor((plot.x + plot.width - start) / 80)));
  const values = hasZero ? [0, ...ticks.values] : ticks.values;
  const labels = hasZero ? ["0", ...ticks.labels] : ticks.labels;
  const bottom = plot.y + plot.height;
  const at = values.map((value) => ({ x: placeOf(value, whole) }));
  layers.add("rule", at, {
    x: { field: "x" },
    y: { value: plot.y },
    y2: { value: bottom + 6 },
    stroke: { value: ink.grid },
    strokeWidth: { value: 1 },
  });
  layers.add("rule", [{}], {
    x: { value: start },
    x2: { value: plot.x + plot.width },
    y: { value: bottom },
    stroke: { value: ink.line },
    strokeWidth: { value: 1.5 },
  });
  layers.text(
    at.map(({ x }, i) => ({ text: labels[i]!, x, y: bottom + 6 + textSize, colour: ink.text, align: "center" })),
  );
  const middle = { x: plot.x + plot.width / 2, y: bottom + 14 + 2 * textSize };
  layers.text([{ text: "root mean square", ...middle, colour: ink.text, align: "center" }]);
  const rows = found.map((_, i) => rowAt(i, found.length, plot));
  layers.text(names.map((text, i) => ({ text, x: plot.x - gap, y: rows[i]!, colour: ink.text, align: "right" })));
  layers.text(
    units
      .map((text, i) => ({ text, x: plot.x + plot.width + gap, y: rows[i]!, colour: ink.text }))
      .filter(({ text }) => text !== ""),
  );
  return whole;
}

function unitsText({ units }: LayerFlow): string {
  if (units === null) return "";
  const { count, dead, saturated } = units;
  const parts = [
    dead === null || dead === 0 ? "" : `${dead} of ${count} dead`,
    saturated === null || saturated < 0.005 ? "" : `${formatNumber(100 * saturated, 2)} % saturated`,
  ];
  return parts.filter((text) => text !== "").join(", ");
}

function placeOf(value: number, { box, extent: [low, high], zero, start }: Plot): number {
  if (value === 0) return zero;
  return start + ((box.x + box.width - start) * Math.log(value / low)) / Math.log(high / low);
}

function rowAt(i: number, count: number, plot: Box): number {
  return plot.y + (plot.height * (i + 0.5)) / count;
}

function drawQuantity(
  layers: Layers,
  plot: Plot,
  sizes: readonly (Size | null)[],
  place: number,
  theme: PictureTheme,
  ink: Ink,
): void {
  const { colour, dash, shape } = styleOf(theme, place);
  const rows = sizes.map((size, i) => {
    const there = size !== null && Number.isFinite(size.rms);
    const x = there ? placeOf(size.rms, plot) : plot.start;
    return { x, y: rowAt(i, sizes.length, plot.box), there, onAxis: there && size.rms > 0 };
  });
  layers.add("line", rows, {
    x: { field: "x" },
    y: { field: "y" },
    defined: { field: "onAxis" },
    stroke: { value: colour },
    strokeWidth: { value: 3 },
    strokeDash: { value: [...dash] },
  });
  layers.add(
    "symbol",
    rows.filter(({ there }) => there),
    {
      x: { field: "x" },
      y: { field: "y" },
      shape: { value: shape },
      size: { value: 110 },
      fill: { value: colour },
      stroke: { value: ink.background },
      strokeWidth: { value: 1.5 },
    },
  );
}

function described({ layers, notes }: GradientFlow): string {
  const number = (size: Size | null): string => (size === null ? "none" : formatNumber(size.rms, 4));
  const rows = layers.map(
    ({ path, value, cotangent, gradient }) =>
      `${path}: value ${number(value)}, cotangent ${number(cotangent)}, gradient ${number(gradient)}.`,
  );
  return ["Root mean squares by layer, on a logarithmic axis.", ...rows, ...notes].join(" ");
}
