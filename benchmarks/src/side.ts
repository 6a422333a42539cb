/** Something measured beside the workloads, that has one value a library. */
export interface SideFigure {
  readonly title: string;
  readonly rows: readonly SideRow[];
}

export interface SideRow {
  readonly name: string;
  readonly value: string;
}
