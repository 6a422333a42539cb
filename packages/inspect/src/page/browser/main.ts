import type { PageData } from "../pageData.ts";
import { Cards } from "./cards.ts";
import { Pictures } from "./cells.ts";
import type { Context } from "./context.ts";
import { byId } from "./dom.ts";
import { foldedAtFirst } from "./folding.ts";
import { Graph } from "./graph.ts";
import { type Group, type Grouping, groupingOf, type Item } from "./groups.ts";
import { listenToKeys } from "./keys.ts";
import { modelOf, type Vertex } from "./model.ts";
import { Outline } from "./outline.ts";
import { Player } from "./player.ts";
import { Ruler } from "./ruler.ts";
import { ScalarCards } from "./scalarCard.ts";
import { Search } from "./search.ts";
import { Store } from "./state.ts";
import { StepPanel } from "./stepPanel.ts";
import { listenToTabs, showTab } from "./tabs.ts";
import { TensorPanel } from "./tensorPanel.ts";
import { listenToTheme } from "./theme.ts";
import { Timeline } from "./timeline.ts";
import { listenToTools } from "./tools.ts";

const data = JSON.parse(byId("data").textContent!) as PageData; // toHtml wrote it
const model = modelOf(data.document);
const timeline = new Timeline(model);
const pictures = new Pictures(data.pictures);
const ruler = new Ruler();
const cards = new Cards(ruler, timeline, pictures);
const scalars = new ScalarCards(data.scalars, ruler, timeline);

const forward = model.vertices.filter(({ isAfter }) => !isAfter);
const groupings = new Map<boolean, Grouping>();
function groupingFor(showsAll: boolean): Grouping {
  let known = groupings.get(showsAll);
  if (known === undefined) {
    known = groupingOf(showsAll ? model.vertices : forward);
    groupings.set(showsAll, known);
  }
  return known;
}
const grouping = (): Grouping => groupingFor(store.state.showsAll);

const store = new Store({
  position: timeline.last,
  selected: null,
  folded: foldedAtFirst(groupingFor(false), data.fold),
  unfolded: new Set(),
  direction: window.innerWidth < window.innerHeight ? "down" : "right",
  tab: "step",
  showsAll: false,
});

function showEverything(showsAll: boolean): void {
  store.set({ showsAll, selected: null, folded: foldedAtFirst(groupingFor(showsAll), data.fold) });
}

function goTo(item: Item): void {
  if (!grouping().parents.has(item)) showEverything(true);
  const { parents, root } = grouping();
  const around = new Set<Group>();
  for (let group = parents.get(item); group !== undefined && group !== root; group = parents.get(group))
    around.add(group);
  const { folded } = store.state;
  const isHidden = [...around].some((group) => folded.has(group));
  store.set({
    selected: item,
    tab: store.state.tab === "outline" ? "outline" : "tensor",
    ...(isHidden ? { folded: new Set([...folded].filter((group) => !around.has(group))) } : {}),
  });
  graph.reveal(item);
}

function toggleFold(group: Group): void {
  store.set({ folded: toggled(store.state.folded, group) });
  graph.reveal(group);
}

function toggleScalars(vertex: Vertex): void {
  if (scalars.entryOf(vertex) === null) return;
  store.set({ unfolded: toggled(store.state.unfolded, vertex), selected: vertex, tab: "tensor" });
  graph.reveal(vertex);
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const other = new Set(set);
  if (!other.delete(one)) other.add(one);
  return other;
}

const context: Context = {
  data,
  model,
  timeline,
  pictures,
  scalars,
  store,
  grouping,
  showEverything,
  goTo,
  toggleFold,
  toggleScalars,
};
listenToTheme(data.theme);
const graph = new Graph(context, byId("graph"), cards);
const player = new Player(context);
const stepPanel = new StepPanel(context, byId("panel-step"));
const tensorPanel = new TensorPanel(context, byId("panel-tensor"));
const outline = new Outline(context, byId("panel-outline"));
new Search(context, byId("search") as HTMLInputElement, byId("found")); // the page's markup has it so

store.subscribe((state, before) => {
  graph.show(state, before);
  if (state.position !== before.position) player.show(state.position);
  const isOtherStep = state.position !== before.position;
  const isOtherTab = state.tab !== before.tab;
  if (isOtherTab) showTab(state.tab);
  if (state.tab === "step" && (isOtherStep || isOtherTab)) stepPanel.show(state.position);
  if (state.tab === "tensor") tensorPanel.show(state.selected, state.position);
  if (state.tab === "outline" && (isOtherTab || state.showsAll !== before.showsAll)) outline.show();
  else if (state.tab === "outline" && state.selected !== before.selected) outline.select(state.selected);
  if (state.selected !== before.selected && state.selected !== null)
    byId("said").textContent = `Selected: ${"label" in state.selected ? state.selected.label : state.selected.name}`;
});

listenToTabs(store);
listenToKeys(player, graph);
showTab(store.state.tab);
player.show(store.state.position);
stepPanel.show(store.state.position);

listenToTools(context, graph);
