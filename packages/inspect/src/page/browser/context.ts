import type { PageData } from "../pageData.ts";
import type { Pictures } from "./cells.ts";
import type { Group, Grouping, Item } from "./groups.ts";
import type { Model, Vertex } from "./model.ts";
import type { ScalarCards } from "./scalarCard.ts";
import type { Store } from "./state.ts";
import type { Timeline } from "./timeline.ts";

/** What the parts of the page share. */
export interface Context {
  readonly data: PageData;
  readonly model: Model;
  readonly timeline: Timeline;
  readonly pictures: Pictures;
  readonly scalars: ScalarCards;
  readonly store: Store;
  /** Which boxes there are, which depends on what is shown. */
  readonly grouping: () => Grouping;
  /** Shows derivatives and updates too, or the forward pass alone. */
  readonly showEverything: (showsAll: boolean) => void;
  /** Selects a card or box, opens the boxes around it, and moves it into view. */
  readonly goTo: (item: Item) => void;
  readonly toggleFold: (group: Group) => void;
  /** Opens or closes a node's numbers. */
  readonly toggleScalars: (vertex: Vertex) => void;
}
