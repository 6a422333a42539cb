import type { Context } from "./context.ts";
import { byId } from "./dom.ts";
import type { Graph } from "./graph.ts";

/** A program of more numbers than that is not unfolded all at once. */
const mostNumbers = 300;

/** The buttons below the picture, and that of the help. */
export function listenToTools(context: Context, graph: Graph): void {
  const { store, model, grouping, scalars, showEverything } = context;
  byId("zoom-in").addEventListener("click", () => graph.zoomBy(1.25));
  byId("zoom-out").addEventListener("click", () => graph.zoomBy(0.8));
  byId("fit").addEventListener("click", () => graph.fit());
  byId("turn").addEventListener("click", () => {
    store.set({ direction: store.state.direction === "right" ? "down" : "right" });
  });

  const [foldAll, unfoldAll] = [byId("fold-all"), byId("unfold-all")];
  foldAll.addEventListener("click", () => {
    const { root, groups } = grouping();
    store.set({ folded: new Set(groups.filter((group) => group !== root)), unfolded: new Set() });
  });
  unfoldAll.addEventListener("click", () => store.set({ folded: new Set() }));

  const numbers = byId("numbers");
  const small = model.vertices.filter((vertex) => !vertex.isAfter && scalars.entryOf(vertex) !== null);
  const count = small.reduce((sum, vertex) => sum + scalars.entryOf(vertex)!.numbers.length, 0);
  numbers.hidden = count === 0 || count > mostNumbers;
  numbers.addEventListener("click", () => {
    store.set({ unfolded: new Set(store.state.unfolded.size > 0 ? [] : small) });
  });

  const showAll = byId("show-all") as HTMLInputElement; // the page's markup has it so
  showAll.closest("label")!.hidden = model.vertices.every(({ isAfter }) => !isAfter);
  showAll.addEventListener("change", () => showEverything(showAll.checked));

  const show = (): void => {
    const { unfolded, showsAll } = store.state;
    const hasBoxes = grouping().groups.length > 1;
    foldAll.hidden = !hasBoxes;
    unfoldAll.hidden = !hasBoxes;
    numbers.setAttribute("aria-pressed", String(unfolded.size > 0));
    showAll.checked = showsAll;
  };
  store.subscribe(show);
  show();

  byId("help-button").addEventListener("click", () => (byId("help") as HTMLDialogElement).showModal()); // as above
}
