import b from "benny";
import type { Prepared } from "./library.ts";

/**
 * Times of one run, in milliseconds, each the mean of as many runs as a clock needs; about as many as fit into the time given, at least one.
 * Engines compile what has run for a while: {@link warmUp} comes before.
 */
export async function measure({ run }: Prepared, milliseconds: number): Promise<number[]> {
  const options = { minTime: Math.min(milliseconds / 5, 10) / 1000, maxTime: milliseconds / 1000, minSamples: 1 };
  const { results } = await b.suite("", b.add("", run, options));
  return results[0]!.details.sampleResults.map((seconds) => seconds * 1000);
}

/** Runs for a while without looking at the clock's answer. */
export async function warmUp({ run }: Prepared, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  do await run();
  while (performance.now() < end);
}
