import { defineOp } from "../../op/define.ts";
import { shiftedExponentials } from "../../op/exponentials.ts";
import { onLanes } from "../../op/onLanes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { chain } from "../elementwise/_chain.ts";
import { sub } from "../elementwise/sub.ts";
import { sum } from "../reduce/sum.ts";

/** As softmax along the last axis, but 0 where every score is −∞: a query that may look at nothing gets nothing. */
export const attentionWeights: (scores: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "attentionWeights",
  inputs: ["scores"],
  dtype: "float",
  shape: (scores) => scores.shape,
  lanes: /* @__PURE__ */ onLanes({
    elements: ["scores"],
    value(e, { scores }, lane) {
      const { max, weight } = shiftedExponentials(e, scores, lane);
      return e.select(e.equal(max, -Infinity), 0, e.div(weight, lane.sum(weight)));
    },
  }),
  vjp: {
    scores: (cotangent, { output }) =>
      chain(sub(cotangent, sum(chain(cotangent, output), -1, { keepDims: true })), output),
  },
  formula: { value: "yᵢ = exp(sᵢ) / Σⱼ exp(sⱼ), or 0 if all sⱼ = −∞", scores: "s̄ᵢ = yᵢ (ȳᵢ − Σⱼ ȳⱼ yⱼ)" },
});
