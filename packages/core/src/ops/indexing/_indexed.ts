import type { Case, Draw } from "../../op/facts.ts";

// What the facts of ops that take indices share.

/** Shapes of a tensor and of indices along one of its axes; the others broadcast either way. */
export function drawIndexed(draw: Draw): { readonly inputs: Case["inputs"]; readonly axis: number } {
  const shape = draw.shape({ minDims: 1 });
  const axis = draw.axis(shape);
  const along = axis < 0 ? axis + shape.length : axis;
  const repeated = (n: number, i: number): number => (i !== along && draw.integer(0, 3) === 3 ? 1 : n);
  const x = shape.map(repeated);
  const indices = shape.map((n, i) => (i === along ? draw.integer(1, 4) : repeated(n, i)));
  return { inputs: [{ shape: x }, { shape: indices, dtype: "int32", range: [0, shape[along]! - 1] }], axis };
}
