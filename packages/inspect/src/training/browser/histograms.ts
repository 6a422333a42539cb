import type { NumberEntry } from "../../json/document.ts";
import type { Spread } from "../spread.ts";
import { svg } from "./dom.ts";
import { Frame, type FrameOptions } from "./frame.ts";

const levels = 8;

/** Histograms over the steps: each step is a column, darker where more elements are. */
export function histograms(
  steps: readonly (readonly [step: number, spread: Spread<NumberEntry> | null])[],
  options: Omit<FrameOptions, "y"> & { readonly y: readonly [number, number] },
): Frame {
  const frame = new Frame(options);
  const paths = new Array<string>(levels).fill("");
  const [first, last] = [frame.x.clamped(options.x[0]), frame.x.clamped(options.x[1])];
  for (const [i, [step, spread]] of steps.entries()) {
    if (spread === null || spread.min === null || spread.max === null) continue;
    const [before, here, after] = [steps[i - 1]?.[0] ?? step, step, steps[i + 1]?.[0] ?? step].map((s) =>
      frame.x.clamped(s),
    );
    const left = Math.max(first, i === 0 ? here! - 1 : (before! + here!) / 2);
    const right = Math.min(last, i === steps.length - 1 ? here! + 1 : (here! + after!) / 2);
    const { min, max, histogram } = spread;
    const total = histogram.reduce((a, b) => a + b, 0);
    const most = histogram.reduce((a, b) => Math.max(a, b), 0);
    if (total === 0) continue;
    const height = (max - min) / histogram.length;
    for (const [k, count] of histogram.entries()) {
      if (count === 0) continue;
      // By root: the tails would vanish otherwise.
      const level = Math.min(levels - 1, Math.floor(Math.sqrt(count / most) * levels));
      const top = frame.y.clamped(min + (k + 1) * height);
      const bottom = frame.y.clamped(min + k * height);
      const tall = Math.max(1, bottom - top);
      paths[level] +=
        `M${left.toFixed(1)} ${top.toFixed(1)}H${right.toFixed(1)}v${tall.toFixed(1)}H${left.toFixed(1)}z`;
    }
  }
  for (const [level, d] of paths.entries())
    if (d !== "") frame.plot.append(svg("path", { class: `shade shade${level}`, d }));
  return frame;
}

/** The range of all elements over all steps. */
export function rangeOf(spreads: Iterable<Spread<NumberEntry> | null>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const spread of spreads) {
    if (spread === null || spread.min === null || spread.max === null) continue;
    low = Math.min(low, spread.min);
    high = Math.max(high, spread.max);
  }
  return low <= high ? [low, high] : [-1, 1];
}
