import type { Fold } from "../../reading/folding.ts";
import { type Group, type Grouping, isGroup } from "./groups.ts";

/** What `"auto"` stands for: so many cards are shown at first without being asked for. */
const mostAtFirst = 60;

/** Which boxes are folded at first: by their paths; or from the inside, until there are few enough cards. */
export function foldedAtFirst({ root, groups }: Grouping, fold: Fold): ReadonlySet<Group> {
  const inner = groups.filter((group) => group !== root);
  if (typeof fold !== "number" && fold !== "auto")
    return new Set(inner.filter(({ path }) => path !== null && fold.includes(path)));
  const most = fold === "auto" ? mostAtFirst : fold;
  const folded = new Set(inner);
  let shown = root.children.length;
  // Level by level, so that what is open is the coarse structure.
  let level = root.children.filter(isGroup);
  while (level.length > 0) {
    const more = level.reduce((sum, { children }) => sum + children.length - 1, 0);
    if (shown + more > most) break;
    shown += more;
    for (const group of level) folded.delete(group);
    level = level.flatMap(({ children }) => children.filter(isGroup));
  }
  return folded;
}
