/**
 * The colour of a value between −scale and scale: from purple over that of the page at 0 to green, which people who do not see red and green
 * apart can tell apart as well. The ends are set by the style sheet, for light and dark.
 */
export function heatColor(value: number | null, scale: number): string {
  if (value === null || Number.isNaN(value)) return "var(--not-finite)";
  const share = scale === 0 ? 0 : Math.min(1, Math.abs(value) / scale);
  // Small values would all look like 0 otherwise.
  const percent = Math.round(100 * share ** 0.75);
  return `color-mix(in oklab, var(${value < 0 ? "--heat-negative" : "--heat-positive"}) ${percent}%, var(--heat-zero))`;
}

/** The largest absolute value: where the scale of colours ends. */
export function scaleOf(cells: readonly (number | null)[]): number {
  return cells.reduce<number>(
    (most, cell) => (cell === null || !Number.isFinite(cell) ? most : Math.max(most, Math.abs(cell))),
    0,
  );
}
