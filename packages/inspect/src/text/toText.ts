import { flag, type Node, optionsOf, TapegradError } from "@tapegrad/core";
import {
  type Block,
  blocksOf,
  Homes,
  type Item,
  isBlock,
  nodesIn,
  type Part,
  partOf,
  partOfItem,
} from "../reading/blocks.ts";
import { leavesOf, readersOf, shownLeaves } from "../reading/crossings.ts";
import { type Fold, foldingOf, type IsFolded, visible } from "../reading/folding.ts";
import { Names } from "../reading/names.ts";
import { type Reading, readSubject, type Subject } from "../reading/subject.ts";
import { valuesAtTime } from "../reading/valuesAtTime.ts";
import { cotangentsOf } from "../steps/cotangents.ts";
import { leafDetails, nodeDetails, type Wanted } from "./details.ts";
import { foldedLine, leafLine, nodeLine } from "./lines.ts";
import { titleOf } from "./titles.ts";
import { nameText } from "./written.ts";

/** Options of {@link toText}. */
export interface TextOptions {
  /** Below each tensor its elements, if there are at most 16, and otherwise what they are like. Default false. */
  readonly values?: boolean;
  /** Below each tensor the derivative of the loss by it, in the same way. Default false. */
  readonly gradients?: boolean;
  /** Below each node its formula, in the names of the program. Default false. */
  readonly formulas?: boolean;
  /** Below each node the program line that made it, of a tape that was recorded with `sites`. Default false. */
  readonly sites?: boolean;
  /**
   * Which Modules are one line each: a list of paths; a number, to have at most so many lines without those that are below others, as far as
   * Modules make that possible; or `"auto"`, the default, which is 200 lines.
   */
  readonly fold?: Fold;
}

/**
 * What a program computed, one line a node, as compilers print it: result, type, op, operands, attributes. Inputs and Parameters come
 * first. Modules are boxes; a node of the backward pass says whose derivative it carries on.
 *
 * @param subject - A tape of `record`, or a tensor with all that it was computed from.
 * @param options - See {@link TextOptions}.
 * @throws {@link GradientError} if a backward pass has let go of the tape, or gradients are asked for and there is no loss;
 * {@link DomainError} if `fold` names a Module that is not there.
 * @example
 * ```ts
 * const w = parameter([1, 2], { name: "w" });
 * const [first, second, third] = toText(w.square().sum().named("L")).split("\n");
 * first; // => "parameter w: float32[2]"
 * second; // => "t1: float32[2] = square(w)"
 * third; // => "L: float32[] = sum(t1, axes = [0], keepDims = false)  # loss"
 * ```
 */
export function toText(subject: Subject, options: TextOptions = {}): string {
  optionsOf("toText", options, ["values", "gradients", "formulas", "sites", "fold"]);
  const { fold = "auto" } = options;
  const asked = (name: "values" | "gradients" | "formulas" | "sites"): boolean =>
    flag("toText", name, options[name] ?? false);
  const reading = readSubject("toText", subject);
  const names = new Names(reading);
  const wanted: Wanted = {
    names,
    values: asked("values"),
    formulas: asked("formulas"),
    sites: asked("sites") && hasSites(reading),
    cotangents: asked("gradients") ? cotangentsOf("toText", reading, names) : null,
    valueAt: valuesAtTime(reading),
  };
  const items = blocksOf(reading, new Homes(reading.nodes));
  const leaves = leavesOf(reading.nodes, reading.loss);
  const render = (isFolded: IsFolded, details: Wanted): readonly string[] => [
    ...shownLeaves(leaves, visible(items, isFolded)).flatMap((x) => [leafLine(x, names), ...leafDetails(x, details)]),
    ...sections(items, reading, details, isFolded),
  ];
  const bare: Wanted = { names, values: false, formulas: false, sites: false, cotangents: null, valueAt: (x) => x };
  const isFolded = foldingOf("toText", fold, items, 200, (folded) => render(folded, bare).length);
  return render(isFolded, wanted).join("\n").trimStart();
}

/** @throws TapegradError if no node knows its program line. */
function hasSites({ nodes }: Reading): boolean {
  if (nodes.length === 0 || nodes.some(({ site }) => site !== null)) return true;
  throw new TapegradError({
    where: "toText",
    argument: "sites",
    expected: "must be noted while the program runs",
    received: "a tape without",
    advice: "Record it with record(fn, { sites: true }).",
  });
}

/** The nodes, with a title wherever something else begins than the forward pass alone. */
function sections(
  items: readonly Item[],
  { nodes, loss, losses }: Reading,
  wanted: Wanted,
  isFolded: IsFolded,
): readonly string[] {
  const readers = readersOf(nodes);
  const lines: string[] = [];
  let part: Part = "forward";
  const hasParts = nodes.some((node) => partOf(node) !== "forward");
  for (const [i, item] of items.entries()) {
    const own = partOfItem(item);
    if (hasParts && (i === 0 || own !== part)) {
      const next = items.findIndex((other, k) => k > i && partOfItem(other) !== own);
      const titled = items.slice(i, next < 0 ? undefined : next).flatMap(nodesIn);
      lines.push("", titleOf(own, titled, losses, wanted.names));
    }
    part = own;
    lines.push(...itemLines(item));
  }
  return lines;

  function itemLines(item: Item): readonly string[] {
    if (!isBlock(item)) return nodeLines(item);
    if (isFolded(item)) return [foldedLine(item, wanted.names, readers)];
    return boxed(item);
  }

  function nodeLines(node: Node): readonly string[] {
    return [nodeLine(node, wanted.names, loss), ...nodeDetails(node, wanted)];
  }

  function boxed({ path, items: inner }: Block): readonly string[] {
    const [only] = inner;
    // A Module that does nothing but call another needs no box of its own.
    if (inner.length === 1 && isBlock(only!) && !isFolded(only)) return boxed(only);
    return [`┌ ${nameText(path)}`, ...inner.flatMap(itemLines).map((line) => `│ ${line}`), "└"];
  }
}
