import type { Case, Draw } from "../../op/facts.ts";
import { nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawEach } from "./_convolutionReference.ts";

// Pooling as plain loops: what its facts compare with.

/** Options as the facts draw them. */
interface PoolOptions {
  readonly stride?: number | number[];
  readonly padding?: number | number[];
  readonly dilation?: number | number[];
  readonly ceilMode?: boolean;
  readonly countIncludePad?: boolean;
}

/** A result for each window, from its elements (those inside the image) and how many it has with the padding. */
export function poolReference(of: (elements: number[], withPadding: number, options: PoolOptions) => number) {
  return (x: NestedArray, kernel: number | number[], options: PoolOptions = {}): NestedArray => {
    const two = (given: number | number[] | undefined, ifAbsent: number[]): number[] =>
      given === undefined ? ifAbsent : typeof given === "number" ? [given, given] : given;
    const shape = nestedShape(x);
    const size = two(kernel, []);
    const [stride, padding, dilation] = [
      two(options.stride, size),
      two(options.padding, [0, 0]),
      two(options.dilation, [1, 1]),
    ];
    const counts = size.map((k, i) => {
      const n = shape[shape.length - 2 + i]!;
      let count = 0;
      // One window after the other, as long as it fits, or in ceil mode begins before the image ends and the last one left something.
      for (let start = -padding[i]!; ; start += stride[i]!, count++) {
        const end = start + (k - 1) * dilation[i]! + 1;
        const endBefore = end - stride[i]!;
        const fits = options.ceilMode
          ? start < n && (count === 0 || endBefore < n + padding[i]!)
          : end <= n + padding[i]!;
        if (!fits) return count;
      }
    });
    return nestedOf([...shape.slice(0, -2), ...counts], (index) => {
      let plane = x;
      for (const i of index.slice(0, -2)) plane = (plane as NestedArray[])[i]!; // an axis for each
      const [height, width] = shape.slice(-2) as [number, number];
      const [top, left] = index.slice(-2).map((i, axis) => i * stride[axis]! - padding[axis]!) as [number, number];
      const elements: number[] = [];
      let withPadding = 0;
      for (let p = 0; p < size[0]!; p++)
        for (let q = 0; q < size[1]!; q++) {
          const [i, j] = [top + p * dilation[0]!, left + q * dilation[1]!];
          if (i < height + padding[0]! && j < width + padding[1]!) withPadding++;
          if (i >= 0 && j >= 0 && i < height && j < width) elements.push((plane as number[][])[i]![j]!);
        }
      return of(elements, withPadding, options);
    });
  };
}

/** A call with windows that fit. */
export function drawPooling(draw: Draw, own: "dilation" | "countIncludePad"): Case {
  const kernel = [draw.integer(1, 3), draw.integer(1, 3)];
  const padding = kernel.map((n) => draw.integer(0, n >> 1));
  const dilation = own === "dilation" ? draw.integer(1, 2) : 1;
  const size = kernel.map((n, i) => Math.max(dilation, (n - 1) * dilation + 1 - 2 * padding[i]!) + draw.integer(0, 3));
  const shape = [...draw.pick([[], [2]]), draw.integer(1, 2), ...size];
  const options = {
    ...(draw.boolean() ? { stride: drawEach(draw, 2, 1, 3) } : {}),
    ...{ padding, ceilMode: draw.boolean(), [own]: own === "dilation" ? dilation : draw.boolean() },
  };
  return { inputs: [{ shape }], args: [kernel, options] };
}
