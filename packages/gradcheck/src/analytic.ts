import { type Node, noGrad, Sweep, type Tensor } from "@tapegrad/core";

/** What the tape says of a scalar: its gradient, and how far its value may be off by rounding. */
export interface Analytic {
  /** For each leaf, in order; `null` where the value does not depend on it. */
  readonly gradients: readonly (Float64Array | null)[];
  /** A bound of the rounding error of the value, to first order. */
  readonly noise: number;
  /** Was any of it, or of its gradient, computed in float32? */
  readonly coarse: boolean;
  /** The largest number that any gradient was added up from: what derivatives are small against. */
  readonly scale: number;
  /** How far a gradient may be off by rounding: some units in the last place of the numbers it was added up from. */
  readonly floor: number;
}

/** Half a unit in the last place of 1. */
const unit: Readonly<Record<"float64" | "float32", number>> = { float64: 2 ** -53, float32: 2 ** -24 };

/**
 * Gradient of `Σ w y` over some outputs, and the rounding error in it, by one sweep.
 *
 * Each number computed on the way is off by half a unit in its last place, and its cotangent says what that does to the value:
 * the error is at most `Σ u |ȳ| |y|` over all of them. A sum or a product of matrices adds up terms that may cancel, which its
 * result does not show; the terms are what its inputs contribute, `|x̄| |x|` over each edge. Differences of large equals and
 * nearly singular products get a large bound that way, and the check says so instead of calling them wrong.
 */
export function analyze(outputs: readonly Tensor[], weights: readonly Tensor[], leaves: readonly Tensor[]): Analytic {
  const targets = new Set(leaves);
  const connected = outputs.map((_, k) => k).filter((k) => outputs[k]!.requiresGrad);
  const sweep = new Sweep(
    connected.map((k) => outputs[k]!),
    connected.map((k) => weights[k]!),
    targets,
  );
  let noise = 0;
  let coarse = false;
  let scale = 0;
  // The sum itself.
  for (const [k, output] of outputs.entries()) {
    coarse ||= output.dtype === "float32";
    noise += unit.float64 * magnitude(weights[k]!, output);
  }
  const visit = (node: Node): void => {
    const cotangents = sweep.cotangentsOf(node);
    if (cotangents === null) return;
    for (const [k, output] of node.outputs.entries()) {
      if (output.dtype !== "float32" && output.dtype !== "float64") continue;
      coarse ||= output.dtype === "float32";
      noise += unit[output.dtype as "float64" | "float32"] * magnitude(cotangents[k]!, output);
    }
    for (const [i, input] of node.inputs.entries()) {
      const contribution = sweep.propagate(node, i);
      if (contribution === null) continue;
      coarse ||= contribution.dtype === "float32";
      // A float32 that is varied was rounded to where it was moved.
      const moved = targets.has(input) && input.dtype === "float32";
      noise += unit[moved ? "float32" : precisionOf(node)] * magnitude(contribution, input);
      if (targets.has(input)) scale = Math.max(scale, largestOf(contribution));
    }
  };
  noGrad(() => {
    for (const node of sweep.nodes) visit(node);
  });
  const found = sweep.leafCotangents;
  return {
    gradients: leaves.map((leaf) => {
      const gradient = found.get(leaf);
      return gradient === undefined ? null : Float64Array.from(gradient.data);
    }),
    noise,
    coarse,
    scale,
    floor: 4 * unit[coarse ? "float32" : "float64"] * scale,
  };
}

/** That of the numbers an op writes: those it reads are exact to it, or were counted where they were computed. */
function precisionOf({ outputs }: Node): "float32" | "float64" {
  return outputs.some(({ dtype }) => dtype === "float32") ? "float32" : "float64";
}

/** `Σ |a| |b|` over elements, those that are not finite left out: they make the value useless anyway. */
function magnitude(a: Tensor, b: Tensor): number {
  let sum = 0;
  for (let i = 0; i < a.size; i++) {
    const term = Math.abs(a.data[i]! * b.data[i]!);
    if (Number.isFinite(term)) sum += term;
  }
  return sum;
}

function largestOf({ data }: Tensor): number {
  let most = 0;
  for (const value of data) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}
