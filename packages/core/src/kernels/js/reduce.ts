import { sizeOf, stridesOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";
import { copyStrided } from "./strided.ts";

/** The value of one lane: `n` elements of `x` from `start` on, `stride` apart. */
export type LaneKernel = (x: Data, start: number, stride: number, n: number, attrs: unknown) => number;

/** Reduces the given axes (ascending): `out` gets one value per lane, in row-major order of the axes that stay. */
export function reduceLanes(
  out: Data,
  x: Data,
  shape: readonly number[],
  axes: readonly number[],
  lane: LaneKernel,
  attrs?: unknown,
): void {
  if (axes.length === 0) {
    for (let i = 0; i < out.length; i++) out[i] = lane(x, i, 1, 1, attrs);
    return;
  }
  const first = axes[0]!;
  const last = axes[axes.length - 1]!;
  if (last - first === axes.length - 1) {
    // Neighbouring axes are one axis: [outer, n, inner].
    const n = sizeOf(axes.map((axis) => shape[axis]!));
    const inner = sizeOf(shape.slice(last + 1));
    let o = 0;
    for (let start = 0; o < out.length; start += n * inner) {
      for (let i = 0; i < inner; i++) out[o++] = lane(x, start + i, inner, n, attrs);
    }
    return;
  }
  // Others are brought together at the end first.
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const strides = stridesOf(shape);
  const moved = new (x.constructor as new (size: number) => Data)(x.length); // a typed array's constructor takes its length
  copyStrided(
    moved,
    x,
    order.map((axis) => shape[axis]!),
    order.map((axis) => strides[axis]!),
    0,
  );
  const n = sizeOf(axes.map((axis) => shape[axis]!));
  for (let o = 0; o < out.length; o++) out[o] = lane(moved, o * n, 1, n, attrs);
}
