import type { Fold } from "../pageData.ts";
import type { Group, Grouping } from "./groups.ts";
import { isGroup } from "./groups.ts";

/** So many cards are shown at first without being asked for. */
const mostAtFirst = 60;

/** Which boxes are folded at first. `"auto"` opens from the outside as many as can be taken in. */
export function foldedAtFirst({ root, groups }: Grouping, fold: Fold): ReadonlySet<Group> {
  const inner = groups.filter((group) => group !== root);
  if (fold === "none") return new Set();
  if (fold === "all") return new Set(inner);
  if (fold !== "auto") return new Set(inner.filter(({ path }) => path !== null && fold.includes(path)));
  const folded = new Set(inner);
  let shown = root.children.length;
  // Level by level, so that what is open is the coarse structure.
  let level = root.children.filter(isGroup);
  while (level.length > 0) {
    const more = level.reduce((sum, { children }) => sum + children.length - 1, 0);
    if (shown + more > mostAtFirst) break;
    shown += more;
    for (const group of level) folded.delete(group);
    level = level.flatMap(({ children }) => children.filter(isGroup));
  }
  return folded;
}
