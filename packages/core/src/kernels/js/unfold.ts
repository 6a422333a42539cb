import type { Data } from "../../tensor/dtype.ts";

/** How windows lie in images of several channels: where each begins, and which elements it has. */
export interface Windows {
  readonly channels: number;
  /** Sizes of an image. */
  readonly height: number;
  readonly width: number;
  /** Elements of a window, each way, and how far apart they are. */
  readonly kernel: readonly [height: number, width: number];
  readonly dilation: readonly [height: number, width: number];
  /** How many windows there are, each way, and how far apart they begin. */
  readonly count: readonly [rows: number, columns: number];
  readonly stride: readonly [height: number, width: number];
  /** How far above and left of the image the first window begins. What is outside is 0. */
  readonly before: readonly [top: number, left: number];
}

/** Are the windows the elements themselves, in order? */
export function areElements({ kernel, count, stride, before, height, width }: Windows): boolean {
  const isOne = kernel[0] * kernel[1] * stride[0] * stride[1] === 1;
  return isOne && before[0] === 0 && before[1] === 0 && count[0] === height && count[1] === width;
}

/** Fewer numbers than this are copied faster one by one than by a call of the engine. */
const fewNumbers = 32;

/**
 * Writes the windows of the image that begins at `start` as columns of a matrix with a row for each element of a window, channel by
 * channel. Places outside the image are passed over: there the matrix must be 0 already.
 */
export function unfold(columns: Data, image: Data, start: number, windows: Windows): void {
  const step = windows.stride[1];
  visitRuns(windows, (at, from, n) => {
    if (step === 1 && n >= fewNumbers) columns.set(image.subarray(start + from, start + from + n), at);
    else for (let i = 0, j = start + from; i < n; i++, j += step) columns[at + i] = image[j]!;
  });
}

/** The transpose of {@link unfold}: adds each number of the matrix to the element of the image that it stands for. */
export function fold(image: Data, start: number, columns: Data, windows: Windows): void {
  const step = windows.stride[1];
  visitRuns(windows, (at, to, n) => {
    for (let i = 0, j = start + to; i < n; i++, j += step) image[j]! += columns[at + i]!;
  });
}

/**
 * Calls `visit` for all neighbours in a row of the matrix that come from one row of the image: where they lie in the matrix, where the first
 * lies in the image, and how many they are.
 */
function visitRuns(windows: Windows, visit: (inMatrix: number, inImage: number, count: number) => void): void {
  const { channels, height, width, kernel, dilation, count, stride, before } = windows;
  const [rows, columns] = count;
  let row = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let ky = 0; ky < kernel[0]; ky++) {
      const y = ky * dilation[0] - before[0];
      const [firstY, endY] = inside(y, stride[0], height, rows);
      for (let kx = 0; kx < kernel[1]; kx++, row += rows * columns) {
        const x = kx * dilation[1] - before[1];
        const [first, end] = inside(x, stride[1], width, columns);
        if (first >= end) continue;
        for (let j = firstY; j < endY; j++)
          visit(
            row + j * columns + first,
            (channel * height + y + j * stride[0]) * width + x + first * stride[1],
            end - first,
          );
      }
    }
  }
}

/** For which windows `offset + i step` is in 0 … size − 1: from the first of them up to the one that is behind the last. */
export function inside(
  offset: number,
  step: number,
  size: number,
  count: number,
): readonly [first: number, end: number] {
  const first = Math.max(0, Math.ceil(-offset / step));
  return [first, Math.min(count, Math.floor((size - 1 - offset) / step) + 1)];
}
