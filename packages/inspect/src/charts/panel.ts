import type { Axis, Scale } from "vega";
import { type Box, Layers } from "./layers.ts";
import type { AxisSettings } from "./options.ts";
import { fitted, textWidth } from "./text.ts";
import { fontSizes, type Ink } from "./theme.ts";
import { type Extent, isTooShort, linearTicks, logTicks, niceExtent, niceLogExtent, type Ticks } from "./ticks.ts";

/** An axis, with its extent found. */
export interface AxisPlan {
  readonly title: string;
  readonly scale: "linear" | "log";
  readonly extent: Extent;
  /** Are its ticks at whole numbers only, as of epochs? */
  readonly whole?: boolean;
}

/** The plot of two quantities against each other: where it lies, and what is drawn in it. */
export interface PanelPlan {
  readonly x: AxisPlan;
  readonly y: AxisPlan;
  readonly ink: Ink;
  /** Do lines cross it at the ticks? Not where a picture fills it. */
  readonly grid: boolean;
  /** Is a unit of x as long as a unit of y? Then the plot is as large as the box allows. */
  readonly equal?: boolean;
}

/** A panel that is there. */
export interface Panel {
  readonly plot: Box;
  readonly inner: Layers;
}

const textSize = fontSizes.text;
const tickLength = 6;
const labelGap = 4;
const titleHeight = textSize + 13;
/** Below the plot: ticks, their labels, the title. */
const below = tickLength + labelGap + textSize + 8 + textSize;
/** Half of the last label of x may stand out to the right. */
const right = 22;
/** Between the labels below a panel and the title of the next one. */
const panelGap = 6;
const xTickDistance = 90;
const yTickDistance = 38;
/** More than these are counted, not read. */
const mostTicks = 9;

/** An extent that has room for ticks, with a little more on both sides where all values are equal but for rounding. */
function widened([low, high]: Extent, scale: "linear" | "log"): Extent {
  if (!isTooShort([low, high])) return [low, high];
  if (scale === "log") return [low / 2, high * 2];
  const more = low === 0 ? 1 : Math.abs(low) * 0.5;
  return [low - more, high + more];
}

/** The axis over these values: from tick to tick, or, if `tight`, from the first value to the last. */
export function axisPlan(
  { title, scale, range }: AxisSettings,
  values: Extent,
  { tight = false, whole = false }: { readonly tight?: boolean; readonly whole?: boolean } = {},
): AxisPlan {
  if (range !== undefined) return { title, scale, extent: range, whole };
  const extent = widened(values, scale);
  if (tight) return { title, scale, extent, whole };
  return { title, scale, extent: scale === "log" ? niceLogExtent(extent) : niceExtent(extent, 5), whole };
}

/** The largest plot within that width and height in which units of both axes are equally long. */
function sameUnits({ x, y }: PanelPlan, width: number, height: number): { width: number; height: number } {
  const dx = x.extent[1] - x.extent[0];
  const dy = y.extent[1] - y.extent[0];
  const unit = Math.min(width / dx, height / dy);
  return { width: dx * unit, height: dy * unit };
}

function tickCount(length: number, distance: number): number {
  return Math.min(mostTicks, Math.max(2, Math.floor(length / distance)));
}

function ticksOf({ scale, extent, whole }: AxisPlan, count: number): Ticks {
  return scale === "log" ? logTicks(extent, count) : linearTicks(extent, count, whole);
}

/**
 * Panels above each other in a box, one for each plan, their plots as large as each other.
 *
 * @returns For each, where its plot lies, and the layers to draw in, of which `x` and `y` are the scales.
 */
export function panels(layers: Layers, box: Box, plans: readonly PanelPlan[]): Panel[] {
  const count = plans.length;
  const between = tickLength + labelGap + textSize + panelGap;
  const room = Math.max(20, (box.height - count * titleHeight - (count - 1) * between - below) / count);
  const yTicks = plans.map(({ y }) => ticksOf(y, tickCount(room, yTickDistance)));
  const labels = yTicks.flatMap((ticks) => ticks.labels.map((label) => textWidth(label, textSize)));
  const left = Math.ceil(Math.max(...labels, 0)) + tickLength + labelGap;
  const { width, height } = plans.some(({ equal }) => equal === true)
    ? sameUnits(plans[0]!, box.width - left - right, room)
    : { width: box.width - left - right, height: room };
  const distance = titleHeight + height + between;
  return plans.map((plan, i) => {
    const { x, y, ink } = plan;
    const plot: Box = { x: box.x + left, y: box.y + i * distance + titleHeight, width, height };
    const xTicks = ticksOf(x, tickCount(width, xTickDistance));
    const inner = new Layers();
    inner.scales.push(scaleOf("x", x), scaleOf("y", y));
    // The lines across first, so that none of them covers an axis.
    if (plan.grid) inner.axes.push(gridOf("bottom", xTicks, ink), gridOf("left", yTicks[i]!, ink));
    inner.axes.push(axisOf("bottom", xTicks, ink), axisOf("left", yTicks[i]!, ink));
    const above = { x: box.x, y: plot.y - titleHeight / 2 - 4, colour: ink.text };
    layers.text([{ ...above, text: fitted(y.title, box.width, textSize) }]);
    if (i === count - 1) {
      const middle = { x: plot.x + width / 2, y: plot.y + height + below - textSize / 2 - 1, align: "center" as const };
      layers.text([{ ...middle, text: fitted(x.title, width, textSize), colour: ink.text }]);
    }
    return { plot, inner };
  });
}

function scaleOf(name: "x" | "y", { scale, extent }: AxisPlan): Scale {
  const range = name === "x" ? "width" : "height";
  const domain = [...extent];
  return scale === "log"
    ? { name, type: "log", domain, range, nice: false }
    : { name, type: "linear", domain, range, nice: false, zero: false };
}

function axisOf(orient: "bottom" | "left", { values, labels }: Ticks, ink: Ink): Axis {
  const words = Object.fromEntries(values.map((value, i) => [value, labels[i]]));
  return {
    orient,
    scale: orient === "bottom" ? "x" : "y",
    aria: false,
    values: [...values],
    // Numbers and the labels written for them: nothing of it comes from a user's text.
    encode: { labels: { update: { text: { signal: `(${JSON.stringify(words)})[datum.value]` } } } },
    labelFontSize: textSize,
    labelColor: ink.text,
    labelPadding: labelGap,
    labelOverlap: false,
    tickSize: tickLength,
    tickRound: false,
    tickColor: ink.line,
    tickWidth: 1.5,
    domainColor: ink.line,
    domainWidth: 1.5,
    translate: 0,
  };
}

function gridOf(orient: "bottom" | "left", { values }: Ticks, ink: Ink): Axis {
  const nothing = { labels: false, ticks: false, domain: false, aria: false, tickRound: false, translate: 0 };
  const grid = { grid: true, gridColor: ink.grid, gridWidth: 1 };
  return { orient, scale: orient === "bottom" ? "x" : "y", values: [...values], ...nothing, ...grid };
}
