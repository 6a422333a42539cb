import { DomainError, formatReceived, oneOf, optionsOf, TapegradError, type Tensor, whole } from "@tapegrad/core";
import type { TapeDocument } from "../json/document.ts";
import { toJson } from "../json/toJson.ts";
import { blocksOf, Homes } from "../reading/blocks.ts";
import { type Fold, foldingOf } from "../reading/folding.ts";
import { Names } from "../reading/names.ts";
import { type Reading, readSubject, type Subject } from "../reading/subject.ts";
import { cotangentsOf } from "../steps/cotangents.ts";
import { mathTree } from "./mathml.ts";
import type { MathTree, Theme } from "./pageData.ts";
import { picturesOf } from "./pictures.ts";
import { scalarsOf } from "./scalars.ts";
import { pageMarkup } from "./template.ts";

/** Options of {@link toHtml}. */
export interface HtmlOptions {
  /** What stands at the top, and in the browser's tab; default `"Tape of …"` with the name of the loss. */
  readonly title?: string;
  /**
   * Which Modules are folded at first: a list of paths; a number, to show at most so many cards as far as boxes make that possible; or
   * `"auto"`, the default, which is 60 cards. Without Modules a long program is divided into boxes too.
   */
  readonly fold?: Fold;
  /**
   * The elements of a tensor are part of the page if there are at most so many; larger ones are shown as a heat map of block means and a
   * histogram. Default 64, and 16 for a program of more than 500 nodes.
   */
  readonly maxValues?: number;
  /** The colours: `"light"`, `"dark"`, or `"auto"`, the default: those that the reader's system asks for. A button changes them. */
  readonly theme?: Theme;
}

/** A page of more nodes would take seconds to open. */
const mostNodes = 20_000;
/** Above that many nodes less is kept of each. */
const manyNodes = 500;
/** So many formulas are rendered; a program that has more shows the rest as plain text. */
const mostFormulas = 8_000;

/**
 * A page to see what a program computed and to walk its backward pass: one HTML file that loads nothing.
 *
 * It shows the graph, with Modules as boxes that fold; values, derivatives and formulas of what is selected; and goes forward and backward
 * one step at a time, by buttons, by keys, or by itself. A small node unfolds into its numbers. Without a loss that requires a gradient it
 * has no backward part.
 *
 * @param subject - A tape of `record`, or a tensor with all that it was computed from.
 * @param options - See {@link HtmlOptions}.
 * @returns The text of the file.
 * @throws {@link GradientError} if a backward pass has let go of the tape; {@link TapegradError} if it is neither tape nor tensor, or has
 * more than 20,000 nodes; {@link DomainError} if `fold` names a Module that is not there.
 * @example
 * ```ts
 * const a = tensor(2, { requiresGrad: true, name: "a" });
 * const page = toHtml(a.square().named("L"), { title: "A square" });
 * page.slice(0, 15); // => "<!doctype html>"
 * page.includes("<title>A square</title>"); // => true
 * ```
 */
export function toHtml(subject: Subject, options: HtmlOptions = {}): string {
  optionsOf("toHtml", options, ["title", "fold", "maxValues", "theme"]);
  const { fold = "auto" } = options;
  const theme = oneOf("toHtml", "theme", options.theme ?? "auto", ["auto", "light", "dark"]);
  const reading = readSubject("toHtml", subject);
  checkSize(reading);
  // For the check alone: the page folds by itself.
  foldingOf("toHtml", fold, blocksOf(reading, new Homes(reading.nodes)), 1, () => 0);
  const standard = reading.nodes.length > manyNodes ? 16 : 64;
  const maxValues = whole("toHtml", "maxValues", options.maxValues ?? standard, { min: 0 });
  const document = toJson(subject, { maxValues });
  const names = new Names(reading);
  const cotangents = hasGradient(reading) ? cotangentsOf("toHtml", reading, names) : new Map<Tensor, Tensor>();
  return pageMarkup({
    title: titleOf(options.title, document),
    document,
    math: mathOf(document),
    pictures: picturesOf(reading, names, cotangents, maxValues),
    scalars: scalarsOf(reading, names, cotangents),
    fold,
    theme,
  });
}

/** Can the backward pass begin at the loss? */
function hasGradient({ loss }: Reading): boolean {
  return loss !== null && loss.node !== null && loss.requiresGrad && loss.ndim === 0;
}

function checkSize({ nodes }: Reading): void {
  if (nodes.length <= mostNodes) return;
  throw new TapegradError({
    where: "toHtml",
    argument: "the program",
    expected: `must have at most ${mostNodes} nodes`,
    received: String(nodes.length),
    advice: "Record less of it: one step, one batch, or fewer layers.",
  });
}

function titleOf(title: unknown, { loss }: TapeDocument): string {
  if (title === undefined) return loss === null ? "Tape" : `Tape of ${loss}`;
  if (typeof title === "string") return title;
  throw new DomainError({
    where: "toHtml",
    argument: "title",
    expected: "must be a string",
    received: formatReceived(title),
  });
}

/** The formulas of a document that KaTeX can read, each once. Of a long program those of derivatives that it has as nodes are left out. */
function mathOf({ nodes, backward }: TapeDocument): { readonly [latex: string]: MathTree } {
  const shown = nodes.length > manyNodes ? nodes.filter(({ derivativeOf }) => derivativeOf === null) : nodes;
  const texts = new Set([...shown, ...backward].map(({ formula }) => formula.latex));
  const trees: [latex: string, tree: MathTree][] = [];
  for (const latex of [...texts].slice(0, mostFormulas)) {
    const tree = latex === "" ? null : mathTree(latex);
    if (tree !== null) trees.push([latex, tree]);
  }
  return Object.fromEntries(trees);
}
