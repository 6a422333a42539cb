import { defineElementwise } from "../../op/elementwise.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The product of the chain rule, `ȳ ∂y/∂x`, for rules written with ops: a cotangent of 0 stays 0, though the slope be infinite or NaN.
 * So what `where` leaves out of a reduction cannot spoil a gradient.
 */
export const chain: (cotangent: Tensor, slope: Tensor) => Tensor = /* @__PURE__ */ defineElementwise({
  name: "chain",
  inputs: ["cotangent", "slope"],
  dtype: "number",
  value: (e, { cotangent, slope }) => e.chain(cotangent, slope),
});
