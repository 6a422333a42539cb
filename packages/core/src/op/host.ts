import { functionArgument } from "../arguments.ts";
import { apply, applyOne } from "../tape/apply.ts";
import { recording } from "../tape/recording.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { watch } from "../tensor/watch.ts";
import { BuiltOp } from "./build.ts";
import { scalar } from "./inputs.ts";

// What a program does besides computing with tensors: reading a number that changes from call to call, counting a step, checking
// values, writing a log. Stated as ops these stand on the tape, so that a compiled program does them too, at every call.

interface HostScalar {
  readonly read: () => number;
  readonly dtype: DType;
}

/** What {@link hostCall} does, and how it is undone if the program cannot be compiled and never happened. */
export interface HostCall {
  readonly call: (...tensors: readonly Tensor[]) => void;
  readonly undo: (() => void) | undefined;
}

/** Runs what a program does besides: whoever follows the program does not follow this, which is run at every call. */
function unfollowed<T>(run: () => T): T {
  const { tape, sites, tracing } = recording;
  // In a compiled program nobody follows, and this is called at every step.
  if (tape === null && tracing === null) return run();
  const { current } = watch;
  Object.assign(recording, { tape: null, sites: null, tracing: null });
  watch.current = null;
  try {
    return run();
  } finally {
    Object.assign(recording, { tape, sites, tracing });
    watch.current = current;
  }
}

const hostScalarOp = /* @__PURE__ */ new BuiltOp({
  name: "hostScalar",
  inputs: [],
  draws: true,
  dtype: (_, attrs) => (attrs as HostScalar).dtype,
  shape: () => [],
  forward([output], _, attrs) {
    output!.data[0] = unfollowed((attrs as HostScalar).read);
  },
  rules: [],
  formula: { value: "y = some number of the program" },
});

export const hostCallOp: BuiltOp = /* @__PURE__ */ new BuiltOp({
  name: "hostCall",
  inputs: [{ name: "tensors", kind: "values" }],
  variadic: true,
  several: true,
  draws: true,
  dtype: () => [],
  shape: () => [],
  forward(_, tensors, attrs) {
    unfollowed(() => (attrs as HostCall).call(...tensors));
  },
  rules: [null],
  formula: { value: "some call of the program" },
});

/**
 * A number that the program has at this moment, as a scalar: a rate from a schedule, the count of a step.
 *
 * Within {@link jit} a plain number is taken for a constant. This one is read anew at every call, in the order in which the program reads it.
 *
 * @param read - Gives the number; called now, and at every call of a compiled function.
 * @param options - `dtype`; default float64, which has every number as it is.
 * @returns Shape `[]`. No derivative passes.
 * @example
 * ```ts
 * let rate = 1;
 * const scaled = jit((x: Tensor) => x.mul(hostScalar(() => rate, { dtype: "float32" })));
 * for (rate = 1; rate < 4; rate++) scaled(tensor([1, 2]));
 * scaled(tensor([1, 2])).toArray(); // => [4, 8]
 * ```
 */
export function hostScalar(read: () => number, options: { readonly dtype?: DType } = {}): Tensor<[]> {
  functionArgument("hostScalar", "read", read);
  const { dtype = "float64" } = options;
  if (recording.tracing === null) return scalar("hostScalar", read(), dtype) as Tensor<[]>;
  return applyOne(hostScalarOp, [], { read, dtype }) as Tensor<[]>; // as its shape rule says
}

/**
 * Calls a function of the program with the values that some tensors have: to check them, to log them, to count.
 *
 * Within {@link jit} a program must not look at values, because the compiled one would not look again. This call is made at every call
 * of a compiled function, in the order in which the program makes it; what it throws ends the call.
 *
 * @param call - Gets the tensors, whose values it may read. What it returns is not used.
 * @param tensors - Any number, of any shape.
 * @param options - `undo`: takes the call back where a program turns out not to be one that can be compiled, and is run again.
 * @example
 * ```ts
 * const seen: number[] = [];
 * const halved = jit((x: Tensor) => {
 *   const y = x.div(2);
 *   hostCall((value) => seen.push(value.item()), [y.sum()]);
 *   return y;
 * });
 * for (const value of [2, 4, 6, 8]) halved(tensor([value]));
 * seen; // => [1, 2, 3, 4]
 * ```
 */
export function hostCall(
  call: (...tensors: readonly Tensor[]) => void,
  tensors: readonly Tensor[] = [],
  options: { readonly undo?: () => void } = {},
): void {
  functionArgument("hostCall", "call", call);
  // Where a program is run for a batch, the call is made for each example.
  if (recording.tracing === null && recording.batching === null) call(...tensors);
  else apply(hostCallOp, tensors, { call, undo: options.undo } satisfies HostCall);
}

/**
 * Something that is no tensor and that the program depends on: whether a model is in training, which branch a setting chooses.
 *
 * A function compiled with {@link jit} looks at it before each call, and compiles once for each value. Outside it is only read.
 *
 * @param read - Gives the value, one that `Object.is` can compare.
 * @returns What `read` gives now.
 * @example
 * ```ts
 * let doubled = false;
 * const f = jit((x: Tensor) => (hostCondition(() => doubled) ? x.mul(2) : x.mul(1)));
 * for (let call = 0; call < 4; call++) f(tensor([3]));
 * doubled = true;
 * f(tensor([3])).toArray(); // => [6]
 * ```
 */
export function hostCondition<T>(read: () => T): T {
  functionArgument("hostCondition", "read", read);
  recording.tracing?.depends(read);
  return read();
}

/**
 * Says that what follows cannot be part of a compiled function, because the compiled one would leave it out.
 *
 * @param what - What the program does: `"one that calls hooks"`.
 * @param advice - What to do instead.
 * @throws {@link TapegradError} within {@link jit}; elsewhere nothing happens.
 * @example
 * ```ts
 * const logged = (x: Tensor) => {
 *   hostOnly("one that writes a log", "Write it after the call.");
 *   return x.mul(2);
 * };
 * logged(tensor([1])).toArray(); // => [2]
 * ```
 */
export function hostOnly(what: string, advice: string): void {
  recording.tracing?.refuse(what, advice);
}
