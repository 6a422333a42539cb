import { DomainError, formatReceived, whole } from "@tapegrad/core";
import { type Block, type Item, isBlock } from "./blocks.ts";

/**
 * Which Modules are shown as one line, or one box: `"auto"`, when there is too much to be read; a number, so that there are at most so
 * many lines, where that can be had; a list of paths, these Modules; an empty list, none.
 */
export type Fold = "auto" | number | readonly string[];

/** The items of a program of which some blocks are folded. */
export type IsFolded = (block: Block) => boolean;

/**
 * Decides which blocks are folded: from the innermost Modules outwards, until there are few enough lines.
 *
 * @param where - The function that is called, for errors.
 * @param auto - The number that `"auto"` stands for.
 * @param linesOf - How many lines there are when these blocks are folded.
 * @throws {@link DomainError} if it is none of these, or names a Module that is not there.
 */
export function foldingOf(
  where: string,
  fold: unknown,
  items: readonly Item[],
  auto: number,
  linesOf: (isFolded: IsFolded) => number,
): IsFolded {
  if (Array.isArray(fold)) return foldingByName(where, fold, items);
  if (fold !== "auto" && typeof fold !== "number")
    throw new DomainError({
      where,
      argument: "fold",
      expected: 'must be "auto", a number of lines or a list of paths of Modules',
      received: formatReceived(fold),
    });
  const limit = fold === "auto" ? auto : fold === Infinity ? Infinity : whole(where, "fold", fold, { min: 1 });
  for (let depth = deepest(items) + 1; depth > 1; depth--) {
    const isFolded = (block: Block): boolean => block.depth >= depth;
    if (linesOf(isFolded) <= limit) return isFolded;
  }
  return () => true;
}

function foldingByName(where: string, paths: readonly unknown[], items: readonly Item[]): IsFolded {
  const known = new Set(blocksIn(items).map(({ path }) => path));
  for (const path of paths)
    if (typeof path !== "string" || !known.has(path))
      throw new DomainError({
        where,
        argument: "fold",
        expected: "must name Modules of the program",
        received: formatReceived(path),
        advice: known.size === 0 ? "It has none." : `There are ${listed([...known], 8)}.`,
      });
  return ({ path }) => paths.includes(path);
}

function blocksIn(items: readonly Item[]): readonly Block[] {
  return items.filter(isBlock).flatMap((block) => [block, ...blocksIn(block.items)]);
}

function deepest(items: readonly Item[]): number {
  return blocksIn(items).reduce((most, { depth }) => Math.max(most, depth), 0);
}

/** The nodes that no folded block hides, and the folded blocks. */
export function visible(items: readonly Item[], isFolded: IsFolded): readonly Item[] {
  return items.flatMap((item) => (isBlock(item) && !isFolded(item) ? visible(item.items, isFolded) : [item]));
}

/** Names in a row, no more than `limit` of them. */
export function listed(names: readonly string[], limit: number): string {
  const shown = names.length > limit ? names.slice(0, limit - 1) : names;
  const rest = names.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
