import { type DType, TapegradError, Tensor } from "@tapegrad/core";
import { isFloat, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { arrays } from "../../arrays.ts";
import { describeTensor, largestMagnitude, requireClose, ulp32, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { type Call, lawOf } from "./call.ts";

/** What an op gives for inputs that are no floats. */
export function lawsOfIntegers(subject: Subject): Law[] {
  const dtypes = subject.facts.bools === undefined ? (["int32", "bool"] as const) : (["int32"] as const);
  return dtypes.map((dtype) =>
    lawOf(subject, `takes ${dtype} as the numbers they are, or says that it does not`, filling, (call) => {
      requireAsFloats(subject, call, dtype);
    }),
  );
}

const filling = { floats: "float32", atMost: 16 } as const;

/** What an error must speak of if only whole numbers or bools get it. */
const refusal = /\b(bool|int32|integers?|dtype|float32|float64|whole number)\b/;

/** @throws Violation unless a call with inputs of that dtype gives what the same numbers as floats give, or is refused for their dtype. */
function requireAsFloats(subject: Subject, { inputs, args }: Call, dtype: "int32" | "bool"): void {
  if (!inputs.some(isFloat)) return;
  const element = dtype === "bool" ? (x: number) => Number(x > 0) : Math.round;
  const call = (as: DType): readonly Tensor[] =>
    outputsOf(
      subject.call(
        inputs.map((x) => (isFloat(x) ? changed(x, as, element) : x)),
        args,
      ),
    );
  let got: readonly Tensor[];
  try {
    got = call(dtype);
  } catch (error) {
    if (
      error instanceof TapegradError &&
      (refusal.test(error.message) || error.message === errorOf(() => call("float32")))
    )
      return;
    throw error;
  }
  const [rounded, exact] = [call("float32"), call("float64")];
  const magnitude = subject.facts.sums === true ? largestMagnitude([...inputs, ...rounded]) : 0;
  got.forEach((output, k) => {
    const what = `${describeTensor(output)} for ${dtype}`;
    if (isFloat(output)) {
      requireClose(
        output,
        rounded[k]!.toArray(),
        (value) => subject.facts.ulps * ulp32(Math.max(Math.abs(value), magnitude)),
      );
      return;
    }
    // An int32 result has the lowest 32 bits of the number, a bool says whether it is 0.
    const wanted = changed(exact[k]!, output.dtype, (x) => (output.dtype === "bool" ? Number(x !== 0) : x | 0));
    if (describeTensor(wanted) !== describeTensor(output))
      throw new Violation(`${what} instead of ${describeTensor(wanted)}`);
  });
}

/** Other elements of another dtype under the same shape, without any code of the library. */
function changed(x: Tensor, dtype: DType, element: (value: number) => number): Tensor {
  // No -0, which whole numbers do not have.
  return new Tensor(
    x.shape,
    dtype,
    arrays[dtype].from(Array.from(x.data as Float64Array, (value) => element(value) + 0)),
  );
}

function errorOf(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    return (error as Error).message; // of the library, or the law fails by it
  }
}
