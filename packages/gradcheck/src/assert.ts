import { GradientError } from "@tapegrad/core";
import { checkGradients } from "./check.ts";
import type { CheckOptions } from "./checkOptions.ts";

/**
 * As {@link checkGradients}, but a wrong derivative throws.
 *
 * @throws {@link GradientError} with the report as its text.
 * @example
 * ```ts
 * assertGradients((x: Tensor) => x.square().sum(), [tensor([1, 2, 3])]);
 * ```
 */
export function assertGradients<const Args extends readonly unknown[]>(
  f: (...args: Args) => unknown,
  inputs: Args,
  options: CheckOptions<Args> = {},
): void {
  const report = checkGradients(f, inputs, options);
  if (!report.ok) throw new GradientError(`assertGradients: the derivatives must be right.\n${report}`);
}
