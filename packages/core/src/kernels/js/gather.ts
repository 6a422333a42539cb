import { broadcastStrides } from "../../shape/broadcast.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/** Row-major elements of a shape. */
export interface Elements {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** `out[i] = x[i with its position along axis replaced by indices[i]]`; along the other axes `x` and `indices` are repeated. */
export function gatherAlongAxis(out: Elements, x: Elements, indices: Elements, axis: number): void {
  const { shape } = out;
  const to = out.data;
  const from = x.data;
  const at = indices.data;
  const axisStride = sizeOf(x.shape.slice(axis + 1));
  const xStrides = stridesExcept(axis, x.shape, shape);
  const atStrides = broadcastStrides(indices.shape, shape);
  const last = shape.length - 1;
  const n = shape[last]!;
  const xStep = xStrides[last]!;
  const atStep = atStrides[last]!;
  const index = new Array<number>(last).fill(0);
  let xStart = 0;
  let atStart = 0;
  for (let start = 0; start < to.length; start += n) {
    for (let i = 0; i < n; i++) to[start + i] = from[xStart + i * xStep + at[atStart + i * atStep]! * axisStride]!;
    for (let a = last - 1; a >= 0; a--) {
      xStart += xStrides[a]!;
      atStart += atStrides[a]!;
      if (++index[a]! < shape[a]!) break;
      xStart -= xStrides[a]! * shape[a]!;
      atStart -= atStrides[a]! * shape[a]!;
      index[a] = 0;
    }
  }
}

/**
 * The transpose of {@link gatherAlongAxis}: `out[i with its position along axis replaced by indices[i]] += updates[i]` for all `i`
 * of `shape`, to which `indices` and `updates` are repeated.
 */
export function scatterAddAlongAxis(
  out: Elements,
  shape: readonly number[],
  indices: Elements,
  updates: Elements,
  axis: number,
): void {
  const to = out.data;
  const at = indices.data;
  const from = updates.data;
  const axisStride = sizeOf(out.shape.slice(axis + 1));
  const toStrides = stridesExcept(axis, out.shape, shape);
  const atStrides = broadcastStrides(indices.shape, shape);
  const fromStrides = broadcastStrides(updates.shape, shape);
  const last = shape.length - 1;
  const n = shape[last]!;
  const toStep = toStrides[last]!;
  const atStep = atStrides[last]!;
  const fromStep = fromStrides[last]!;
  const index = new Array<number>(last).fill(0);
  let toStart = 0;
  let atStart = 0;
  let fromStart = 0;
  const size = sizeOf(shape);
  for (let start = 0; start < size; start += n) {
    for (let i = 0; i < n; i++)
      to[toStart + i * toStep + at[atStart + i * atStep]! * axisStride]! += from[fromStart + i * fromStep]!;
    for (let a = last - 1; a >= 0; a--) {
      toStart += toStrides[a]!;
      atStart += atStrides[a]!;
      fromStart += fromStrides[a]!;
      if (++index[a]! < shape[a]!) break;
      toStart -= toStrides[a]! * shape[a]!;
      atStart -= atStrides[a]! * shape[a]!;
      fromStart -= fromStrides[a]! * shape[a]!;
      index[a] = 0;
    }
  }
}

/** Strides that read a tensor of shape `from` as if it had shape `to`, but 0 along `axis`, where indices say what is read. */
function stridesExcept(axis: number, from: readonly number[], to: readonly number[]): number[] {
  const strides = broadcastStrides(from, to);
  strides[axis] = 0;
  return strides;
}
