import { functionArgument } from "../arguments.ts";
import { GradientError, TapegradError } from "../errors.ts";
import { scalar } from "../op/inputs.ts";
import { formatReceived } from "../shape/format.ts";
import { recording, withRecording } from "../tape/recording.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";
import { type TensorsOf, treeFlatten, treeMap } from "../tree/tree.ts";
import { checkLoss } from "./backward.ts";
import { freshLeaves } from "./leaves.ts";
import { Sweep } from "./sweep.ts";

/** What is differentiated: tensors and trees of tensors in, a scalar out. */
export type Loss<Args extends readonly unknown[]> = (...args: Args) => Tensor<[], DType>;

/** Which arguments to differentiate with respect to: the first, unless said otherwise. */
export interface GradOptions<N extends number | readonly number[]> {
  readonly argnums?: N;
}

/** One tree for a number, a list of trees for a list. */
export type Gradients<Args extends readonly unknown[], N> = N extends number
  ? TensorsOf<Args[N]>
  : { -readonly [K in keyof N]: N[K] extends number ? TensorsOf<Args[N[K]]> : never };

/**
 * The function that computes the value of `f` and its gradient in one go: `(…args) => [f(…args), ∂f/∂args[argnums]]`.
 *
 * Nothing is stored in any tensor, and the result can be differentiated again.
 *
 * @param f - Gives a float scalar. Its arguments are tensors or trees of tensors; those not in `argnums` may be anything.
 * @param options - `argnums`: a position, or several.
 * @throws {@link GradientError} if `f` does not give a scalar, or an argument has no derivative.
 * @example
 * ```ts
 * const [value, gradient] = valueAndGrad((x: Tensor) => x.square().sum())(tensor([1, 2]));
 * value.item(); // => 5
 * gradient.toArray(); // => [2, 4]
 * ```
 */
export function valueAndGrad<Args extends readonly unknown[], const N extends number | readonly number[] = 0>(
  f: Loss<Args>,
  options: GradOptions<N> = {},
): (...args: Args) => [value: Tensor<[], DType>, gradients: Gradients<Args, N>] {
  functionArgument("valueAndGrad", "f", f);
  return (...args) => differentiate("valueAndGrad", f, options.argnums ?? 0, args) as never; // per Gradients, by argnums
}

/**
 * The gradient of a scalar function: `(…args) => ∂f/∂args[argnums]`, a tree like that argument.
 *
 * @param f - Gives a float scalar. Its arguments are tensors or trees of tensors; those not in `argnums` may be anything.
 * @param options - `argnums`: a position, or several.
 * @throws {@link GradientError} if `f` does not give a scalar, or an argument has no derivative.
 * @example
 * ```ts
 * const f = (x: Tensor) => x.pow(3).sum();
 * grad(f)(tensor([2])).toArray(); // => [12]
 * grad((x: Tensor) => grad(f)(x).sum())(tensor([2])).toArray(); // => [12]
 * ```
 */
export function grad<Args extends readonly unknown[], const N extends number | readonly number[] = 0>(
  f: Loss<Args>,
  options: GradOptions<N> = {},
): (...args: Args) => Gradients<Args, N> {
  functionArgument("grad", "f", f);
  return (...args) => differentiate("grad", f, options.argnums ?? 0, args)[1] as never; // per Gradients, by argnums
}

/** The arguments of a call that `argnums` names. @throws TapegradError if it names one twice, or one that is not there. */
export function argumentPositions(
  where: string,
  argnums: number | readonly number[],
  args: readonly unknown[],
): readonly number[] {
  const positions = typeof argnums === "number" ? [argnums] : argnums;
  if (new Set(positions).size < positions.length)
    throw new TapegradError(`${where}: argnums must name each argument once, got ${formatReceived(argnums)}.`);
  for (const position of positions) {
    if (Number.isInteger(position) && position >= 0 && position < args.length) continue;
    const range = args.length === 0 ? "there are none" : `0 … ${args.length - 1}`;
    throw new TapegradError(
      `${where}: argnums must name arguments of the call, ${range}, got ${formatReceived(argnums)}.`,
    );
  }
  return positions;
}

