import { DomainError } from "../errors.ts";
import { reduceLanes } from "../kernels/js/reduce.ts";
import { cast } from "../ops/movement/cast.ts";
import { reshape } from "../ops/movement/reshape.ts";
import { type Axes, reducedShape, resolveAxes, resolveAxis } from "../shape/axes.ts";
import { formatShape } from "../shape/format.ts";
import { sizeOf } from "../shape/sizes.ts";
import { type Data, type DType, toFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Context, contextClass, defineOp, type Rule } from "./define.ts";
import type { Formula } from "./op.ts";

/** What every reduction is called with besides its input, axes counted from 0 and ascending. */
export interface ReductionAttrs {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
  /** Shape of the input. */
  readonly shape: readonly number[];
}

/** An op that makes one number of all elements along some axes. */
export interface ReductionDefinition<Input extends string> {
  readonly name: string;
  readonly inputs: readonly [Input];
  /** The dtype of the result: that of the input, with `"numeric"` int32 for bool, with `"float"` float32 for integers. */
  readonly dtype: "same" | "numeric" | "float" | "int32";
  /** Is there no answer for no elements? */
  readonly needsElements?: boolean;
  /** Is a list of axes an error? So it is where the answer is a position. */
  readonly oneAxis?: boolean;
  /** One lane of `n` values, `stride` apart, gives one value. */
  readonly forward: (x: Data, start: number, stride: number, n: number) => number;
  /** Cotangent and output come with the reduced axes kept at size 1, so that they broadcast against the input. */
  readonly vjp: { readonly [I in Input]: Rule<Tensor, Input, ReductionAttrs, undefined> | "nondifferentiable" };
  readonly formula: Formula<Input>;
}

type RuleContextOf<Input extends string> = Context<Input, ReductionAttrs, undefined>;
type Options = { readonly keepDims?: boolean } | undefined;

/**
 * Makes an op that reduces axes: called as `op(x, axis, { keepDims })`, `axis` a number, a list, or absent for all.
 *
 * What all such ops share is here, once: axes are resolved and checked, the lanes walked whichever way they lie in memory, and
 * for the rule the output and its cotangent get their reduced axes back.
 *
 * @param definition - What one lane gives, and the derivative rule.
 * @returns A function with the signature of the annotation it is assigned to.
 * @example
 * ```ts
 * const sumOfSquares = defineReduction({
 *   name: "sumOfSquares",
 *   inputs: ["x"],
 *   dtype: "same",
 *   forward(x, start, stride, n) {
 *     let sum = 0;
 *     for (let j = 0; j < n; j++) sum += x[start + j * stride]! ** 2;
 *     return sum;
 *   },
 *   vjp: { x: (cotangent, { x }) => mul(cotangent, mul(2, x)) },
 *   formula: { value: "y = Σᵢ xᵢ²", x: "x̄ = 2 x ȳ" },
 * });
 * sumOfSquares(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [5, 25]
 * ```
 */
export function defineReduction<
  F extends (...args: never) => unknown = (...args: readonly unknown[]) => Tensor,
  const Input extends string = string,
>(definition: ReductionDefinition<Input>): F {
  const { name, dtype, forward, needsElements, oneAxis } = definition;
  const [inputName] = definition.inputs;
  const rule = definition.vjp[inputName];

  /** What the rule sees: as for any op, but the output has its reduced axes back. */
  class KeptContext extends contextClass([inputName]) {
    override get output(): Tensor {
      return keepAxes(super.output, this.attrs as ReductionAttrs);
    }
  }

  const ruleOnKeptAxes =
    rule === "nondifferentiable"
      ? rule
      : (cotangent: Tensor, { node, attrs }: RuleContextOf<Input>, index: number): Tensor =>
          rule(keepAxes(cotangent, attrs), new KeptContext(node) as unknown as RuleContextOf<Input>, index);

  return defineOp<F, readonly [Input], false, false, ReductionAttrs, undefined>({
    name,
    inputs: definition.inputs,
    prepare: ([x]) => [dtype === "float" ? cast(x!, toFloat(x!.dtype)) : x!],
    attrs: ([x]: readonly Tensor[], axes: Axes, options: Options) => ({
      axes:
        oneAxis === true && axes !== undefined
          ? [resolveAxis(name, inputName, x!.shape, axes)]
          : resolveAxes(name, inputName, x!.shape, axes),
      keepDims: options?.keepDims === true,
      shape: x!.shape,
    }),
    shape(x, { axes, keepDims }) {
      const shape = reducedShape(x.shape, axes, keepDims);
      const n = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
      if (needsElements === true && n === 0 && sizeOf(shape) > 0) {
        const along = axes.length === 1 ? `axis ${axes[0]}` : `axes ${formatShape(axes)}`;
        throw new DomainError(
          `${name}: ${inputName} must have at least one element along ${along}, got shape ${formatShape(x.shape)}.`,
        );
      }
      return shape;
    },
    dtype: (x): DType => {
      if (dtype === "int32" || (dtype === "numeric" && x.dtype === "bool")) return "int32";
      return x.dtype;
    },
    forward(output, x, { axes }) {
      reduceLanes(output.data, x.data, x.shape, axes, forward);
      return undefined;
    },
    vjp: { [inputName]: ruleOnKeptAxes } as ReductionDefinition<Input>["vjp"], // its one key is Input
    formula: definition.formula,
  });
}

/** `y` with size 1 in place of each axis that was reduced away. */
function keepAxes(y: Tensor, { axes, keepDims }: ReductionAttrs): Tensor {
  // A scalar broadcasts as it is.
  if (keepDims || y.ndim === 0) return y;
  const shape = [...y.shape];
  for (const axis of axes) shape.splice(axis, 0, 1);
  return reshape(y, shape);
}
