import type { Direction } from "./geometry.ts";
import type { Group, Item } from "./groups.ts";
import type { Vertex } from "./model.ts";

export type Tab = "step" | "tensor" | "outline";

/** What of the page changes while it is used. */
export interface State {
  /** Where the lecture is: an index into the steps. */
  readonly position: number;
  readonly selected: Item | null;
  readonly folded: ReadonlySet<Group>;
  /** Nodes that are shown number by number. */
  readonly unfolded: ReadonlySet<Vertex>;
  readonly direction: Direction;
  readonly tab: Tab;
  /** Are derivatives and updates, which the tape has besides the forward pass, shown too? */
  readonly showsAll: boolean;
}

type Listener = (state: State, before: State) => void;

/** Holds the state, and tells everybody who draws something of it when it has changed. */
export class Store {
  private readonly listeners: Listener[] = [];
  private current: State;

  constructor(state: State) {
    this.current = state;
  }

  get state(): State {
    return this.current;
  }

  set(change: Partial<State>): void {
    const before = this.current;
    this.current = { ...before, ...change };
    for (const listener of this.listeners) listener(this.current, before);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}
