import { broadcastStrides } from "../../shape/broadcast.ts";
import type { Data } from "../../tensor/dtype.ts";

/** Row-major elements of a shape. */
interface Elements {
  readonly data: Data;
  readonly shape: readonly number[];
  readonly size: number;
}

/** What computes a run of elements: see `Loop` in `op/readers/script.ts`. */
type ElementLoop = (...args: readonly unknown[]) => void;

/**
 * Runs a loop over all elements of `out`, whose inputs are repeated to its shape. Inputs that have all its elements, or one, are walked in
 * one go; others row by row.
 */
export function runElementwise(loop: ElementLoop, out: Elements, inputs: readonly Elements[], attrs: unknown): void {
  const { size } = out;
  for (let k = 0; k < inputs.length; k++) {
    const n = inputs[k]!.size;
    if (n !== size && n !== 1) {
      if (size > 0) runRows(loop, out, inputs, attrs);
      return;
    }
  }
  // Positional for the usual numbers of inputs: an array of arguments costs as much as a small tensor.
  const [a, b, c] = inputs as [Elements, Elements, Elements];
  switch (inputs.length) {
    case 1:
      loop(0, size, out.data, a.data, 0, stepOf(a, size), attrs);
      break;
    case 2:
      loop(0, size, out.data, a.data, 0, stepOf(a, size), b.data, 0, stepOf(b, size), attrs);
      break;
    case 3:
      loop(
        0,
        size,
        out.data,
        ...[a.data, 0, stepOf(a, size)],
        ...[b.data, 0, stepOf(b, size)],
        ...[c.data, 0, stepOf(c, size)],
        attrs,
      );
      break;
    default:
      loop(0, size, out.data, ...inputs.flatMap((x) => [x.data, 0, stepOf(x, size)]), attrs);
  }
}

function stepOf({ size }: Elements, all: number): 0 | 1 {
  return size === 1 && all !== 1 ? 0 : 1;
}

/** Rows along the last axis are one run each; an odometer over the axes before it finds where each starts. */
function runRows(loop: ElementLoop, out: Elements, inputs: readonly Elements[], attrs: unknown): void {
  const { shape, data } = out;
  const last = shape.length - 1;
  const n = shape[last]!;
  const strides = inputs.map((x) => broadcastStrides(x.shape, shape));
  const steps = strides.map((stride) => stride[last]!);
  const starts = inputs.map(() => 0);
  const index = new Array<number>(last).fill(0);
  const args: unknown[] = [0, n, data, ...inputs.flatMap((x, k) => [x.data, 0, steps[k]!]), attrs];
  for (let start = 0; start < data.length; start += n) {
    args[0] = start;
    for (let k = 0; k < inputs.length; k++) args[4 + 3 * k] = starts[k]!;
    loop(...args);
    for (let axis = last - 1; axis >= 0; axis--) {
      for (let k = 0; k < inputs.length; k++) starts[k]! += strides[k]![axis]!;
      if (++index[axis]! < shape[axis]!) break;
      for (let k = 0; k < inputs.length; k++) starts[k]! -= strides[k]![axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
