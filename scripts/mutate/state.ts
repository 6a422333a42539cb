/** Which mutant is active, if any, and what is known of it. Loaded before any file that asks. */
export interface MutantState {
  active: number;
  /** How often its place was come by, and how often nothing there was of the kind that it makes wrong. */
  reached: number;
  inapplicable: number;
  /** The wrong value of an attribute that was last there. */
  value: unknown;
}

export const state: MutantState = { active: 0, reached: 0, inapplicable: 0, value: undefined };

/** Is this mutant the active one? Asked at its place, each time that it is come by. */
function is(id: number): boolean {
  if (state.active !== id) return false;
  state.reached++;
  return true;
}

/** What the copy of the sources finds as `__mutant`. */
export const mutant: { readonly is: typeof is } = { is };

(globalThis as { __mutant?: typeof mutant }).__mutant = mutant;
