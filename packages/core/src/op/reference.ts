import type { NestedArray } from "../tensor/tensor.ts";
import type { Case, Draw, Facts, Reference } from "./facts.ts";

// Plain code on nested arrays, on purpose unlike the kernels: what references of specs have in common.

/** Shape of nested arrays, read off the first element of each level. */
export function nestedShape(x: NestedArray): number[] {
  return Array.isArray(x) ? [x.length, ...(x.length ? nestedShape(x[0]!) : [])] : [];
}

/** The element at an index; along axes of size 1, and along missing leading axes, the same for every index. */
export function nestedAt(x: NestedArray, index: readonly number[]): number {
  let value: NestedArray = x;
  for (const i of index.slice(index.length - nestedShape(x).length)) {
    const row = value as NestedArray[]; // as deep as its shape is long
    value = row.length === 1 ? row[0]! : row[i]!;
  }
  return Number(value);
}

/** Nested arrays of a shape, each element from its index. */
export function nestedOf(shape: readonly number[], element: (index: number[]) => number): NestedArray {
  const build = (axis: number, index: number[]): NestedArray =>
    axis === shape.length
      ? element(index)
      : Array.from({ length: shape[axis]! }, (_, i) => build(axis + 1, [...index, i]));
  return build(0, []);
}

/** All elements in row-major order. */
export function nestedValues(x: NestedArray): number[] {
  return Array.isArray(x) ? x.flatMap(nestedValues) : [Number(x)];
}

/** What a spec's reference gives for a call. */
export function computeReference(
  reference: Reference,
  inputs: readonly NestedArray[],
  args: readonly unknown[],
): NestedArray | readonly NestedArray[] {
  if ("element" in reference) return computeElements(reference.element as Positional<number>, inputs, args);
  if ("lane" in reference) return computeLanes(reference.lane, inputs[0]!, args);
  return (reference.whole as Positional<NestedArray>)(...inputs, ...args);
}

type Positional<T> = (...args: readonly unknown[]) => T; // inputs and arguments in the order in which the spec wrote them

function computeElements(f: Positional<number>, inputs: readonly NestedArray[], args: readonly unknown[]): NestedArray {
  const shapes = inputs.map(nestedShape);
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  const shape = Array.from({ length: ndim }, (_, axis) => {
    const sizes = shapes.map((s) => s[axis - ndim + s.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
  return nestedOf(shape, (index) => f(...inputs.map((x) => nestedAt(x, index)), ...args));
}

function computeLanes(f: (lane: number[]) => number, x: NestedArray, args: readonly unknown[]): NestedArray {
  const [axis, options] = args as readonly [axis?: number | number[], options?: { keepDims?: boolean }];
  const shape = nestedShape(x);
  const all = shape.map((_, i) => i);
  const reduced = axis === undefined ? all : [axis].flat().map((a) => (a + shape.length) % shape.length);
  const kept = all.filter((i) => !reduced.includes(i));
  const outShape = options?.keepDims ? shape.map((n, i) => (reduced.includes(i) ? 1 : n)) : kept.map((i) => shape[i]!);
  return nestedOf(outShape, (outIndex) => {
    const position = options?.keepDims ? kept.map((i) => outIndex[i]!) : outIndex;
    const lane: number[] = [];
    const visit = (level: number, index: number[]): void => {
      if (level === shape.length) lane.push(nestedAt(x, index));
      else if (reduced.includes(level)) for (let i = 0; i < shape[level]!; i++) visit(level + 1, [...index, i]);
      else visit(level + 1, [...index, position[kept.indexOf(level)]!]);
    };
    visit(0, []);
    return f(lane);
  });
}

/** The calls that a spec has by the kind of its reference, if it names none itself. */
export function drawCase(spec: Facts, inputNames: readonly string[], draw: Draw): Case {
  if (spec.cases !== undefined) return spec.cases(draw);
  if ("element" in spec.reference) return { inputs: draw.broadcastable(inputNames.length).map((shape) => ({ shape })) };
  const shape = draw.shape({ minDims: 1 });
  const keepDims = draw.boolean();
  const axes = draw.pick(["one", "all", "several"]);
  if (axes === "one") return { inputs: [{ shape }], args: [draw.axis(shape), { keepDims }] };
  if (axes === "all") return { inputs: [{ shape }], args: [undefined, { keepDims }] };
  const several = draw.permutation(shape.length).slice(0, draw.integer(1, shape.length));
  return { inputs: [{ shape }], args: [several, { keepDims }] };
}
