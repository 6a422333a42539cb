import { formatShape, type Tensor } from "@tapegrad/core";
import { numberText } from "../reading/names.ts";
import type { Frame } from "./frames.ts";
import type { Stepper } from "./stepper.ts";

/** How parts of a screen stand out; plain text leaves everything as it is. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  accent(text: string): string;
}

export const plainStyle: Style = { strong: (text) => text, faint: (text) => text, accent: (text) => text };

const keys = "→ next  ← back  f forward pass  b backward pass  / jump to a name  m show a matrix  q quit";

/** What a terminal of that size shows. */
export function screenOf(
  stepper: Stepper,
  size: { readonly columns: number; readonly rows: number },
  style: Style,
): string {
  const { frames, position, matrix, typed, message } = stepper;
  const frame = frames[position]!;
  const columns = Math.max(size.columns, 20);
  const cut = (text: string): string => (text.length <= columns ? text : `${text.slice(0, columns - 1)}…`);
  const count = frames.filter(({ pass }) => pass === frame.pass).length;
  const title = `${frame.pass} ${frame.number} of ${count}`;
  const details = detailsOf(frame, matrix, columns);
  const bottom = typed === null ? message || keys : `jump to: ${typed}▏`;
  const rule = "─".repeat(columns);
  const room = Math.max(3, size.rows - details.length - 6);
  return [
    style.strong(cut(title)),
    rule,
    ...listOf(frames, position, room).map((line) => (line.startsWith("▶") ? style.accent(cut(line)) : cut(line))),
    rule,
    ...details.map(cut),
    rule,
    style.faint(cut(bottom)),
  ].join("\n");
}

/** As many lines of the program as there is room for, around the one where one is. */
function listOf(frames: readonly Frame[], position: number, room: number): readonly string[] {
  const start = Math.max(0, Math.min(position - (room >> 1), frames.length - room));
  return frames.slice(start, start + room).map(({ pass, line }, i) => {
    const sign = start + i === position ? "▶" : " ";
    return `${sign} ${pass === "forward" ? "→" : "←"} ${line}`;
  });
}

function detailsOf(frame: Frame, matrix: number | null, columns: number): readonly string[] {
  const lines = [frame.formula];
  if (matrix !== null) {
    const { label, tensor } = frame.shown[matrix]!;
    lines.push(`${label}: ${tensor.dtype}${formatShape(tensor.shape)}`, ...String(tensor).split("\n"));
  } else {
    const width = Math.min(32, Math.max(...frame.shown.map(({ label }) => label.length)));
    for (const { label, tensor } of frame.shown)
      lines.push(`${label.padEnd(width)}  ${shortValue(tensor, columns - width - 2)}`);
  }
  if (frame.note !== "") lines.push(frame.note);
  if (frame.site !== null) lines.push(frame.site);
  return lines;
}

/** A value on one line: its elements, or what they are like where they are many. */
export function shortValue(x: Tensor, columns: number): string {
  const values: readonly number[] = Array.from<number>(x.data);
  const text = x.size <= 64 ? nested(x.shape, values) : "";
  if (text !== "" && text.length <= columns) return text;
  const finite = values.filter(Number.isFinite);
  const odd = values.length - finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const [least, most] = finite.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const range = finite.length === 0 ? "" : `  ${numberText(least)} … ${numberText(most)}, mean ${numberText(mean)}`;
  return `${formatShape(x.shape)}${range}${odd === 0 ? "" : `, ${odd} not finite`}`;
}

function nested(shape: readonly number[], values: readonly number[]): string {
  if (shape.length === 0) return numberText(values[0]!);
  const [n, ...rest] = shape as [number, ...number[]];
  const size = n === 0 ? 0 : values.length / n;
  const parts = Array.from({ length: n }, (_, i) => nested(rest, values.slice(i * size, (i + 1) * size)));
  return `[${parts.join(", ")}]`;
}
