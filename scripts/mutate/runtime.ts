import {
  add,
  broadcastTo,
  div,
  equal,
  greater,
  less,
  logicalNot,
  mul,
  neg,
  noGrad,
  onesLike,
  reshape,
  slice,
  stopGradient,
  sub,
  Tensor,
  tensor,
  zerosLike,
} from "@tapegrad/core";
import { mutant, state } from "./state.ts";

// What planted faults are made of, at hand in the copy of the sources as `__mutant`. A fault that needs a value of
// another kind than it meets (a boolean attribute to negate, say) leaves it as it is, and says that it does not apply.

type Value = Tensor | readonly Tensor[] | number;

const faults = {
  /** Ops that a rule's file need not have imported. */
  ops: { add, sub, mul, div, equal, less, greater },

  negated: (x: Value): Value => map(x, (y) => (y.dtype === "bool" ? logicalNot(y) : neg(y))),
  doubled: (x: Value): Value => map(x, (y) => (y.dtype === "bool" ? unchanged(y) : mul(2, y))),
  zeros: (x: Value): Value => map(x, (y) => zerosLike(y)),
  ones: (x: Value): Value => map(x, (y) => onesLike(y)),
  stopped: (x: Value): Value => map(x, (y) => (isFloat(y) ? stopGradient(y) : unchanged(y))),
  inverse: (x: Value): Value => map(x, (y) => div(1, y)),

  /** The predicate, always the same. */
  always(bit: boolean, predicate: Tensor): Tensor {
    if (predicate.dtype !== "bool") return unchanged(predicate);
    return bit ? onesLike(predicate) : zerosLike(predicate);
  },

  /** What is left if an operation is left out, in the shape that its result would have had. */
  instead(x: Value, result: () => Tensor): Value {
    const { shape, dtype } = noGrad(result);
    const left = typeof x === "number" ? tensor(x, { dtype }) : x;
    if (!(left instanceof Tensor)) return left;
    return broadcasts(left.shape, shape) ? broadcastTo(left, shape) : left;
  },

  /** The sum over repeated axes, but of the first elements only. */
  first(x: Tensor, result: () => Tensor): Tensor {
    const { shape } = noGrad(result);
    const added = x.ndim - shape.length;
    // It is no sum here: nothing was repeated.
    if (added < 0 || sizeOf(shape) >= sizeOf(x.shape)) return unchanged(result());
    const ranges = x.shape.map((_, axis) => (axis < added ? ([0, 1] as const) : ([0, shape[axis - added]!] as const)));
    return reshape(slice(x, ranges as never), shape as never);
  },

  /** An attribute with the wrong value, one of several. `like` is the first input of the op. */
  attribute(value: unknown, name: string, choice: number, like: Tensor | undefined): unknown {
    const wrong = wrongValues(value, name, like?.ndim ?? 1);
    if (choice >= wrong.length || Object.is(wrong[choice], value)) return unchanged(value);
    state.value = wrong[choice];
    return state.value;
  },
};

Object.assign(mutant, faults);

function wrongValues(value: unknown, name: string, ndim: number): unknown[] {
  if (typeof value === "boolean") return [false, true];
  if (value === "float32" || value === "float64") return ["float32", "float64"];
  if (typeof value === "number")
    return name === "axis" ? [(value + 1) % ndim, 0, ndim - 1] : [Number.isFinite(value) ? value + 1 : 1, 0];
  if (value instanceof Tensor) return isFloat(value) ? [onesLike(value), neg(value)] : [zerosLike(value)];
  if (!Array.isArray(value)) return [];
  // What a rule saved.
  if (value.length > 0 && value.every((item) => item instanceof Tensor))
    return [map(value, (y) => (isFloat(y) ? neg(y) : zerosLike(y))), value.length > 1 ? [...value].reverse() : value];
  const axes = Array.from({ length: ndim }, (_, axis) => axis);
  if (name === "axes") return [value.map((axis: number) => (axis + 1) % ndim), [0], axes, value.slice(0, 1)];
  if (value.every((item) => typeof item === "number") && name !== "ranges")
    return [[...value].reverse(), value.map((_, i) => (i === 0 ? value.reduce((a, b) => a * b, 1) : 1))];
  return [[...value].reverse(), value.map(shifted), value.map(withoutStep)];
}

/** A range of a slice, one further. */
function shifted(range: unknown): unknown {
  if (typeof range === "number") return range === 0 ? 1 : range - 1;
  return Array.isArray(range) && range.length > 1 ? [range[0] + 1, range[1] + 1, ...range.slice(2)] : range;
}

function withoutStep(range: unknown): unknown {
  return Array.isArray(range) ? range.slice(0, 2) : range;
}

function map(x: Value, change: (y: Tensor) => Tensor): Value {
  if (typeof x === "number") return change(tensor(x, { dtype: "float32" }));
  return x instanceof Tensor ? change(x) : x.map(change);
}

function unchanged<T>(value: T): T {
  state.inapplicable++;
  return value;
}

function isFloat({ dtype }: Tensor): boolean {
  return dtype === "float32" || dtype === "float64";
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

function broadcasts(from: readonly number[], to: readonly number[]): boolean {
  const offset = to.length - from.length;
  return offset >= 0 && from.every((size, axis) => size === 1 || size === to[offset + axis]);
}
