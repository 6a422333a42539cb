/** What of the page changes while it is used. */
export interface State {
  /** Which of the steps is looked at. */
  readonly position: number;
  /** The name of the parameter that is looked at. */
  readonly parameter: string;
  /** Which of its kept elements; `null` for all together. */
  readonly element: number | null;
  readonly isLogarithmic: boolean;
  /** Have the charts of all runs one scale, so that they can be compared? */
  readonly isShared: boolean;
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

  /** Goes to the step that is next to a number of steps. */
  goNear(step: number, steps: readonly number[]): void {
    let position = 0;
    for (const [i, one] of steps.entries()) if (Math.abs(one - step) < Math.abs(steps[position]! - step)) position = i;
    this.set({ position });
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}
