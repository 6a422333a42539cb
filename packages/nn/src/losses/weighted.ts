import { defineElementwise, type Tensor } from "@tapegrad/core";

/** `t · cost`, where what does not count costs nothing, not even where `cost` is ∞ (0 · ∞ would be NaN). */
export const weighted: (t: Tensor, cost: Tensor) => Tensor = /* @__PURE__ */ defineElementwise({
  name: "weighted",
  inputs: ["t", "cost"],
  dtype: "number",
  value: (e, { t, cost }) => e.select(e.and(e.equal(t, 0), e.equal(cost, Infinity)), 0, e.mul(t, cost)),
  slope: {
    t: (e, { t, cost }) => e.select(e.and(e.equal(t, 0), e.equal(cost, Infinity)), 0, cost),
    cost: (_, { t }) => t,
  },
});
