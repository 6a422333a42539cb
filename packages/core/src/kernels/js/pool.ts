import type { Data } from "../../tensor/dtype.ts";
import { inside, type Windows } from "./unfold.ts";

// Windows over planes, images of one channel: `windows.channels` of them, one after the other.

/** The elements of windows along one axis that are inside the image: where the first lies, and how many they are. */
interface Runs {
  readonly first: Int32Array;
  readonly length: Int32Array;
}

function runsOf({ kernel, dilation, count, stride, before, height, width }: Windows, axis: 0 | 1): Runs {
  const runs = { first: new Int32Array(count[axis]), length: new Int32Array(count[axis]) };
  for (let i = 0; i < count[axis]; i++) {
    const start = i * stride[axis] - before[axis];
    const [first, end] = inside(start, dilation[axis], axis === 0 ? height : width, kernel[axis]);
    runs.first[i] = start + first * dilation[axis];
    runs.length[i] = end - first;
  }
  return runs;
}

/**
 * The largest element of each window, and where in its plane the first such element is. NaN is larger than all numbers; of several the last
 * counts, as in PyTorch.
 */
export function maxPool(out: Data, indices: Data, x: Data, windows: Windows): void {
  const { channels, height, width, count, dilation } = windows;
  const [rows, columns] = [runsOf(windows, 0), runsOf(windows, 1)];
  const [dy, dx] = dilation;
  let o = 0;
  for (let plane = 0; plane < channels; plane++) {
    const start = plane * height * width;
    for (let i = 0; i < count[0]; i++) {
      for (let j = 0; j < count[1]; j++, o++) {
        const across = columns.length[j]!;
        let row = rows.first[i]! * width + columns.first[j]!;
        let at = row;
        let largest = -Infinity;
        for (let p = rows.length[i]!; p > 0; p--, row += dy * width) {
          for (let q = 0, place = row; q < across; q++, place += dx) {
            const value = x[start + place]!;
            if (value > largest || Number.isNaN(value)) [largest, at] = [value, place];
          }
        }
        out[o] = largest;
        indices[o] = at;
      }
    }
  }
}

/** How many elements each mean is of: along rows times along columns. */
export type Divisors = readonly [rows: readonly number[], columns: readonly number[]];

/** The sum of each window, without what is outside the image, divided. */
export function averagePool(out: Data, x: Data, windows: Windows, divisors: Divisors): void {
  visitWindows(windows, divisors, (o, first, across, down, divisor) => {
    let sum = 0;
    for (let p = 0, row = first; p < down; p++, row += windows.width)
      for (let q = 0; q < across; q++) sum += x[row + q]!;
    out[o] = sum / divisor;
  });
}

/** The transpose of {@link averagePool}: each number, divided, added to the elements of its window. */
export function spreadAverages(image: Data, y: Data, windows: Windows, divisors: Divisors): void {
  // A float32 sum would lose digits with every window.
  const sums = image instanceof Float32Array ? new Float64Array(image.length) : image;
  sums.fill(0);
  visitWindows(windows, divisors, (o, first, across, down, divisor) => {
    const share = y[o]! / divisor;
    for (let p = 0, row = first; p < down; p++, row += windows.width)
      for (let q = 0; q < across; q++) sums[row + q]! += share;
  });
  if (sums !== image) image.set(sums);
}

/** Calls `visit` for each window, whose elements are neighbours: its position, its first element, and its sizes inside the image. */
function visitWindows(
  windows: Windows,
  divisors: Divisors,
  visit: (window: number, first: number, across: number, down: number, divisor: number) => void,
): void {
  const { channels, height, width, count } = windows;
  const [rows, columns] = [runsOf(windows, 0), runsOf(windows, 1)];
  let window = 0;
  for (let plane = 0; plane < channels; plane++) {
    for (let i = 0; i < count[0]; i++) {
      const row = (plane * height + rows.first[i]!) * width;
      for (let j = 0; j < count[1]; j++, window++) {
        const divisor = divisors[0][i]! * divisors[1][j]!;
        visit(window, row + columns.first[j]!, columns.length[j]!, rows.length[i]!, divisor);
      }
    }
  }
}
