import { DomainError, formatReceived, GradientError, type ModuleLike } from "@tapegrad/core";
import { checkChoice, checkCount, checkOptionNames } from "./options.ts";

/** How to check. */
export interface CheckOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** Every element, or random directions through all of them; by default elements if there are at most 64. */
  readonly mode?: "elements" | "directions";
  /** Number of random directions; default 1. Each takes ten evaluations however large the inputs are. */
  readonly directions?: number;
  /** Check second derivatives too? Default 1: first only. */
  readonly order?: 1 | 2;
  /** Check forward mode (`jvp`) too, along random directions of the inputs? Default false. */
  readonly forwardMode?: boolean;
  /** A model whose parameters are varied as well, for the time of the check on a float64 copy of their values. */
  readonly module?: ModuleLike;
  /** `"float64"` (default): arguments become float64 first. `"as given"`: they keep their dtype, and rounding counts. */
  readonly precision?: "float64" | "as given";
  /**
   * Where the function is smooth: there a difference of the two sides is no excuse. `true` for everywhere, or a test of the
   * arguments; differences stay within the region it describes.
   */
  readonly smooth?: true | ((...args: Args) => boolean);
  /**
   * The largest step of the differences, for inputs of magnitude up to 1; it grows with larger ones. Default 1/16 (0.23 where
   * float32 is involved); smaller ones follow by themselves.
   */
  readonly step?: number;
  /** Of directions and cotangents; a new one each time unless given. */
  readonly seed?: number;
}

/** Every name in {@link CheckOptions}. */
export const optionNames: readonly string[] = [
  "mode",
  "directions",
  "order",
  "forwardMode",
  "module",
  "precision",
  "smooth",
  "step",
  "seed",
];

/** @throws TapegradError for anything that would let a check pass without having checked what was meant. */
export function checkArguments(f: unknown, inputs: unknown, options: CheckOptions<never>): void {
  const where = "checkGradients";
  if (typeof f !== "function")
    throw new GradientError(`${where}: f must be a function of the inputs, got ${formatReceived(f)}.`);
  if (!Array.isArray(inputs))
    throw new GradientError(
      `${where}: inputs must be the list of arguments, got ${formatReceived(inputs)}. Write [input].`,
    );
  checkOptionNames(where, options, optionNames);
  const { mode, directions = 1, order = 1, forwardMode = false, module, precision = "float64" } = options;
  const { smooth, step, seed } = options;
  checkChoice(where, "mode", mode, ["elements", "directions", undefined]);
  checkCount(where, "directions", directions);
  checkChoice(where, "order", order, [1, 2]);
  checkChoice(where, "forwardMode", forwardMode, [true, false]);
  checkChoice(where, "precision", precision, ["float64", "as given"]);
  if (module !== undefined && typeof (module as Partial<ModuleLike> | null)?.namedParameters !== "function")
    throw new DomainError(
      `${where}: module must have the methods forward and namedParameters, got ${formatReceived(module)}.`,
    );
  if (smooth !== undefined && smooth !== true && typeof smooth !== "function")
    throw new DomainError(`${where}: smooth must be true or a function of the inputs, got ${formatReceived(smooth)}.`);
  if (step !== undefined && !(typeof step === "number" && step > 0 && Number.isFinite(step)))
    throw new DomainError(`${where}: step must be a finite number above 0, got ${formatReceived(step)}.`);
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new DomainError(`${where}: seed must be a whole number, got ${formatReceived(seed)}.`);
}
