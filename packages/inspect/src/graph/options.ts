import { oneOf, optionsOf } from "@tapegrad/core";
import type { Fold } from "../reading/folding.ts";

/** Options of {@link toDot} and {@link toMermaid}. */
export interface DrawingOptions {
  /** Where results are drawn from what they were computed from; default `"down"`. */
  readonly direction?: "down" | "right";
  /**
   * Which Modules are one box each: a list of paths; a number, to have at most so many boxes, as far as Modules make that possible; or
   * `"auto"`, the default, which is 60 boxes.
   */
  readonly fold?: Fold;
}

/** The options, filled in and checked; `fold` is checked where it is used. */
export function drawingOptions(where: string, options: DrawingOptions): Required<DrawingOptions> {
  optionsOf(where, options, ["direction", "fold"]);
  const { direction = "down", fold = "auto" } = options;
  return { direction: oneOf(where, "direction", direction, ["down", "right"]), fold };
}

/** More boxes than this are hard to read. */
export const autoBoxes = 60;
