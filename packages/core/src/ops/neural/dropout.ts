import { number, option, readerOf } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import { condition, inputsOf, lift } from "../../op/inputs.ts";
import { drawTensor } from "../../random/draw.ts";
import { defaultGenerator, type Rng, requireRng } from "../../random/rng.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Each element set to 0 with probability `p`, the others divided by `1 − p`, so that the mean stays: `y = m x / (1 − p)`,
 * `m` 0 or 1.
 *
 * One number is drawn for each element, in row-major order; an element is dropped if its number is less than `p`. With `p = 0`
 * nothing is drawn.
 *
 * @param x - Any shape.
 * @param options - `p` in [0, 1), default 0.5; `rng`, by default the generator that `manualSeed` seeds.
 * @returns The shape of `x`.
 * @throws {@link DomainError} if `p` is not in [0, 1).
 *
 * **Derivative.** `∂y/∂x = m / (1 − p)`, with the same `m`.
 *
 * @example
 * ```ts
 * dropout(tensor([1, 2, 3, 4]), { p: 0.5, rng: new Rng(42) }).toArray(); // => [2, 4, 6, 0]
 * ```
 * @see Srivastava et al. (2014), JMLR 15, 1929–1958; divided here and not when the network is used ("inverted dropout").
 */
export interface Dropout {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    options?: { readonly p?: number; readonly rng?: Rng },
  ): Tensor<A, ToFloat<D>>;
}

// Drawing and dropping are two steps of the tape: what was drawn can be looked at, and the second step has an ordinary derivative.
export const dropout: Dropout = (input, options) => {
  const [x] = lift("dropout", inputs, [input], true);
  const { p, rng } = readArguments([x!], [options]) as { readonly p: number; readonly rng: Rng };
  const sample = p === 0 ? () => 1 : (source: Rng) => (source.next() < p ? 0 : 1);
  const kept = drawTensor({
    rng,
    shape: x!.shape,
    dtype: "bool",
    distribution: `true with probability 1 − ${p}`,
    sample,
  });
  return keep(kept, x!, { p }) as never; // of the shape of x
};

const inputs = /* @__PURE__ */ inputsOf(["x"]);
const share = /* @__PURE__ */ number("p", 0.5, { min: 0, max: 1, maxExcluded: true });

const readArguments = /* @__PURE__ */ readerOf(
  "dropout",
  ["x"],
  [
    share,
    /* @__PURE__ */ option("rng", (where, given): Rng => {
      if (given === undefined) return defaultGenerator();
      requireRng(where, given);
      return given;
    }),
  ],
);

const keep = /* @__PURE__ */ defineElementwise({
  name: "dropout",
  inputs: [condition("kept"), "x"],
  dtype: "float",
  args: [share],
  // Chosen, not multiplied by 0: what is dropped is 0 even if it was infinite or NaN.
  value: (e, { kept, x }, { p }) => e.select(kept, e.mul(x, e.div(1, e.sub(1, p))), 0),
  slope: { x: (e, { kept }, { p }) => e.select(kept, e.div(1, e.sub(1, p)), 0) },
});
