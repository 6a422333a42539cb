import { svg } from "./dom.ts";
import { Frame, type FrameOptions } from "./frame.ts";

/** A column of parts that sum up to a whole. */
export interface Column {
  readonly parts: readonly { readonly kind: string; readonly value: number }[];
  readonly whole: number;
}

/** The ends of a column: what is above 0, and what is below. */
export function endsOf({ parts, whole }: Column): readonly [number, number] {
  let [low, high] = [Math.min(0, whole), Math.max(0, whole)];
  let [below, above] = [0, 0];
  for (const { value } of parts) {
    if (!Number.isFinite(value)) continue;
    if (value < 0) below += value;
    else above += value;
  }
  low = Math.min(low, below);
  high = Math.max(high, above);
  return [Number.isFinite(low) ? low : 0, Number.isFinite(high) ? high : 0];
}

/**
 * Draws parts on top of each other, those below 0 downwards, and the whole as a line across.
 *
 * @param places - The middle of each column.
 */
export function drawColumns(frame: Frame, columns: readonly Column[], places: readonly number[], width: number): void {
  // One path for each kind and for the wholes: a few elements, however many columns there are.
  const paths = new Map<string, string>();
  const add = (kind: string, path: string): void => {
    paths.set(kind, (paths.get(kind) ?? "") + path);
  };
  for (const [i, { parts, whole }] of columns.entries()) {
    let [below, above] = [0, 0];
    const left = (places[i]! - width / 2).toFixed(2);
    for (const { kind, value } of parts) {
      if (!Number.isFinite(value) || value === 0) continue;
      const from = value < 0 ? below : above;
      const to = from + value;
      if (value < 0) below = to;
      else above = to;
      const [top, bottom] = [frame.y.clamped(Math.max(from, to)), frame.y.clamped(Math.min(from, to))];
      add(
        `bar ${kind}`,
        `M${left} ${top.toFixed(2)}h${width.toFixed(2)}v${(bottom - top).toFixed(2)}h${(-width).toFixed(2)}z`,
      );
    }
    const y = frame.y.at(whole);
    if (y !== null)
      add("whole", `M${(places[i]! - width / 2 - 1).toFixed(2)} ${y.toFixed(2)}h${(width + 2).toFixed(2)}`);
  }
  for (const [kind, d] of paths) if (kind !== "whole") frame.plot.append(svg("path", { class: kind, d }));
  frame.plot.append(svg("path", { class: "whole", d: paths.get("whole") ?? "" }));
}

/** A frame in which columns of those ends fit. */
export function columnFrame(ends: readonly (readonly [number, number])[], options: Omit<FrameOptions, "y">): Frame {
  const low = ends.reduce((least, [end]) => Math.min(least, end), 0);
  const high = ends.reduce((most, [, end]) => Math.max(most, end), 0);
  return new Frame({ ...options, y: low === 0 && high === 0 ? [-1, 1] : [low, high] });
}
