import type { Algebra } from "../../op/algebra.ts";
import { number, positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { Lane } from "../../op/lanes.ts";
import { onLanes } from "../../op/onLanes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { mul } from "../elementwise/mul.ts";
import { neg } from "../elementwise/neg.ts";
import { rsqrt } from "../elementwise/rsqrt.ts";
import { sub } from "../elementwise/sub.ts";
import { mean } from "../reduce/mean.ts";
import { variance } from "../reduce/variance.ts";

// What the normalizations have in common: a lane less its mean, over its standard deviation.

interface Attrs {
  readonly lastAxes: number;
  readonly epsilon: number;
}

/** How many axes a lane takes up, the last ones: their elements are neighbours. */
const lastAxes = /* @__PURE__ */ positional("lastAxes", (_, given) => given as number);
const epsilon = /* @__PURE__ */ number("epsilon", 1e-5);
const axesOf = ({ lastAxes: count }: Attrs, shape: readonly number[]): readonly number[] =>
  Array.from({ length: count }, (_, i) => shape.length - count + i);

/**
 * The differences to the mean, and 1 over the standard deviation. Of differences to the first element, in two passes: a constant gives 0
 * whatever its mean is rounded to, and a large offset is taken off before anything is squared.
 */
function standardized<E, C>(e: Algebra<E, C>, x: E, lane: Lane<E>, small: E): { readonly y: E; readonly rate: E } {
  const away = e.sub(x, lane.at(x, 0));
  const difference = e.sub(away, e.div(lane.sum(away), lane.n));
  const spread = e.sqrt(e.add(e.div(lane.sum(e.square(difference)), lane.n), small));
  return { y: e.div(difference, spread), rate: e.div(1, spread) };
}

/** `yᵢ = (xᵢ − μ) / √(σ² + ε)` along the last so many axes. */
export const standardize: (x: Tensor, lastAxes: number, options: { readonly epsilon: number }) => Tensor =
  /* @__PURE__ */ defineOp({
    name: "standardize",
    inputs: ["x"],
    args: [lastAxes, epsilon],
    dtype: "float",
    shape: (x) => x.shape,
    lanes: /* @__PURE__ */ onLanes({
      elements: ["x"],
      attrs: ["epsilon"],
      axes: axesOf,
      value: (e, { x }, lane, { epsilon: small }) => standardized(e, x, lane, small).y,
    }),
    vjp: {
      x: (cotangent, { x, attrs }) => pullBack(cotangent, x, attrs.lastAxes, { epsilon: attrs.epsilon }),
    },
    formula: { value: "yᵢ = (xᵢ − μ) / √(σ² + ε)", x: "x̄ᵢ = (ȳᵢ − Σⱼ ȳⱼ / n − yᵢ Σⱼ ȳⱼ yⱼ / n) / √(σ² + ε)" },
  });

/**
 * The rule of {@link standardize}, in one pass over what is in the cache instead of eight over tensors: `J c` with
 * `J = r (I − 1 1ᵀ/n − y yᵀ/n)`, `r = 1 / √(σ² + ε)`.
 */
const pullBack: (cotangent: Tensor, x: Tensor, lastAxes: number, options: { readonly epsilon: number }) => Tensor =
  /* @__PURE__ */ defineOp({
    name: "standardize.vjp.x",
    inputs: ["cotangent", "x"],
    args: [lastAxes, epsilon],
    dtype: "float",
    shape: (_, x) => x.shape,
    lanes: /* @__PURE__ */ onLanes({
      elements: ["cotangent", "x"],
      attrs: ["epsilon"],
      axes: axesOf,
      value(e, { cotangent, x }, lane, { epsilon: small }) {
        const { y, rate } = standardized(e, x, lane, small);
        const even = e.sub(cotangent, e.div(lane.sum(cotangent), lane.n));
        return e.mul(rate, e.sub(even, e.mul(y, e.div(lane.sum(e.mul(cotangent, y)), lane.n))));
      },
    }),
    vjp: {
      // J is symmetric.
      cotangent: (u, { x, attrs }) => pullBack(u, x, attrs.lastAxes, { epsilon: attrs.epsilon }),
      // u · J c = n r E with E = ⟨u c⟩ − ⟨u⟩⟨c⟩ − ⟨u y⟩⟨c y⟩, ⟨⟩ the mean, and r′ = −r² y / n, ⟨u y⟩′ = J u / n.
      x(u, { cotangent: c, x, attrs }) {
        const axes = axesOf(attrs, x.shape);
        const options = { epsilon: attrs.epsilon };
        const meanOf = (z: Tensor): Tensor => mean(z, axes, { keepDims: true });
        const y = standardize(x, attrs.lastAxes, options);
        const r = rsqrt(add(variance(x, axes, { correction: 0, keepDims: true }), attrs.epsilon));
        const even = sub(c, meanOf(c));
        const [p, q] = [meanOf(mul(u, y)), meanOf(mul(c, y))];
        const E = sub(meanOf(mul(u, even)), mul(p, q));
        const parts = add(
          mul(q, pullBack(u, x, attrs.lastAxes, options)),
          mul(p, pullBack(c, x, attrs.lastAxes, options)),
        );
        return neg(mul(r, add(mul(mul(r, E), y), parts)));
      },
    },
    formula: {
      value: "yᵢ = r (cᵢ − Σⱼ cⱼ / n − sᵢ Σⱼ cⱼ sⱼ / n), s standardized x, r = 1 / √(σ² + ε)",
      cotangent: "c̄ᵢ = r (ȳᵢ − Σⱼ ȳⱼ / n − sᵢ Σⱼ ȳⱼ sⱼ / n)",
      x: "x̄ᵢ = that of the statistics",
    },
  });

/** `w y + b`, whatever of both there is. */
export function scaledAndShifted(y: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled = weight === null ? y : (mul(y, weight) as Tensor);
  return bias === null ? scaled : (add(scaled, bias) as Tensor);
}
