/** How one contestant did one workload: times in milliseconds. */
export interface Figure {
  readonly median: number;
  readonly spread: number;
  readonly samples: number;
  /**
   * Round by round: the shortest sample over the shortest of the calibration loop, which ran just before. What else runs on the machine makes some
   * samples longer, and none shorter.
   */
  readonly ratios: readonly number[];
}

/** A figure, or why there is none. */
export type Outcome = Figure | { readonly failed: string };

/** What came of one workload, by contestant. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** The shortest median of the contestants whose names begin so, in milliseconds. */
export function fastest(outcomes: Outcomes, prefix = ""): number | null {
  const medians = [...outcomes].flatMap(([name, outcome]) =>
    name.startsWith(prefix) && "median" in outcome ? [outcome.median] : [],
  );
  return medians.length === 0 ? null : Math.min(...medians);
}
