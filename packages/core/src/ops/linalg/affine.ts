import { ShapeError } from "../../errors.ts";
import { defineOp } from "../../op/define.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { AgreeError, Columns, MatMulShape, Ok, Shape, WeightError } from "../../shape/types.ts";
import type { TensorType } from "../../tape/op.ts";
import { type DType, type Promote, promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { aligned } from "../movement/_aligned.ts";
import { reshape } from "../movement/reshape.ts";
import { sumTo } from "../movement/sumTo.ts";
import { multiply } from "./_product.ts";
import { matmul } from "./matmul.ts";

/**
 * A linear map and a shift of every row: `y = x W + b`, `yⱼ = Σₖ xₖ Wₖⱼ + bⱼ`.
 *
 * The same numbers as `add(matmul(x, weight), bias)`, to the last bit, in one op.
 *
 * @param x - Shape `[..., k]`.
 * @param weight - Shape `[k, n]`.
 * @param bias - Shape `[n]`.
 * @returns Shape `[..., n]`, in the promoted dtype.
 * @throws {@link ShapeError} if the sizes do not fit together. {@link DTypeError} if all of it is bool.
 *
 * **Derivative.** `x̄ = ȳ Wᵀ`, `W̄ = xᵀ ȳ`, `b̄ = Σ ȳ` over all rows.
 *
 * @example
 * ```ts
 * affine(tensor([[1, 2]]), tensor([[1, 0], [0, 1]]), tensor([10, 20])).toArray(); // => [[11, 22]]
 * ```
 * @see PyTorch, `linear`, whose weight is the transpose of this one.
 */
export interface Affine {
  <A extends Shape, DA extends DType, W extends Shape, DW extends DType, B extends Shape, DB extends DType>(
    x: Tensor<A, DA>,
    weight: Ok<Tensor<W, DW>, WeightError<A, W>>,
    bias: Ok<Tensor<B, DB>, AgreeError<"affine: the bias", Columns<W>, B>>,
  ): Tensor<MatMulShape<A, W>, Promote<Promote<DA, DW>, DB>>;
}

export const affine: Affine = /* @__PURE__ */ defineOp({
  name: "affine",
  inputs: ["x", "weight", "bias"],
  dtype: "number",
  shape(x, weight, bias) {
    const [k, n] = checkWeight(weight.shape);
    const { shape }: { readonly shape: readonly number[] } = x;
    if (shape.length === 0 || shape[shape.length - 1] !== k) throw misfit("x", `[..., ${k}]`, x, weight);
    if (bias.shape.length !== 1 || bias.shape[0] !== n) throw misfit("bias", `[${n}]`, bias, weight);
    if (shape.length === 2) return [shape[0]!, n];
    return [...shape.slice(0, -1), n];
  },
  // The product, where it has another dtype than the result and is rounded or wrapped to that first.
  saves(x, weight, bias) {
    const dtype = promote(x.dtype, weight.dtype);
    if (promote(dtype, bias.dtype) === dtype) return none;
    return [{ shape: [...x.shape.slice(0, -1), weight.shape[1]!], dtype }];
  },
  forward(y, x, weight, bias, _, [product = y]) {
    multiply(product.data, x, weight, asTheyAre);
    const [sums, terms, shifts] = [y.data, product.data, bias.data];
    const n = shifts.length;
    for (let start = 0; start < sums.length; start += n)
      for (let j = 0; j < n; j++) sums[start + j] = terms[start + j]! + shifts[j]!;
  },
  composed: (x, weight, bias) => add(matmul(x, weight), bias) as Tensor, // of the shape of the product
  batch([x, weight, bias], _, { size, isBatched: [xIs, weightIs, biasIs] }) {
    // One weight for all examples: their rows are one long product. What is passed on fits, as was checked for one example.
    if (xIs! && !weightIs! && !biasIs!) return affine(x!, weight as never, bias as never);
    const shape: readonly number[] = xIs! ? x!.shape.slice(1) : x!.shape;
    const shift = biasIs! ? aligned(bias!, shape.length) : bias!;
    if (!xIs! && !weightIs!) return add(matmul(x!, weight as never), shift);
    const rows: Tensor = shape.length > 1 ? x! : reshape(x!, [...x!.shape.slice(0, -1), 1, ...shape]);
    const factor = weightIs! ? aligned(weight!, shape.length) : weight!;
    const product = matmul(xIs! ? aligned(rows, 2) : rows, factor as never) as Tensor;
    const width = product.shape[product.ndim - 1]!;
    return add(reshape(product, [size, ...shape.slice(0, -1), width]), shift);
  },
  vjp: {
    x: (cotangent, { weight }) => matmul(cotangent, weight, { transposeB: true }),
    weight: (cotangent, { x }) => matmul(asMatrix(x), asMatrix(cotangent), { transposeA: true }),
    bias: (cotangent, { node }) => sumTo(cotangent, node.inputs[2]!.shape),
  },
  formula: (_, shapes) => ({
    value: "y = x W + b",
    x: "x̄ = ȳ Wᵀ",
    weight: "W̄ = xᵀ ȳ",
    bias: shapes?.[0]?.length === 1 ? "b̄ = ȳ" : "b̄ = Σ ȳ over all rows",
  }),
});

const none: readonly TensorType[] = [];
const asTheyAre = { transposeA: false, transposeB: false };

/** All rows under each other, whatever axes they were along. */
function asMatrix(x: Tensor): Tensor {
  if (x.ndim === 2) return x;
  const { shape }: { readonly shape: readonly number[] } = x;
  return reshape(x, [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]!]);
}

function checkWeight(shape: readonly number[]): readonly [k: number, n: number] {
  if (shape.length === 2) return shape as readonly number[] as readonly [number, number]; // just counted
  const received = formatShape(shape);
  throw new ShapeError({ where: "affine", argument: "weight", expected: "must have shape [k, n]", received });
}

function misfit(argument: string, wanted: string, got: TensorType, weight: TensorType): ShapeError {
  const expected = `must have shape ${wanted} for a weight of shape ${formatShape(weight.shape)}`;
  return new ShapeError({ where: "affine", argument, expected, received: formatShape(got.shape) });
}
