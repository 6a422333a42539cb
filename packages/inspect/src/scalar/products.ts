import { type Data, type Node, Rng, type Tensor } from "@tapegrad/core";
import { movesThrough, numbersOf, operandsAtTime, probeOf, tryOn } from "./probe.ts";

/** An element of an input of a node. */
export interface Place {
  readonly input: number;
  readonly index: number;
}

/** `coefficient · first · second`, or `coefficient · first`, as a part of one element of a result. */
export interface Term {
  readonly output: number;
  readonly coefficient: number;
  readonly first: Place;
  readonly second: Place | null;
}

/**
 * Every element of the result as a sum of products of two elements, each from another input, and of single elements: what a matrix
 * product, a convolution or `x W + b` is. `null` if the op is no such thing, or has no products.
 *
 * That is found by trying: with an input of all zeros but one 1, and with two such. The sums so found must then give what the op gives for
 * three sets of random numbers, to rounding, which no other op does.
 */
export function productsOf(node: Node): readonly Term[] | null {
  const moving = node.inputs.flatMap((_, i) => (movesThrough(node, i) ? [i] : []));
  if (moving.length < 2 || node.outputs.length !== 1) return null;
  const inputs = operandsAtTime(node);
  const rng = new Rng(1);
  const draw = (): Tensor[] =>
    inputs.map((x, i) =>
      moving.includes(i)
        ? probeOf(
            x,
            Array.from(x.data, () => rng.next() - 0.5),
          )
        : x,
    );
  const samples = [draw(), draw(), draw()];
  if (!isAffineInEach(node, moving, samples)) return null;
  const zeros = inputs.map((x, i) => (moving.includes(i) ? probeOf(x, new Float64Array(x.size)) : x));
  const terms = termsOf(node, moving, zeros);
  if (terms === null || terms.every(({ second }) => second === null)) return null;
  return samples.every((sample) => agrees(node, terms, sample)) ? terms : null;
}

/** Of sums of products at most one factor comes from each input: so moving along one input moves the result along a line. */
function isAffineInEach(node: Node, moving: readonly number[], [a, b]: readonly (readonly Tensor[])[]): boolean {
  const start = tryOn(node, a!);
  if (start === null) return false;
  return moving.every((i) => {
    const moved = (t: number): Data | null => {
      const along = probeOf(
        a![i]!,
        numbersOf(a![i]!).map((value, k) => value + t * b![i]!.data[k]!),
      );
      return tryOn(node, a!.with(i, along));
    };
    const [once, twice] = [moved(1), moved(2)];
    return once !== null && twice !== null && start.every((y, j) => isClose(twice[j]! - once[j]!, once[j]! - y));
  });
}

function termsOf(node: Node, moving: readonly number[], zeros: readonly Tensor[]): readonly Term[] | null {
  const at = (...places: readonly Place[]): Data | null => {
    const inputs = [...zeros];
    for (const { input, index } of places) {
      inputs[input] = probeOf(inputs[input]!, numbersOf(inputs[input]!).with(index, 1));
    }
    return tryOn(node, inputs);
  };
  const none = at();
  if (none === null || none.some((y) => y !== 0)) return null;
  const places = moving.flatMap((input) => Array.from(zeros[input]!.data, (_, index): Place => ({ input, index })));
  const terms: Term[] = [];
  const alone: Data[] = [];
  for (const place of places) {
    const y = at(place);
    if (y === null) return null;
    alone.push(y);
    for (const [output, coefficient] of y.entries())
      if (coefficient !== 0) terms.push({ output, coefficient, first: place, second: null });
  }
  for (const [p, first] of places.entries())
    for (const [q, second] of places.entries()) {
      if (first.input >= second.input) continue;
      const y = at(first, second);
      if (y === null) return null;
      for (const [output, value] of y.entries()) {
        const coefficient = value - alone[p]![output]! - alone[q]![output]!;
        if (coefficient !== 0) terms.push({ output, coefficient, first, second });
      }
    }
  return terms;
}

function agrees(node: Node, terms: readonly Term[], inputs: readonly Tensor[]): boolean {
  const y = tryOn(node, inputs);
  if (y === null) return false;
  const sums = new Float64Array(y.length);
  const valueAt = ({ input, index }: Place): number => inputs[input]!.data[index]!;
  for (const { output, coefficient, first, second } of terms)
    sums[output]! += coefficient * valueAt(first) * (second === null ? 1 : valueAt(second));
  return y.every((value, j) => isClose(value, sums[j]!));
}

/** Sums of at most some thousand numbers below 1, in float64 or rounded to float32 on the way. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-5 * (1 + Math.abs(a));
}
