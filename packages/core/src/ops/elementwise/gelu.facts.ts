import type { Facts } from "../../op/facts.ts";
import { erfBySeries } from "./erf.facts.ts";

/** What is true of {@link gelu}. */
export const geluFacts: Facts = {
  reference: {
    element: (x: number, { approximate = "none" }: { approximate?: string } = {}) =>
      approximate === "tanh"
        ? (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : (x / 2) * (1 + erfBySeries(x / Math.SQRT2)),
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{}, { approximate: "none" }, { approximate: "tanh" }])],
  }),
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -50, 0, 50, Infinity]],
      output: [0, 0, 0, 50, Infinity],
      gradients: [[0, 0, 0.5, 1, 1]],
      because: "saturated",
    },
    {
      inputs: [[-Infinity, -50, 0, 50, Infinity]],
      args: [{ approximate: "tanh" }],
      output: [0, 0, 0, 50, Infinity],
      gradients: [[0, 0, 0.5, 1, 1]],
      because: "saturated too",
    },
    {
      inputs: [[-12, -1, 1, 5]],
      dtype: "float32",
      output: [
        Math.fround(-2.1317785344932147e-32),
        Math.fround(-0.15865525393145705),
        Math.fround(0.8413447460685429),
        Math.fround(4.999998566742141),
      ],
      gradients: [
        [
          Math.fround(-2.5578956616748956e-31),
          Math.fround(-0.0833154705876863),
          Math.fround(1.0833154705876864),
          Math.fround(1.000007146946002),
        ],
      ],
      because: "the tail, where 1 + erf is 0",
    },
    {
      inputs: [[-8, -1, 1, 5]],
      args: [{ approximate: "tanh" }],
      dtype: "float32",
      output: [
        Math.fround(-3.1077829375011112e-21),
        Math.fround(-0.1588080093917233),
        Math.fround(0.8411919906082767),
        5,
      ],
      gradients: [
        [
          Math.fround(-4.7147845041068414e-20),
          Math.fround(-0.08296408384578255),
          Math.fround(1.0829640838457826),
          Math.fround(1.0000015463619876),
        ],
      ],
      because: "the tail, where 1 + tanh is 0",
    },
    {
      inputs: [[-6.7]],
      output: [-6.982054581936671e-11],
      gradients: [[-4.673780073197715e-10]],
      because: "neither x²/2 nor x/√2 is rounded first",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [NaN], args: [{ approximate: "tanh" }], output: NaN, gradients: [NaN], because: "in either form" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.8413447460685429)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
