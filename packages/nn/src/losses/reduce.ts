import { DomainError, formatReceived, type Tensor } from "@tapegrad/core";

/** What becomes of the losses of the single examples: their mean, or their sum. */
export interface LossOptions {
  readonly reduction?: "mean" | "sum";
}

/** The scalar that a loss function returns. */
export function reduceLoss(where: string, losses: Tensor, { reduction = "mean" }: LossOptions): Tensor<[]> {
  if (reduction === "mean") return losses.mean();
  if (reduction === "sum") return losses.sum();
  throw new DomainError(`${where}: reduction must be "mean" or "sum", got ${formatReceived(reduction)}.`);
}
