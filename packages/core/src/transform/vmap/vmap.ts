import { functionArgument, oneOf, optionsOf } from "../../arguments.ts";
import { TapegradError } from "../../errors.ts";
import { broadcastTo } from "../../ops/movement/broadcastTo.ts";
import { permute } from "../../ops/movement/permute.ts";
import { reshape } from "../../ops/movement/reshape.ts";
import type { Dynamic } from "../../shape/types.ts";
import { withRecording } from "../../tape/recording.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import {
  type BatchArgument,
  type BatchAxes,
  batchAxis,
  batchSize,
  mapWithAxes,
  type Placed,
  requireTensor,
} from "./axes.ts";
import { Batched } from "./batched.ts";
import { Batcher, type Randomness } from "./batcher.ts";

/** Options of {@link vmap}. */
export interface VmapOptions {
  /**
   * The batch axis of the arguments: one for all; or a list with one for each argument, a number, `null` for what is the same for all
   * examples, or a tree of these like the argument. Default 0.
   */
  readonly inAxes?: number | null | readonly BatchAxes[];
  /** The batch axis of what is returned: one for all, or a tree like it. Default 0. */
  readonly outAxes?: BatchAxes;
  /**
   * What happens where the function draws random numbers, as `dropout` does: `"error"`, the default; `"different"`, each example gets its
   * own; `"same"`, all get the same.
   */
  readonly randomness?: Randomness;
}

/** The same tree with tensors of any shape in place of its tensors: with a batch axis more. */
export type BatchesOf<T> =
  T extends Tensor<Dynamic, infer D>
    ? Tensor<Dynamic, D>
    : T extends (...args: never) => unknown
      ? T
      : T extends readonly unknown[] | object
        ? { [K in keyof T]: BatchesOf<T[K]> }
        : T;

/**
 * The function that does for a batch of examples what `f` does for one: `vmap(f)(xs)ᵢ = f(xsᵢ)`.
 *
 * `f` is called once, with tensors that have the shape of one example. Each op it calls is run for all examples at once. That goes for
 * derivatives within `f` too: `vmap(grad(f))` gives the gradient of each example. Derivatives of the result, compiling it with `jit` and
 * another `vmap` around it are as for any function. An op that does not know how to be run for a batch is run for each example, one after
 * the other. What `f` captures, such as Parameters, is the same for all examples.
 *
 * `f` must compute with tensors alone: not look at values, not overwrite Parameters, and not call `backward()`. Random numbers are refused
 * unless `randomness` says what is meant, as in PyTorch: a generator that moves on with each number has no one right answer.
 *
 * @param f - From tensors and trees of tensors, each with the shape of one example, to a tree of tensors. Arguments without a batch axis
 * may be anything.
 * @param options - See {@link VmapOptions}.
 * @returns A function of the same arguments with a batch axis, to the same tree with a batch axis. What does not depend on the batch is
 * repeated along it; with `outAxes` null it is returned as it is.
 * @throws {@link ShapeError} when called, if batches have different sizes or a tensor lacks the axis; {@link TapegradError} if `f` does
 * something else than compute, gives something else than tensors, or if what depends on the batch is to have no batch axis.
 * @example
 * ```ts
 * const dots = vmap((x: Tensor, w: Tensor) => x.mul(w).sum(), { inAxes: [0, null] });
 * dots(tensor([[1, 2], [3, 4]]), tensor([1, 10])).toArray(); // => [21, 43]
 *
 * const loss = (w: Tensor, x: Tensor) => w.mul(x).sum().square();
 * const gradients = vmap(grad(loss), { inAxes: [null, 0] });
 * gradients(tensor([1, 1]), tensor([[1, 0], [0, 2]])).toArray(); // => [[2, 0], [0, 8]]
 * ```
 * @see JAX, `jax.vmap`, for axes; PyTorch, `torch.func.vmap`, for `randomness`.
 */
export function vmap<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  options: VmapOptions = {},
): (...args: BatchesOf<Args>) => BatchesOf<Y> {
  functionArgument("vmap", "f", f);
  optionsOf("vmap", options, ["inAxes", "outAxes", "randomness"]);
  const { inAxes = 0, outAxes = 0 } = options;
  const randomness = oneOf("vmap", "randomness", options.randomness ?? "error", ["error", "different", "same"]);
  return (...args) => {
    const batches: BatchArgument[] = [];
    mapWithAxes(args, inAxes, "inAxes", "args", ({ path, value, axis }) => {
      if (axis === null) return;
      requireTensor(path, value, "Give it inAxes null if it is the same for all examples.");
      batches.push({ path, tensor: value, axis: batchAxis("inAxes", path, axis, value.ndim) });
    });
    const size = batchSize(batches);
    const batcher = new Batcher(size, randomness);
    let next = 0;
    const examples = mapWithAxes(args, inAxes, "inAxes", "args", ({ value, axis }) => {
      if (axis === null) return value;
      const { tensor, axis: at } = batches[next++]!;
      return new Batched(batcher, moved(tensor, at, 0), true);
    });
    const value = withRecording("vmap", { batching: batcher }, () => f(...(examples as unknown as Args))); // trees like args
    const made = mapWithAxes(value, outAxes, "outAxes", "the result", (placed) => wholeOf(placed, batcher, size));
    return made as BatchesOf<Y>; // a tree like the value
  };
}

/** What the function returned, with its batch axis where it is to be. */
function wholeOf({ path, value, axis }: Placed, batcher: Batcher, size: number): Tensor {
  requireTensor(path, value);
  const x = batcher.lift(value);
  if (axis === null) {
    if (!x.isBatched) return x.whole;
    throw new TapegradError({
      where: "vmap",
      argument: `outAxes for ${path}`,
      expected: "must be an axis where the result depends on the batch",
      received: "null",
    });
  }
  const at = batchAxis("outAxes", path, axis, x.ndim + 1);
  if (x.isBatched) return moved(x.whole, 0, at);
  const shape = [...x.shape] as number[];
  const repeated = reshape(x.whole, shape.toSpliced(at, 0, 1));
  return broadcastTo(repeated as Tensor, shape.toSpliced(at, 0, size)); // one example, for each
}

/** With one axis in another place, the others in their order. */
function moved(x: Tensor, from: number, to: number): Tensor {
  if (from === to) return x;
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== from);
  return permute(x, axes.toSpliced(to, 0, from));
}
