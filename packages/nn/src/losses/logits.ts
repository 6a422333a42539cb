import {
  DomainError,
  formatReceived,
  GradientError,
  hostCall,
  opOf,
  sigmoid,
  softmax,
  type Tensor,
} from "@tapegrad/core";

// A probability that was rounded to 0 or 1 says nothing about how sure the network was, and clipping it ends all learning:
// where the probabilities come straight from logits, a loss is computed from those.

/** The logits that probabilities were computed from. */
export interface Logits {
  readonly by: "sigmoid" | "softmax";
  /** Shape and dtype of the probabilities. */
  readonly z: Tensor;
}

/**
 * The logits of probabilities that come straight from `sigmoid`, or from `softmax` along the last axis: found on the tape, so
 * only where derivatives are recorded.
 *
 * @returns `null` where they are not known.
 */
export function logitsOf(probabilities: Tensor): Logits | null {
  const { node } = probabilities;
  if (node === null || node.isReleased) return null;
  const by = node.op === opOf(sigmoid) ? "sigmoid" : node.op === opOf(softmax) ? "softmax" : null;
  if (by === null) return null;
  if (by === "softmax") {
    const { axis } = node.attrs as { readonly axis: number }; // what softmax is given besides its input
    if (axis !== -1 && axis !== probabilities.ndim - 1) return null;
  }
  try {
    const z = node.input(0);
    return { by, z: z.dtype === probabilities.dtype ? z : z.cast(probabilities.dtype) };
  } catch (error) {
    // Overwritten since: they are no longer the ones that these probabilities were computed from.
    if (error instanceof GradientError) return null;
    throw error;
  }
}

/** So far beyond 0 and 1 a number is a probability with a rounding error, or one that is varied to find a difference. */
const margin = 1e-3;

/**
 * @throws DomainError if a number is no probability.
 * @param hint - What to do.
 */
export function checkProbabilities(where: string, what: string, values: Tensor, hint: string): void {
  hostCall((given) => checkEachProbability(where, what, given, hint), [values]);
}

function checkEachProbability(where: string, what: string, values: Tensor, hint: string): void {
  const { data } = values;
  for (let i = 0; i < data.length; i++) {
    const p = data[i]!;
    if (!(p < -margin || p > 1 + margin)) continue; // NaN is passed on
    throw new DomainError({
      where,
      argument: what,
      expected: "must be probabilities, in 0 … 1",
      received: `${formatReceived(p)} at position ${i}`,
      advice: hint,
    });
  }
}
