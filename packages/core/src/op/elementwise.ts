import { DTypeError } from "../errors.ts";
import { binary, ternary, unary } from "../kernels/js/elementwise.ts";
import { copyStrided } from "../kernels/js/strided.ts";
import { sumTo } from "../ops/movement/sumTo.ts";
import { broadcastShapes, broadcastStrides } from "../shape/broadcast.ts";
import { sameShape, sizeOf } from "../shape/sizes.ts";
import { allocate, type Data, type DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { contextClass, makeCallable, type Rules } from "./define.ts";
import { requireDType } from "./lift.ts";
import type { Formula, Op, PositionalRule, RuleContext } from "./op.ts";
import { promoteAll, promoteToFloat } from "./promote.ts";

type Numbers<Inputs extends readonly string[]> = { -readonly [K in keyof Inputs]: number };

/** An op that computes each element of its result from the elements at the same place. */
export interface ElementwiseDefinition<Inputs extends readonly string[], Attrs> {
  readonly name: string;
  /** Names of the inputs, one to three. */
  readonly inputs: Inputs;
  /**
   * The dtype of the result: `"same"` as the promoted inputs, `"float"` at least, or `"bool"` for a comparison.
   * A kernel for `"bool"` returns 1 or 0.
   */
  readonly dtype: "same" | "float" | "bool";
  /** `"numbers"`: bools alone are an error, because what they would give is not what anyone means (NumPy refuses them too). */
  readonly takes?: "numbers";
  /** Names of the inputs that are conditions: of dtype bool, and no part of the promotion. */
  readonly conditions?: readonly Inputs[number][];
  /** The arguments that follow the inputs, checked and with their defaults: the op's static attributes. */
  readonly attrs?: (inputs: readonly Tensor[], ...rest: never) => Attrs;
  /** One element of the result. */
  readonly forward: (...args: [...Numbers<Inputs>, Attrs]) => number;
  /** The same for int32, where the float formula would lose digits. */
  readonly forwardInt32?: (...args: [...Numbers<Inputs>, Attrs]) => number;
  readonly vjp: Rules<Tensor, Inputs[number], false, Attrs, undefined>;
  readonly formula: Formula<Inputs[number]>;
  readonly commutative?: boolean;
}

type Kernel = (...args: readonly unknown[]) => number;
type RuleEntry = ((cotangent: Tensor, context: RuleContext, index: number) => Tensor) | "nondifferentiable";

/**
 * Makes an op that works element by element, with NumPy's broadcasting and promotion.
 *
 * What all such ops share is here, once: shapes are broadcast, and in the backward pass each rule's result is summed over the
 * axes along which its input was repeated.
 *
 * @param definition - Per element: the value and one derivative rule for each input.
 * @returns A function with the signature of the annotation it is assigned to.
 * @example
 * ```ts
 * const cubed = defineElementwise({
 *   name: "cubed",
 *   inputs: ["x"],
 *   dtype: "same",
 *   forward: (x) => x ** 3,
 *   vjp: { x: (cotangent, { x }) => mul(cotangent, mul(3, square(x))) },
 *   formula: { value: "y = x³", x: "x̄ = 3 x² ȳ" },
 * });
 * grad((x: Tensor) => cubed(x).sum())(tensor([1, 2])).toArray(); // => [3, 12]
 * ```
 */
export function defineElementwise<
  F extends (...args: never) => unknown = (...args: readonly unknown[]) => Tensor,
  const Inputs extends readonly string[] = readonly string[],
  Attrs = undefined,
>(definition: ElementwiseDefinition<Inputs, Attrs>): F {
  const { name, inputs: names, takes, conditions = [], formula } = definition;
  const arity = names.length;
  const forward = definition.forward as unknown as Kernel; // called positionally from here on
  const forwardInt32 = (definition.forwardInt32 ?? definition.forward) as unknown as Kernel;
  const isCondition = names.map((input) => conditions.includes(input));
  const rules = names.map((input, i) =>
    undoBroadcast(definition.vjp[input as Inputs[number]] as unknown as RuleEntry, arity, i),
  );
  const Context = contextClass(names);

  const [x, y, z] = [0, arity > 1 ? 1 : 0, arity - 1];
  const resultDType = (inputs: readonly Tensor[]): DType => (definition.dtype === "bool" ? "bool" : inputs[z]!.dtype);
  const resultShape = (inputs: readonly Tensor[]): readonly number[] => {
    if (arity === 1) return inputs[x]!.shape;
    const shape = broadcastShapes(name, inputs[x]!.shape, inputs[y]!.shape);
    return arity === 2 ? shape : broadcastShapes(name, shape, inputs[z]!.shape);
  };
  const run = (output: Tensor, inputs: readonly Tensor[], attrs: unknown): void => {
    const kernel = inputs[z]!.dtype === "int32" ? forwardInt32 : forward;
    if (arity === 1) unary(output.data, inputs[x]!.data, kernel, attrs);
    else if (arity === 2) {
      const [a, b] = [inputs[x]!, inputs[y]!];
      binary(output.data, output.shape, a.data, a.shape, b.data, b.shape, kernel, attrs);
    } else {
      const { shape } = output;
      const [a, b, c] = [inputs[x]!, inputs[y]!, inputs[z]!];
      ternary(output.data, whole(a, shape), whole(b, shape), whole(c, shape), kernel, attrs);
    }
    // NumPy's arithmetic on bools: a sum is "or", a product "and".
    if (output.dtype === "bool" && definition.dtype === "same") toBits(output.data);
  };

  const op: Op = {
    name,
    inputNames: names,
    variadic: false,
    several: false,
    alias: false,
    mutates: [],
    differentiable: rules.some((rule) => rule !== null),
    commutative: definition.commutative === true,
    formula,
    rules,
    infer: (inputs) => ({ shape: resultShape(inputs), dtype: resultDType(inputs) }),
    forward: (output, inputs, attrs) => run(output as Tensor, inputs, attrs), // it has one
    context: (node) => new Context(node),
  };

  const promoteInputs = definition.dtype === "float" ? promoteToFloat : promoteAll;
  const prepare = (inputs: readonly Tensor[]): readonly Tensor[] => {
    if (takes === "numbers" && inputs.every((input) => input.dtype === "bool")) {
      const [subject, object] =
        arity === 1 ? [`${names[0]} must not`, "it"] : [`${names.join(" and ")} must not both`, "one"];
      throw new DTypeError(`${name}: ${subject} be bool. Cast ${object} first: cast(${names[0]}, "int32").`);
    }
    if (conditions.length === 0) return promoteInputs(inputs);
    for (let i = 0; i < arity; i++)
      if (isCondition[i]) requireDType(name, names[i]!, inputs[i]!, ["bool"], "Compare first, as in greater(x, 0).");
    const promoted = promoteInputs(inputs.filter((_, i) => !isCondition[i]));
    let next = 0;
    return inputs.map((input, i) => (isCondition[i] ? input : promoted[next++]!));
  };

  const call = makeCallable(op, {
    conditions: isCondition,
    toFloats: definition.dtype === "float",
    prepare: takes === undefined && conditions.length === 0 ? promoteInputs : prepare,
    attrs: definition.attrs as ((inputs: readonly Tensor[], ...rest: readonly unknown[]) => unknown) | undefined,
  });
  return call as unknown as F; // F is the annotation's promise
}

/**
 * The rule, followed by the sum over the axes along which input `i` was repeated: broadcasting is linear, and this is its
 * transpose. The one place where broadcasting is undone.
 */
function undoBroadcast(rule: RuleEntry, arity: number, i: number): PositionalRule | null {
  if (rule === "nondifferentiable") return null;
  if (arity === 1) return (cotangents, context) => rule(cotangents[0]!, context, 0);
  return (cotangents, context) => {
    const contribution = rule(cotangents[0]!, context, i);
    const { shape } = context.node.inputs[i]!;
    return sameShape(contribution.shape, shape) ? contribution : sumTo(contribution, shape);
  };
}

/** The elements of `x` repeated to `shape`, unless it is a single one. */
function whole(x: Tensor, shape: readonly number[]): Data {
  const size = sizeOf(shape);
  if (x.size === size || x.size === 1) return x.data;
  const data = allocate(x.dtype, size);
  copyStrided(data, x.data, shape, broadcastStrides(x.shape, shape), 0);
  return data;
}

function toBits(data: Data): void {
  for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 1;
}
