import type { Facts } from "../../op/facts.ts";
import { erfBySeries } from "./erf.facts.ts";

/** What is true of {@link erfc}. */
export const erfcFacts: Facts = {
  reference: { element: (x: number) => 1 - erfBySeries(x) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -30, 0, 30, Infinity]],
      output: [2, 2, 1, 0, 0],
      gradients: [[-0, -0, -1.1283791670955126, -0, -0]],
      because: "saturated",
    },
    {
      inputs: [[-3, 1, 9]],
      dtype: "float32",
      output: [Math.fround(1.9999779095030015), Math.fround(0.15729920705028513), Math.fround(4.13703174651381e-37)],
      gradients: [
        [Math.fround(-0.00013925305194674786), Math.fround(-0.4151074974205947), Math.fround(-7.492073428245974e-36)],
      ],
      because: "the tail, where 1 − erf x is 0",
    },
    {
      inputs: [[9.1]],
      output: [6.696900427988608e-38],
      gradients: [[-1.2261088097620787e-36]],
      because: "x² is not rounded before the exponential multiplies its error",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [1, Math.fround(0.15729920705028513)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
