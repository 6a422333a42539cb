import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { option, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { permute } from "./permute.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";

/** Makes the function that takes a diagonal, under a name that its errors say. */
export function diagonalTaker(name: string): (input: unknown, options: unknown) => Tensor {
  const inputs = inputsOf(["x"]);
  const readArguments = readerOf(
    name,
    ["x"],
    [
      option("offset", (where, given = 0) => whole(where, "offset", given)),
      option("axis1", (where, given = 0, { types }) => resolveAxis(where, "x", types[0]!.shape, given)),
      option("axis2", (where, given = 1, { types }) => resolveAxis(where, "x", types[0]!.shape, given)),
    ],
  );
  return (input, options) => {
    const [x] = lift(name, inputs, [input], false) as [Tensor];
    const { offset, axis1, axis2 } = readArguments([x], [options]) as {
      readonly offset: number;
      readonly axis1: number;
      readonly axis2: number;
    };
    if (axis1 === axis2) throw new ShapeError(`${name}: axis1 and axis2 must differ, got ${axis1} for both.`);
    const from: readonly number[] = x.shape;
    const others = from.map((_, axis) => axis).filter((axis) => axis !== axis1 && axis !== axis2);
    const batch = others.map((axis) => from[axis]!);
    const [m, n] = [from[axis1]!, from[axis2]!];
    const length = Math.max(0, offset >= 0 ? Math.min(m, n - offset) : Math.min(m + offset, n));
    // In a matrix as one row, the elements of a diagonal are n + 1 places apart.
    const rows = reshape(permute(x, [...others, axis1, axis2] as never) as Tensor, [...batch, m * n]) as Tensor;
    const start = offset >= 0 ? offset : -offset * n;
    const every = batch.map(() => null);
    if (length === 0) return slice(rows, [...every, [0, 0]] as never) as Tensor;
    return slice(rows, [...every, [start, start + (length - 1) * (n + 1) + 1, n + 1]] as never) as Tensor; // one range for each axis
  };
}