function differentiate(
  where: string,
  f: (...args: never) => Tensor,
  argnums: number | readonly number[],
  args: readonly unknown[],
): [value: Tensor, gradients: unknown] {
  const positions = argumentPositions(where, argnums, args);
  const stands = positions.map((position) => freshLeaves(where, args[position]));
  const call = [...args];
  positions.forEach((position, i) => {
    call[position] = stands[i]!.primal;
  });
  const value = withRecording(where, { gradients: true }, () => f(...(call as never))); // Args, with stand-ins
  checkLoss(where, value);

  const leaves = stands.flatMap((stand) => stand.leaves);
  const { gradients, differentiable, unreached, otherLeaves } = pullBack(
    [value],
    [scalar(where, 1, value.dtype)],
    leaves,
  );
  const result = differentiable ? value : cutOff(value);
  const captured = positions
    .flatMap((position) => treeFlatten(args[position], where))
    .find(({ tensor }, i) => unreached.has(leaves[i]!) && otherLeaves.has(tensor));
  if (captured !== undefined) {
    const name = captured.tensor.name ? `"${captured.tensor.name}"` : captured.path || "the argument";
    throw new GradientError({
      where,
      argument: "the function",
      expected: "must compute with its arguments",
      received: `one that captures ${name} and does not use what it is given in its place`,
      advice: "Use the arguments, or call backward() on the loss.",
    });
  }
  let next = 0;
  const trees = positions.map((position) => treeMap(() => gradients[next++]!, args[position]));
  return [result, typeof argnums === "number" ? trees[0] : trees];
}

/** What a backward pass to some leaves finds. */
interface PulledBack {
  /** The cotangent of each leaf, zeros where nothing depends on it. */
  readonly gradients: Tensor[];
  /** May an enclosing derivative come through the outputs? Otherwise they are cut off from the leaves. */
  readonly differentiable: boolean;
  /** Leaves that nothing depends on. */
  readonly unreached: ReadonlySet<Tensor>;
  /** Leaves that are none of these and that something depends on: what the function captured. */
  readonly otherLeaves: ReadonlySet<Tensor>;
}

/** The cotangents of some leaves for those of outputs. Called again, it gives the same again: the tape is kept. */
export function pullBack(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  leaves: readonly Tensor[],
): PulledBack {
  const used = outputs.map((_, i) => i).filter((i) => outputs[i]!.requiresGrad);
  const sweep = new Sweep(
    used.map((i) => outputs[i]!),
    used.map((i) => cotangents[i]!),
    new Set(leaves),
  );
  const differentiable =
    recording.gradients && (sweep.reachesOthers || outputs.some(mattersOutside) || cotangents.some(matters));
  // A loss of one example of a batch is on no tape.
  if (used.length > 0 && recording.batching === null) recording.tape?.backward(used.map((i) => outputs[i]!));
  const found = sweep.run({ record: differentiable });
  return {
    gradients: leaves.map((leaf) => found.get(leaf) ?? zerosOf(leaf)),
    differentiable,
    unreached: new Set(leaves.filter((leaf) => found.get(leaf) === undefined)),
    otherLeaves: sweep.otherLeaves,
  };
}

/** Do outputs depend on something that requires a gradient and is not one of these leaves, such as a captured Parameter? */
export function dependsOnOthers(outputs: readonly Tensor[], leaves: readonly Tensor[]): boolean {
  if (!recording.gradients) return false;
  if (outputs.some(mattersOutside)) return true;
  const used = outputs.filter((output) => output.requiresGrad);
  return new Sweep(used, used.map(zerosOf), new Set(leaves)).reachesOthers;
}

const mattersOutside = (x: Tensor): boolean => x.isDifferentiatedOutside;

/** Does any derivative lead to `x`, of this program or of one around it? */
export function matters(x: Tensor): boolean {
  return x.requiresGrad || x.isDifferentiatedOutside;
}

/** The same values with no history. */
export function cutOff(x: Tensor): Tensor {
  return matters(x) ? x.withoutHistory() : x;
}
