import { DomainError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { Parameter } from "./parameter.ts";
import { Tensor } from "./tensor.ts";

/**
 * The same tensor, with a name: printing, errors, formulas and views of the tape call it so. Naming it again replaces the name.
 *
 * @param x - Any tensor; of a Parameter only one that was made without a name.
 * @param name - Not empty.
 * @returns `x` itself.
 * @throws {@link DomainError} if the name is no string or empty; {@link TapegradError} if `x` is no tensor, or a Parameter with a name of
 * its own.
 * @example
 * ```ts
 * const x = tensor([0.5]);
 * const hidden = named(x.tanh(), "hidden");
 * hidden.name; // => "hidden"
 * x.tanh().named("again").name; // => "again"
 * ```
 */
export function named<T extends Tensor>(x: T, name: string): T {
  if (!(x instanceof Tensor))
    throw new TapegradError({
      where: "named",
      argument: "x",
      expected: "must be a tensor",
      received: formatReceived(x),
    });
  if (typeof name !== "string" || name === "")
    throw new DomainError({
      where: "named",
      argument: "name",
      expected: "must be a string that is not empty",
      received: formatReceived(name),
    });
  if (x instanceof Parameter && x.name !== "" && x.name !== name)
    throw new TapegradError({
      where: "named",
      argument: "x",
      expected: "must not be a Parameter that has a name",
      received: `Parameter "${x.name}"`,
      advice: "Give it its name where it is made: parameter(values, { name }).",
    });
  return Object.assign(x, { name }); // to be read by everyone, and set here alone
}
