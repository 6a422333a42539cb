import {
  FormatError,
  formatReceived,
  formatShape,
  type Parameter,
  parameter,
  ShapeError,
  TapegradError,
  Tensor,
} from "@tapegrad/core";
import { sameShape } from "../sameShape.ts";

/** The values of a model: parameters and buffers by path. A plain object, fit for any format of files. */
export type StateDict = { readonly [path: string]: Tensor };

/** Copies of values, by path. */
export function copyValues(values: readonly (readonly [path: string, value: Parameter])[]): StateDict {
  return Object.fromEntries(values.map(([path, value]) => [path, copyOf(value)]));
}

function copyOf(value: Tensor): Tensor {
  return new Tensor(value.shape, value.dtype, value.data.slice());
}

/**
 * Overwrites all values or, if something does not fit, none.
 *
 * @throws FormatError naming what is missing or not known; ShapeError for a value of another shape.
 */
export function loadValues(own: ReadonlyMap<string, Parameter>, state: StateDict): void {
  if (typeof state !== "object" || state === null || state instanceof Tensor) {
    const hint = "Pass what stateDict() returned.";
    throw new TapegradError({
      where: "loadStateDict",
      argument: "the state",
      expected: "must be an object of tensors by path",
      received: formatReceived(state),
      advice: hint,
    });
  }
  const missing = [...own.keys()].filter((path) => !Object.hasOwn(state, path));
  const unknown = Object.keys(state).filter((path) => !own.has(path));
  if (missing.length > 0 || unknown.length > 0) {
    const parts = [
      ...(missing.length > 0 ? [`${missing.map((path) => `"${path}"`).join(", ")} missing`] : []),
      ...(unknown.length > 0 ? [`${unknown.map((path) => `"${path}"`).join(", ")} not in the model`] : []),
    ];
    throw new FormatError({
      where: "loadStateDict",
      argument: "the state",
      expected: `must have the ${own.size} values of the model`,
      received: parts.join(" and "),
      advice: "Build the model as it was when it was saved.",
    });
  }
  for (const [path, value] of own) {
    const given: unknown = state[path];
    if (!(given instanceof Tensor))
      throw new TapegradError({
        where: "loadStateDict",
        argument: `"${path}"`,
        expected: "must be a tensor",
        received: formatReceived(given),
      });
    if (!sameShape(given.shape, value.shape)) {
      const [wanted, got] = [formatShape(value.shape), formatShape(given.shape)];
      throw new ShapeError({
        where: "loadStateDict",
        argument: `"${path}"`,
        expected: `must have shape ${wanted}`,
        received: got,
      });
    }
    // Not every number is an int32: tried on a copy, so that nothing has changed if it does not fit.
    if (value.dtype === "int32" || value.dtype === "bool") parameter(value as Tensor).assign(given);
  }
  // Copied before anything is written: what is given may share its numbers with what is overwritten.
  const copies = [...own.keys()].map((path) => copyOf(state[path]!));
  for (const [i, value] of [...own.values()].entries()) value.assign(copies[i]!);
}
