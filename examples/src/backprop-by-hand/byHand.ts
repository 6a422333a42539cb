import { combined, type Matrix, mapped, plusRow, product, sumOfRows, transposed } from "./matrices.ts";

/** One layer: `x W + b`. */
export interface Layer {
  readonly W: Matrix;
  readonly b: readonly number[];
}

/** What a backward pass finds for a layer. */
export interface LayerGradient {
  readonly W: Matrix;
  readonly b: readonly number[];
}

export interface Result {
  readonly loss: number;
  readonly gradients: readonly LayerGradient[];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * A network of sigmoid layers and its gradients, as matrix products.
 *
 * Rows are examples. Forward: `v = a⁻ W + b`, `a = σ(v)`, and the last layer gives logits. Backward, with δ̄ the derivative with respect
 * to a pre-activation `v` and δ that with respect to an activation `a`: the error of the output is `δ̄ = (p − y) / n` for either loss
 * here, and then `ΔW = (a⁻)ᵀ δ̄`, `Δb` the sum of the rows of δ̄, `δ⁻ = δ̄ Wᵀ`, `δ̄⁻ = δ⁻ ∘ a⁻ ∘ (1 − a⁻)`.
 */
function backpropagate(
  x: Matrix,
  layers: readonly Layer[],
  output: (logits: Matrix) => { loss: number; error: Matrix },
): Result {
  const activations: Matrix[] = [x];
  let logits = x;
  layers.forEach(({ W, b }, i) => {
    const v = plusRow(product(activations[i]!, W), b);
    if (i < layers.length - 1) activations.push(mapped(v, sigmoid));
    else logits = v;
  });
  const { loss, error } = output(logits);
  const gradients: LayerGradient[] = [];
  let delta = error; // δ̄
  for (let i = layers.length - 1; i >= 0; i--) {
    const a = activations[i]!;
    gradients.unshift({ W: product(transposed(a), delta), b: sumOfRows(delta) });
    if (i > 0) delta = combined(product(delta, transposed(layers[i]!.W)), a, (d, value) => d * value * (1 - value));
  }
  return { loss, gradients };
}

/** Binary classification, one output: mean of `ln(1 + eᶻ) − y z`, whose derivative is `(σ(z) − y) / n`. */
export function binaryByHand(x: Matrix, y: readonly number[], layers: readonly Layer[]): Result {
  const n = x.length;
  return backpropagate(x, layers, (logits) => ({
    loss:
      logits.reduce((sum, [z], i) => sum + Math.max(z!, 0) - y[i]! * z! + Math.log1p(Math.exp(-Math.abs(z!))), 0) / n,
    error: logits.map(([z], i) => [(sigmoid(z!) - y[i]!) / n]),
  }));
}

/** Several classes: mean of `ln Σⱼ e^(zⱼ) − z[label]`, whose derivative is `(softmax(z) − one-hot(label)) / n`. */
export function softmaxByHand(x: Matrix, labels: readonly number[], layers: readonly Layer[]): Result {
  const n = x.length;
  return backpropagate(x, layers, (logits) => {
    const top = logits.map((row) => Math.max(...row));
    const powers = logits.map((row, i) => row.map((z) => Math.exp(z - top[i]!)));
    const sums = powers.map((row) => row.reduce((sum, value) => sum + value, 0));
    return {
      loss: logits.reduce((sum, row, i) => sum + top[i]! + Math.log(sums[i]!) - row[labels[i]!]!, 0) / n,
      error: powers.map((row, i) => row.map((value, j) => (value / sums[i]! - (j === labels[i] ? 1 : 0)) / n)),
    };
  });
}

/** The naive way: every weight is moved by h to either side, and the loss computed anew. Two evaluations for each. */
export function naively(
  loss: (layers: readonly Layer[]) => number,
  layers: readonly Layer[],
  h = 1e-6,
): readonly LayerGradient[] {
  const slope = (moved: (by: number) => readonly Layer[]): number => (loss(moved(h)) - loss(moved(-h))) / (2 * h);
  const withLayer = (i: number, layer: Layer): readonly Layer[] => layers.map((other, k) => (k === i ? layer : other));
  return layers.map(({ W, b }, i) => ({
    W: W.map((row, r) =>
      row.map((_, c) =>
        slope((by) => withLayer(i, { W: W.map((all, k) => all.map((w, m) => (k === r && m === c ? w + by : w))), b })),
      ),
    ),
    b: b.map((_, c) => slope((by) => withLayer(i, { W, b: b.map((value, k) => (k === c ? value + by : value)) }))),
  }));
}

/** The largest difference between two lists of gradients. */
export function largestDifference(a: readonly LayerGradient[], b: readonly LayerGradient[]): number {
  const numbers = (gradients: readonly LayerGradient[]): number[] =>
    gradients.flatMap(({ W, b }) => [...W.flat(), ...b]);
  const [first, second] = [numbers(a), numbers(b)];
  return Math.max(...first.map((value, i) => Math.abs(value - second[i]!)));
}
