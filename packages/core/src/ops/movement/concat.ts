import { ShapeError } from "../../errors.ts";
import { copyBlocks } from "../../kernels/js/blocks.ts";
import { defineOp } from "../../op/define.ts";
import { promoteAll } from "../../op/promote.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { ConcatError, ConcatShape, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";

/** The shapes of a list of tensors. */
export type ShapesOf<T extends readonly Tensor[]> = {
  -readonly [K in keyof T]: T[K] extends Tensor<infer S, Dynamic> ? S : Dynamic;
};
/** The dtype to which a list of tensors is promoted. */
export type PromotedOf<T extends readonly unknown[], P extends DType = never> = T extends readonly [
  Tensor<Dynamic, infer D>,
  ...infer R,
]
  ? PromotedOf<R, Promote<P, D>>
  : T extends readonly []
    ? P
    : T[number] extends Tensor<Dynamic, infer D>
      ? Promote<P, D>
      : Dynamic;

/**
 * Tensors one behind the other along an axis they have: `y = [x₀, x₁, …]`.
 *
 * @param tensors - At least one; shapes that are equal except along `axis`.
 * @param axis - Default 0.
 * @returns Their shape, along `axis` the sum of their sizes, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes differ along another axis, or there is no such axis.
 *
 * **Derivative.** `x̄ᵢ` is that part of `ȳ`.
 *
 * @example
 * ```ts
 * concat([tensor([[1], [2]]), tensor([[3, 4], [5, 6]])], 1).toArray(); // => [[1, 3, 4], [2, 5, 6]]
 * ```
 * @see The array API standard, `concat`.
 */
export interface Concat {
  <const T extends readonly Tensor[], const I extends number = 0>(
    tensors: Ok<readonly [...T], ConcatError<ShapesOf<T>, I>>,
    axis?: I,
  ): Tensor<ConcatShape<ShapesOf<T>, I>, PromotedOf<T>>;
}
/** As a method: the tensor it is called on comes first, then the others. */
export interface ConcatMethod {
  <A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], ConcatError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<ConcatShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
}

export const concat: Concat = /* @__PURE__ */ defineOp({
  name: "concat",
  inputs: ["tensors"],
  variadic: true,
  prepare: promoteAll,
  attrs: (tensors, asked: number = 0) => {
    const axis = resolveAxis("concat", "tensors[0]", tensors[0]!.shape, asked);
    checkShapes(tensors, axis);
    const starts: number[] = [];
    let end = 0;
    for (const { shape } of tensors) {
      starts.push(end);
      end += shape[axis]!;
    }
    return { axis, starts };
  },
  identity: (tensors) => tensors.length === 1,
  shape(tensors, { axis }) {
    const total = tensors.reduce((size, x) => size + x.shape[axis]!, 0);
    return tensors[0]!.shape.map((size, i) => (i === axis ? total : size));
  },
  forward(y, tensors, { axis, starts }) {
    // What lies behind one position of the axes before `axis` is one block, in every tensor.
    const count = sizeOf(y.shape.slice(0, axis));
    const inner = sizeOf(y.shape.slice(axis + 1));
    const yStep = y.shape[axis]! * inner;
    tensors.forEach((x, i) => {
      const size = x.shape[axis]! * inner;
      copyBlocks(y.data, starts[i]! * inner, yStep, x.data, 0, size, size, count);
    });
  },
  vjp: {
    tensors(cotangent, { node, attrs: { axis, starts } }, index) {
      const start = starts[index]!;
      const before = new Array<null>(axis).fill(null);
      return slice(cotangent, [...before, [start, start + node.inputs[index]!.shape[axis]!]]);
    },
  },
  formula: { value: "y = [x₀, x₁, …]", tensors: "x̄ᵢ = that part of ȳ" },
});

function checkShapes(tensors: readonly Tensor[], axis: number): void {
  const first = tensors[0]!.shape;
  tensors.forEach(({ shape }, i) => {
    if (shape.length === first.length && shape.every((size, a) => a === axis || size === first[a])) return;
    const wanted = formatShape(first.map((size, a) => (a === axis ? "…" : size)) as never); // printed only
    throw new ShapeError(
      `concat: tensors[${i}] must have shape ${wanted}, as tensors[0] has, got ${formatShape(shape)}.`,
    );
  });
}

/** What is true of {@link concat}. */
export const concatSpec: OpSpec = {
  reference: {
    whole(...args: [...NestedArray[], number]) {
      const axis = args.at(-1) as number; // the argument after the tensors
      const join = (parts: readonly NestedArray[], depth: number): NestedArray => {
        const rows = parts as readonly NestedArray[][]; // deep enough, as the axis exists
        if (depth === 0) return rows.flat();
        return rows[0]!.map((_, i) =>
          join(
            rows.map((part) => part[i]!),
            depth - 1,
          ),
        );
      };
      const tensors = args.slice(0, -1);
      let ndim = 0;
      for (let level = tensors[0]!; Array.isArray(level); level = level[0]!) ndim++;
      return join(tensors, axis < 0 ? axis + ndim : axis);
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    const joined = axis < 0 ? axis + shape.length : axis;
    const parts = Array.from({ length: draw.integer(1, 3) }, () => draw.integer(1, 3));
    return {
      inputs: parts.map((n) => ({ shape: shape.map((size, a) => (a === joined ? n : size)) })),
      args: [axis],
    };
  },
  // Blocks of 64 and more are copied another way than short ones.
  samples: [{ inputs: [{ shape: [2, 70] }, { shape: [2, 3] }], args: [1] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2], [3]],
      args: [0],
      output: [1, 2, 3],
      gradients: [[1, 1], [1]],
      because: "one axis",
    },
    {
      inputs: [
        [[1], [2]],
        [[], []],
        [[3], [4]],
      ],
      args: [-1],
      output: [
        [1, 3],
        [2, 4],
      ],
      gradients: [
        [[1], [1]],
        [[], []],
        [[1], [1]],
      ],
      because: "an empty part takes no place",
    },
    { inputs: [[[], []], [[]]], args: [0], output: [[], [], []], because: "no elements, but rows" },
    { inputs: [[5]], args: [0], output: [5], gradients: [[1]], because: "one tensor is itself" },
    { inputs: [[true], [2]], args: [0], dtype: ["bool", "int32"], output: [1, 2], because: "dtypes are promoted" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [2, 4] }],
      args: [0],
      message: "concat: tensors[1] must have shape […, 3], as tensors[0] has, got [2, 4].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }],
      args: [0],
      message: "concat: tensors[1] must have shape […, 3], as tensors[0] has, got [3].",
    },
    {
      inputs: [{ shape: [2] }, { shape: [2] }],
      args: [1],
      message: "concat: axis must be in -1 … 0 for tensors[0] of shape [2], got 1.",
    },
    {
      inputs: [{ shape: [] }, { shape: [] }],
      args: [0],
      message: "concat: tensors[0] is a scalar and has no axis, got axis 0.",
    },
    {
      inputs: [{ shape: [2] }, { literal: [1, 2] }],
      args: [0],
      message: "concat: tensors[1] must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).",
    },
  ],
};
