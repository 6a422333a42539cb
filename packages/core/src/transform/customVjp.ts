import { GradientError } from "../errors.ts";
import { buildOp } from "../op/build.ts";
import { inputsOf } from "../op/inputs.ts";
import { formatReceived } from "../shape/format.ts";
import type { PositionalRule } from "../tape/op.ts";
import { recording, withRecording } from "../tape/recording.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";

/** What a rule of {@link customVjp} sees besides the cotangent. */
export interface CustomContext {
  /** The arguments of the call. */
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

/** A function with a derivative of one's own. */
export interface CustomVjp<Args extends readonly Tensor[]> {
  /** How errors, tapes and reports call it. */
  readonly name?: string;
  /** The value, computed with ops; nothing of it is recorded. */
  readonly forward: (...inputs: Args) => Tensor;
  /** From the cotangent of the value to those of all inputs, in order: a list, `null` for an input without a derivative. */
  readonly vjp: (cotangent: Tensor, context: CustomContext) => readonly (Tensor | null)[];
}

/**
 * A function of tensors that brings its own derivative: for a formula more stable than the chain of its ops, a straight-through
 * estimator, a gradient that is clipped or reversed.
 *
 * `vjp` is written with ops, so second derivatives follow. It is run once for each input that needs a derivative.
 *
 * @param definition - `forward`, `vjp`, and a `name` for tapes and errors.
 * @returns A function like `forward`.
 * @throws {@link GradientError} when differentiated, if `vjp` does not give a list with one entry for each input.
 * @example
 * ```ts
 * const reverse = customVjp({
 *   name: "reverse",
 *   forward: (x: Tensor) => x.mul(1),
 *   vjp: (cotangent) => [cotangent.neg()],
 * });
 * grad((x: Tensor) => reverse(x).sum())(tensor([1, 2])).toArray(); // => [-1, -1]
 * ```
 */
export function customVjp<Args extends readonly Tensor[]>({
  name = "custom",
  forward,
  vjp,
}: CustomVjp<Args>): (...inputs: Args) => Tensor {
  const ops = new Map<number, (...inputs: readonly Tensor[]) => Tensor>();
  return (...inputs) => {
    let op = ops.get(inputs.length);
    if (op === undefined) {
      op = makeOp(name, inputs.length, forward as (...inputs: readonly Tensor[]) => Tensor, vjp);
      ops.set(inputs.length, op);
    }
    return op(...inputs);
  };
}

/** A value that was computed to know its shape, and what it was computed from. */
interface Attrs {
  readonly inputs: readonly Tensor[];
  readonly value: Tensor;
}

/** The op for calls with that many inputs. */
function makeOp(
  name: string,
  arity: number,
  forward: (...inputs: readonly Tensor[]) => Tensor,
  vjp: CustomVjp<readonly Tensor[]>["vjp"],
): (...inputs: readonly Tensor[]) => Tensor {
  const names = Array.from({ length: arity }, (_, i) => `input${i}`);
  const compute = (inputs: readonly Tensor[]): Tensor => {
    const value: unknown = withRecording(name, { gradients: false, tape: null }, () => forward(...inputs));
    if (value instanceof Tensor) return value;
    throw new GradientError(`${name}: forward must give a tensor, got ${formatReceived(value)}.`);
  };

  // The rules of all inputs share what one call of vjp gives.
  const results = new WeakMap<Node, { cotangent: Tensor; recorded: boolean; cotangents: readonly (Tensor | null)[] }>();
  const pullBack = (node: Node, cotangent: Tensor): readonly (Tensor | null)[] => {
    const recorded = recording.gradients;
    const before = results.get(node);
    if (before?.cotangent === cotangent && before.recorded === recorded) return before.cotangents;
    const cotangents: unknown = vjp(cotangent, {
      inputs: node.inputs.map((_, i) => node.input(i)),
      output: node.outputs[0]!,
    });
    if (!Array.isArray(cotangents) || cotangents.length !== arity) {
      const got = Array.isArray(cotangents) ? `${cotangents.length}` : formatReceived(cotangents);
      throw new GradientError(`${name}: vjp must give a list of ${arity}, one cotangent for each input, got ${got}.`);
    }
    results.set(node, { cotangent, recorded, cotangents });
    return cotangents;
  };

  const rule = (i: number): PositionalRule => {
    return ([cotangent], { node }) => {
      const given: unknown = pullBack(node, cotangent!)[i];
      if (given === null) return zerosOf(node.inputs[i]!);
      if (given instanceof Tensor) return given;
      throw new GradientError(
        `${name}: vjp must give a tensor or null for each input, got ${formatReceived(given)} for input ${i}.`,
      );
    };
  };
  return buildOp({
    name,
    inputs: inputsOf(names),
    refine: (_, inputs): Attrs => ({ inputs, value: compute(inputs) }),
    shape: (_, attrs) => (attrs as Attrs).value.shape,
    dtype: (_, attrs) => (attrs as Attrs).value.dtype,
    forward([output], inputs, attrs) {
      const known = attrs as Attrs;
      const value = inputs.every((input, i) => input === known.inputs[i]) ? known.value : compute(inputs);
      output!.data.set(value.data);
    },
    rules: names.map((_, i) => rule(i)),
    formula: {
      ...Object.fromEntries(names.map((input) => [input, `${input}.bar = y.bar pulled back by ${name}`])),
      value: `y = ${name}(${names.join(", ")})`,
    },
  }) as (...inputs: readonly Tensor[]) => Tensor; // it has one output
}
