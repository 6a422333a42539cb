import type { Tensor } from "@tapegrad/core";

/** How a loss was computed. */
export interface LossNote {
  readonly loss: string;
  readonly reduction: "mean" | "sum";
  readonly fromLogits: boolean;
}

const notes = new WeakMap<Tensor, LossNote>();

/** Notes how `loss` was computed: what runs a loss function of the user's can then see what is within it. */
export function note(loss: Tensor<[]>, how: LossNote): Tensor<[]> {
  notes.set(loss as Tensor, how);
  return loss;
}

/** How a loss was computed, if one of the losses here gave it, and nothing was done to it since. */
export function noteOf(loss: Tensor<[]>): LossNote | undefined {
  return notes.get(loss as Tensor);
}
