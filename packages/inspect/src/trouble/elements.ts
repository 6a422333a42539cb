import type { Node, Tensor } from "@tapegrad/core";

/** The indices of the element at a place of the row-major order. */
export function indexAt(place: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  let rest = place;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    index[axis] = rest % size;
    rest = (rest - index[axis]!) / size;
  }
  return index;
}

/** The place in `shape` of the element that broadcasting brings to an index of the result. */
export function placeBroadcast(index: readonly number[], shape: readonly number[]): number {
  const skipped = index.length - shape.length;
  let place = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis]!;
    place = place * size + (size === 1 ? 0 : index[skipped + axis]!);
  }
  return place;
}

/** `h[2, 3]`; a scalar is called by its name alone. */
export function elementText(name: string, index: readonly number[]): string {
  return index.length === 0 ? name : `${name}[${index.join(", ")}]`;
}

/** What the elements of a tensor are like. */
export interface Range {
  /** Of the finite elements; NaN where there is none. */
  readonly min: number;
  readonly max: number;
  /** How many elements are NaN, ∞ and −∞. */
  readonly nans: number;
  readonly infinities: number;
  readonly negativeInfinities: number;
}

export function rangeOf({ data }: Tensor): Range {
  let [min, max, nans, infinities, negativeInfinities] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isNaN(value)) nans++;
    else if (value === Infinity) infinities++;
    else if (value === -Infinity) negativeInfinities++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  if (min > max) [min, max] = [Number.NaN, Number.NaN];
  return { min, max, nans, infinities, negativeInfinities };
}

/** The places of the elements that are NaN or ±∞. */
export function nonFinitePlaces({ data }: Tensor): number[] {
  const places: number[] = [];
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) places.push(i);
  return places;
}

/**
 * The places in the first input of a node whose elements one element of its result is made of, where the op works along axes that its
 * attributes name: all of them for a reduction, one for a softmax. `null` for other ops.
 */
export function laneOf(node: Node, place: number): number[] | null {
  const { axis, axes, keepDims } = (node.attrs ?? {}) as { axis?: unknown; axes?: unknown; keepDims?: unknown };
  const [input, output] = [node.inputs[0], node.outputs[0]];
  if (input === undefined || output === undefined || node.inputs.length !== 1) return null;
  const shape: readonly number[] = input.shape;
  const along = Array.isArray(axes) ? (axes as readonly number[]) : typeof axis === "number" ? [axis] : null;
  if (along === null) return null;
  const isReduced = output.ndim !== input.ndim || keepDims === true;
  const index = indexAt(place, output.shape);
  const fixed: (number | null)[] = [];
  let next = 0;
  for (let k = 0; k < shape.length; k++) {
    const varies = along.includes(k);
    fixed.push(varies ? null : (index[isReduced && keepDims !== true ? next : k] ?? 0));
    if (!varies) next++;
  }
  let places = [0];
  for (let k = 0; k < shape.length; k++) {
    const size = shape[k]!;
    const at = fixed[k]!;
    places =
      at === null
        ? places.flatMap((p) => Array.from({ length: size }, (_, i) => p * size + i))
        : places.map((p) => p * size + at);
  }
  return places;
}
