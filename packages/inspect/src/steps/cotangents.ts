import { GradientError, type Tensor } from "@tapegrad/core";
import type { Names } from "../reading/names.ts";
import type { Reading } from "../reading/subject.ts";
import { backwardSteps, requireLoss } from "./backwardSteps.ts";

/** The cotangents of all tensors that the backward pass of a program's loss gets to. */
export function cotangentsOf(
  where: string,
  { loss }: Pick<Reading, "loss">,
  names: Names,
): ReadonlyMap<Tensor, Tensor> {
  if (loss === null)
    throw new GradientError({
      where,
      argument: "the tape",
      expected: "must have a loss that backward() began at",
      received: "one without",
      advice: "Call backward() within record(fn), or pass the loss itself.",
    });
  requireLoss(where, loss);
  const cotangents = new Map<Tensor, Tensor>();
  for (const { node, operand, sum, cotangents: own } of backwardSteps(loss, { names, jacobianLimit: 0 })) {
    node.outputs.forEach((output, slot) => void cotangents.set(output, own[slot]!));
    cotangents.set(operand, sum);
  }
  return cotangents;
}
