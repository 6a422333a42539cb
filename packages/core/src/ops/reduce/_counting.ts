import { axes as axesArgument, flag, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { sum } from "./sum.ts";

/** Makes the function that counts the elements along axes of which something holds, under a name that its errors say. */
export function counter(
  name: string,
  holds: (x: Tensor) => Tensor,
): (input: unknown, axis: unknown, options: unknown) => Tensor {
  const inputs = inputsOf(["x"]);
  const readArguments = readerOf(name, ["x"], [axesArgument(), flag("keepDims")]);
  return (input, axis, options) => {
    const [x] = lift(name, inputs, [input], false) as [Tensor];
    const { axes, keepDims } = readArguments([x], [axis, options]) as {
      readonly axes: number[];
      readonly keepDims: boolean;
    };
    return sum(holds(x), axes as never, { keepDims }) as Tensor; // axes of x, as just checked
  };
}
