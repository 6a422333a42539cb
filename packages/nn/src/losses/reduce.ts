import { DomainError, formatReceived, type Tensor } from "@tapegrad/core";
import { optionsOf } from "../arguments.ts";
import { note } from "./note.ts";

/** What becomes of the losses of the single examples: their mean, or their sum. */
export interface LossOptions {
  readonly reduction?: "mean" | "sum";
}

/** The options of a loss, checked. */
export function readLossOptions<T extends LossOptions>(
  where: string,
  options: T,
  known: readonly (keyof T & string)[],
): T {
  optionsOf(where, options, known);
  const { reduction = "mean" } = options;
  if (reduction === "mean" || reduction === "sum") return options;
  throw new DomainError({
    where,
    argument: "reduction",
    expected: 'must be "mean" or "sum"',
    received: formatReceived(reduction),
  });
}

/** The scalar that a loss function returns. */
export function reduceLoss(
  where: string,
  losses: Tensor,
  options: LossOptions & { readonly fromLogits?: boolean },
): Tensor<[]> {
  return noteLoss(where, options.reduction === "sum" ? losses.sum() : losses.mean(), options);
}

/** A loss that is reduced already, with a note of how. */
export function noteLoss(
  where: string,
  loss: Tensor<[]>,
  { reduction = "mean", fromLogits = false }: LossOptions & { readonly fromLogits?: boolean },
): Tensor<[]> {
  return note(loss, { loss: where, reduction, fromLogits });
}
