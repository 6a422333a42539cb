/** Which mutant is active, if any, and what is known of it. Loaded before any file that asks. */
export interface MutantState {
  active: number;
  /** Changes whenever another mutant becomes active: what was made before then is out of date. */
  epoch: number;
  /** How often its place was come by, and how often nothing there was of the kind that it makes wrong. */
  reached: number;
  inapplicable: number;
  /** The wrong value of an attribute that was last there. */
  value: unknown;
  /** If someone wants to know: all places that are come by. */
  places: Set<number> | null;
}

export const state: MutantState = {
  active: 0,
  epoch: 0,
  reached: 0,
  inapplicable: 0,
  value: undefined,
  places: null,
};

/** Is this mutant the active one? Asked at its place, each time that it is come by. */
function is(id: number): boolean {
  if (state.places !== null) state.places.add(id);
  if (state.active !== id) return false;
  state.reached++;
  return true;
}

/** What the copy of the sources finds as `__mutant`. */
export const mutant: { readonly is: typeof is; readonly state: MutantState } = { is, state };

(globalThis as { __mutant?: typeof mutant }).__mutant = mutant;

/** Makes a mutant the active one, from now on. */
export function activate(id: number, places: Set<number> | null = null): void {
  Object.assign(state, { active: id, epoch: state.epoch + 1, reached: 0, inapplicable: 0, value: undefined, places });
}
