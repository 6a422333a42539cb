import type { Algebra } from "./algebra.ts";
import type { Lane } from "./lanes.ts";

/** What a sum of exponentials is made of: see {@link shiftedExponentials}. */
export interface ShiftedExponentials<E> {
  /** The largest of the lane. */
  readonly max: E;
  /** `x − max`: 0 where they are equal, though `∞ − ∞` is NaN. */
  readonly below: E;
  /** `exp(x − max)`, in 0 … 1. */
  readonly weight: E;
  /** `Σⱼ exp(xⱼ − max) − 1`: the sum without one of the largest. */
  readonly others: E;
}

/**
 * The sum of exponentials of a lane, shifted by the maximum so that none overflows. The largest term is then `exp(0) = 1`, which is left
 * out for log1p to take in: where the others are tiny, they are the answer. Of several that are equally large, all but one are others.
 *
 * @param e - The algebra of an expression.
 * @param x - An element.
 * @param lane - The lane that it is in.
 * @example
 * ```ts
 * const sumOfExponentials = defineReduction({
 *   name: "sumOfExponentials",
 *   inputs: ["x"],
 *   dtype: "float",
 *   value(e, { x }, lane) {
 *     const { max, others } = shiftedExponentials(e, x, lane);
 *     return e.mul(e.exp(max), e.add(1, others));
 *   },
 *   vjp: { x: (cotangent, { x }) => mul(cotangent, exp(x)) },
 *   formula: { value: "y = Σᵢ exp(xᵢ)" },
 * });
 * sumOfExponentials(tensor([0, 0, 0]), 0).item(); // => 3
 * ```
 * @see Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038, algorithm 4.1.
 */
export function shiftedExponentials<E, C>(e: Algebra<E, C>, x: E, lane: Lane<E>): ShiftedExponentials<E> {
  const max = lane.max(x);
  const largest = e.equal(x, max);
  const difference = e.sub(x, max);
  const power = e.exp(difference);
  const ties = e.sub(lane.sum(e.select(largest, 1, 0)), 1);
  return {
    max,
    below: e.select(largest, 0, difference),
    weight: e.select(largest, 1, power),
    others: e.add(lane.sum(e.select(largest, 0, power)), ties),
  };
}
