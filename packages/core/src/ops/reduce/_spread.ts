import type { Algebra } from "../../op/algebra.ts";
import type { Lane } from "../../op/lanes.ts";

/**
 * `Σ (xᵢ − μ)² / max(0, n − correction)`, in two passes: the sum of squares less the square of the sum would cancel. Of differences to
 * the first element, so that a constant has variance 0, whatever its mean is rounded to.
 */
export function spread<E, C>(e: Algebra<E, C>, x: E, lane: Lane<E>, correction: E): E {
  const away = e.sub(x, lane.at(x, 0));
  const mean = e.div(lane.sum(away), lane.n);
  return e.div(lane.sum(e.square(e.sub(away, mean))), e.maximum(0, e.sub(lane.n, correction)));
}
