/** How a derivation is written. */
export interface Style {
  readonly notation: "text" | "latex";
  /** Significant digits of numbers. */
  readonly digits: number;
  /** How many elements a tensor may have that is written in full. */
  readonly maxValues: number;
}
