import { flag, functionArgument, optionsOf } from "../../arguments.ts";
import type { TapegradError } from "../../errors.ts";
import { CompiledFunction } from "./compiled.ts";

/** Options of {@link jit}. */
export interface JitOptions {
  /**
   * Called once, with the reason, if the function turns out not to be one that can be compiled. From then on it runs as it is. Without it
   * the reason is thrown.
   */
  readonly onRefused?: (reason: TapegradError) => void;
  /** Does `explain` tell how long each emitted part takes, on average over all calls? Then a call takes somewhat longer. Default false. */
  readonly profile?: boolean;
}

/** A function that {@link jit} made. */
export interface Jitted<Args extends readonly unknown[], Y> {
  (...args: Args): Y;
  /**
   * How it is computed, as text: what runs as emitted code and what in JavaScript, what was fused into what, buffers and bytes.
   */
  explain(): string;
}

/**
 * The same function, compiled from its tape.
 *
 * The first two calls run `f` as it is and follow it. Later calls do not run it: they run the tape that was seen, with what nothing needs
 * left out, buffers used again, and chains of elementwise ops in one loop of emitted code. Parameters, gradients and the state of
 * optimizers are read and written as `f` does it, so a whole training step can be one such function. Each combination of shapes, dtypes
 * and of arguments that are no tensors is compiled by itself.
 *
 * `f` must compute with tensors alone. What it does besides is not done again by the compiled function, so it is refused where that can be
 * seen: looking at values (`item`, `data`, `toArray`), and constants that are not the same at every call. From time to time a call runs
 * `f` again to find what has changed. For what must happen at every call see {@link hostScalar}, {@link hostCall} and
 * {@link hostCondition}.
 *
 * Inside `record`, and inside another compiled function, `f` runs as it is. Derivatives of the compiled function of any order are those of
 * `f`, and are compiled too.
 *
 * @param f - From tensors and trees of tensors to a tree of tensors, or to nothing. Arguments that are no tensors are constants.
 * @param options - See {@link JitOptions}.
 * @throws {@link TapegradError} when it is called, if `f` is not such a function: with the program line that shows it.
 * @example
 * ```ts
 * const w = parameter([1, 2], { name: "w" });
 * const step = jit((x: Tensor) => {
 *   w.grad = null;
 *   const loss = w.mul(x).sum();
 *   loss.backward();
 *   w.assign(w.sub(w.grad!.mul(0.5)));
 *   return loss;
 * });
 * for (let call = 0; call < 4; call++) step(tensor([1, 1]));
 * w.toArray(); // => [-1, 0]
 * ```
 */
export function jit<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  options: JitOptions = {},
): Jitted<Args, Y> {
  functionArgument("jit", "f", f);
  optionsOf("jit", options, ["onRefused", "profile"]);
  const compiled = new CompiledFunction(f, options.onRefused ?? null, flag("jit", "profile", options.profile ?? false));
  const call = (...args: Args): Y => compiled.call(args);
  return Object.assign(call, { explain: () => compiled.explain() });
}
