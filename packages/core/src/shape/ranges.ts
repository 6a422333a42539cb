import { DomainError, ShapeError } from "../errors.ts";
import { formatReceived, formatShape } from "./format.ts";
import { stridesOf } from "./sizes.ts";
import type { SliceRange } from "./types.ts";

/** Where the elements of a slice lie in the tensor that is sliced: those of a strided view of it. */
export interface SlicePlan {
  /** Sizes of the axes that stay. */
  readonly shape: readonly number[];
  /** Strides of those axes, in elements; negative where the step is. */
  readonly strides: readonly number[];
  /** Where the first element lies. */
  readonly offset: number;
}

/**
 * The view that ranges make of a tensor, in Python's meaning: negative ends count from the end, ends beyond it are clipped.
 *
 * @param subject - What has that shape, for errors: `"x of shape"`.
 * @throws ShapeError for more ranges than axes or an index out of range; DomainError for what is no range.
 */
export function planSlice(
  where: string,
  subject: string,
  shape: readonly number[],
  ranges: readonly SliceRange[],
): SlicePlan {
  if (!Array.isArray(ranges)) {
    const received = formatReceived(ranges);
    const advice = Number.isInteger(ranges) ? `Write [${received}].` : undefined;
    const expected = "must be a list with an entry for each leading axis";
    throw new ShapeError({ where, argument: "ranges", expected, received, advice });
  }
  const of = `${subject} ${formatShape(shape)}`;
  if (ranges.length > shape.length) {
    const expected = `must have at most ${shape.length} entries for ${of}`;
    throw new ShapeError({ where, argument: "ranges", expected, received: `${ranges.length}` });
  }
  const all = stridesOf(shape);
  const sizes: number[] = [];
  const strides: number[] = [];
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis]!;
    const stride = all[axis]!;
    const range: SliceRange = axis < ranges.length ? ranges[axis]! : null;
    if (range === null) {
      sizes.push(n);
      strides.push(stride);
    } else if (typeof range === "number" && Number.isInteger(range)) {
      if (range < -n || range >= n) {
        if (n === 0) {
          const expected = `there is no element along axis ${axis} of ${of}`;
          throw new ShapeError({ where, expected, received: `index ${range}` });
        }
        const expected = `must be in ${-n} … ${n - 1} along axis ${axis} of ${of}`;
        throw new ShapeError({ where, argument: "index", expected, received: `${range}` });
      }
      offset += (range < 0 ? range + n : range) * stride;
    } else {
      const { start, size, step } = clip(where, axis, n, range);
      sizes.push(size);
      strides.push(step * stride);
      offset += start * stride;
    }
  }
  return { shape: sizes, strides, offset };
}

/** Python's `slice(start, stop, step).indices(n)`, and how many those are. */
function clip(where: string, axis: number, n: number, range: unknown): { start: number; size: number; step: number } {
  const isEnd = (end: unknown): end is number | null => end === null || Number.isInteger(end);
  const [first, last, step = 1] = Array.isArray(range) ? (range as unknown[]) : [undefined];
  const length = Array.isArray(range) ? range.length : 0;
  if (!isEnd(first) || !isEnd(last) || !Number.isInteger(step) || length > 3) {
    const expected = "must be a whole number, [start, stop], [start, stop, step] or null";
    const received = `${formatReceived(range)} for axis ${axis}`;
    throw new DomainError({ where, argument: "each range", expected, received });
  }
  const by = step as number; // whole, as just checked
  if (by === 0) {
    const received = `${formatReceived(range)} for axis ${axis}`;
    throw new DomainError({ where, argument: "the step of a range", expected: "must not be 0", received });
  }
  // A backward slice ends before the first element, at -1, and can begin at the last one at most.
  const lowest = by < 0 ? -1 : 0;
  const highest = by < 0 ? n - 1 : n;
  const clipped = (end: number): number => Math.min(Math.max(end < 0 ? end + n : end, lowest), highest);
  const start = first === null ? (by < 0 ? highest : lowest) : clipped(first);
  const stop = last === null ? (by < 0 ? lowest : highest) : clipped(last);
  return { start, size: Math.max(0, Math.ceil((stop - start) / by)), step: by };
}

/** The ranges as they are now, whatever their owner does with the list later. What is no list stays for `planSlice` to refuse. */
export function copyRanges(ranges: readonly SliceRange[]): readonly SliceRange[] {
  if (!Array.isArray(ranges)) return ranges;
  return (ranges as readonly SliceRange[]).map((range) =>
    Array.isArray(range) ? ([...range] as unknown as SliceRange) : range,
  ); // copied as it was
}

/** Ranges as Python writes them: `0:2, :, −1`. */
export function rangesText(ranges: readonly SliceRange[]): string {
  const number = (i: number | null | undefined): string => (i === null || i === undefined ? "" : String(i));
  const one = (range: SliceRange): string =>
    range === null || typeof range === "number" ? number(range) || ":" : rangeText(range.map(number));
  return ranges.map(one).join(", ").replaceAll("-", "−");
}

function rangeText([start, stop, step = "1"]: readonly string[]): string {
  return `${start}:${stop}${step === "1" ? "" : `:${step}`}`;
}

/** Are the elements of the view one block of neighbours, in order? */
export function isBlock({ shape, strides }: SlicePlan): boolean {
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== stride) return false;
    stride *= shape[axis]!;
  }
  return true;
}
