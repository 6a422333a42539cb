import { type Rng, Tensor } from "@tapegrad/core";

// What makes one number of several tensors: `Σ w y`. Computed here and not with ops, so that a wrong rule of `mul` or `sum` is
// met only where the function under test uses it.

export function isFloat(x: Tensor): boolean {
  return x.dtype === "float32" || x.dtype === "float64";
}

/** `Σ w y` over all elements of all tensors. */
export function pair(weights: readonly Tensor[], values: readonly Tensor[]): number {
  let total = 0;
  for (const [k, { data: w }] of weights.entries()) {
    const { data: y } = values[k]!;
    for (let i = 0; i < w.length; i++) total += w[i]! * y[i]!;
  }
  return total;
}

/** Random numbers of either sign between ½ and 1½ in magnitude: no output counts for nothing, none for much. */
export function weightsFor(rng: Rng, outputs: readonly Tensor[]): Tensor[] {
  return outputs.map(({ shape, dtype, data }) => {
    const sign = (): number => (rng.next() < 0.5 ? -1 : 1);
    return new Tensor(
      shape,
      dtype,
      data.map(() => sign() * (0.5 + rng.next())),
    );
  });
}
