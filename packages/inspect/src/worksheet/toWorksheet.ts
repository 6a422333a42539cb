import { inRange, optionsOf, TapegradError, type Tensor, whole } from "@tapegrad/core";
import { Names } from "../reading/names.ts";
import { nodesBehind, readSubject, type Subject } from "../reading/subject.ts";
import { requireLoss } from "../steps/backwardSteps.ts";
import { script, style } from "./browser.generated.ts";
import { Hidden, type Hide } from "./hidden.ts";
import { pageOf } from "./html.ts";
import { sheetOf } from "./sheet.ts";
import { variantOf } from "./variant/variantOf.ts";

/** Options of {@link toWorksheet}. */
export interface WorksheetOptions {
  /**
   * What is left blank. `"values"`: all results; then the backward pass, which would give them away, is not on the sheet. `"cotangents"`,
   * the default: all cotangents, and what contributes to them. `"local"`: all local derivatives; then cotangents are not on the sheet.
   * `"all"`: all of these. Or a list of tensors: a name alone leaves value and cotangent of that tensor blank, `{ name, what }` what is
   * asked for, where `"local"` is the derivative with respect to it of whatever is computed from it.
   */
  readonly hide?: Hide;
  /** Other numbers for every student: the same number gives the same numbers. 0, the default, are those of the program. */
  readonly variant?: number;
  /** The heading; default `"Worksheet"`. */
  readonly title?: string;
  /** A typed number may differ from the answer by this part of it, or by a thousandth of this; in 0.001 … 0.5, default 0.01. */
  readonly tolerance?: number;
}

/**
 * A page on which students fill in numbers of a small program: values, cotangents or local derivatives. It is one file of HTML that needs no
 * network. It says of every number whether it is right, shows the rule on request, and counts what is done; printed, it is a sheet with
 * blanks and a second page with the answers.
 *
 * The answers are in the page, encoded, so that they are not seen at a glance; they are not secret.
 *
 * @param subject - A scalar loss with all that it was computed from, or a tape, of which its last loss is taken.
 * @param options - See {@link WorksheetOptions}.
 * @returns The page, as text.
 * @throws {@link TapegradError} for a program of more than 60 nodes, or with a tensor of more than 64 numbers; for a name that no tensor has;
 * where nothing would be blank; and for a variant of a program that draws random numbers. {@link GradientError} if the loss was not
 * recorded; {@link DomainError} for an option that is out of range.
 * @example
 * ```ts
 * const a = tensor(2, { requiresGrad: true, name: "a" });
 * const b = tensor(3, { requiresGrad: true, name: "b" });
 * const page = toWorksheet(a.mul(b).named("L"), { hide: "cotangents", title: "A product" });
 * page.includes("<h1>A product</h1>"); // => true
 * ```
 */
export function toWorksheet(subject: Subject, options: WorksheetOptions = {}): string {
  const where = "toWorksheet";
  optionsOf(where, options, ["hide", "variant", "title", "tolerance"]);
  const variant = whole(where, "variant", options.variant ?? 0, { min: 0 });
  const tolerance = inRange(where, "tolerance", options.tolerance ?? 0.01, { min: 0.001, max: 0.5 });
  const given = lossOf(where, subject);
  const names = namesOf(where, given);
  const hidden = new Hidden(where, options.hide ?? "cotangents", names);
  const loss = variant === 0 ? given : variantOf(where, given, names, variant);
  const sheet = sheetOf(where, loss, variant === 0 ? names : namesOf(where, loss), hidden);
  return pageOf(sheet, { title: options.title ?? "Worksheet", variant, tolerance, style, script });
}

function lossOf(where: string, subject: Subject): Tensor {
  const { loss } = readSubject(where, subject);
  if (loss === null)
    throw new TapegradError({
      where,
      argument: "the tape",
      expected: "must have a loss",
      received: "one without a backward pass",
      advice: "Pass the loss itself.",
    });
  requireLoss(where, loss);
  return loss;
}

function namesOf(where: string, loss: Tensor): Names {
  return new Names({ nodes: nodesBehind(where, [loss]), loss });
}
