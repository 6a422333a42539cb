import { byId } from "./dom.ts";
import type { Graph } from "./graph.ts";
import type { Player } from "./player.ts";

/** What keys do, wherever the focus is: except where the focused element uses the key itself. */
export function listenToKeys(player: Player, graph: Graph): void {
  const actions: { readonly [key: string]: () => void } = {
    ArrowRight: () => player.by(1),
    ArrowLeft: () => player.by(-1),
    PageDown: () => player.by(10),
    PageUp: () => player.by(-10),
    Home: () => player.first(),
    End: () => player.last(),
    " ": () => player.toggle(),
    ArrowDown: () => graph.selectNext(1),
    ArrowUp: () => graph.selectNext(-1),
    Enter: () => graph.toggleSelected(),
    Escape: () => graph.deselect(),
    "+": () => graph.zoomBy(1.25),
    "=": () => graph.zoomBy(1.25),
    "-": () => graph.zoomBy(0.8),
    "0": () => graph.fit(),
    "/": () => byId("search").focus(),
    "?": () => (byId("help") as HTMLDialogElement).showModal(), // the page's markup has it so
  };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    const action = actions[key];
    if (action === undefined || usesItself(target, key)) return;
    event.preventDefault();
    action();
  });
}

function usesItself(target: Element, key: string): boolean {
  if (target.closest("dialog[open]") !== null) return true;
  if (target.matches("input[type=search], select, textarea")) return true;
  if (target.matches("input[type=range]")) return /^(Arrow|Page|Home|End)/.test(key);
  if (target.matches("[role=tab]"))
    return key === "ArrowLeft" || key === "ArrowRight" || key === " " || key === "Enter";
  if (target.matches("button, a, input, summary")) return key === " " || key === "Enter";
  // What scrolls goes on to scroll by keys.
  return target.matches(".scrolls, .panel") && /^(Arrow|Page|Home|End| )/.test(key);
}
