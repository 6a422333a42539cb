import b from "benny";
import type { Prepared } from "./library.ts";

/**
 * Times of one run, in milliseconds: by benny each the mean of as many runs as a clock needs, about as many as fit into the time given. A run
 * longer than that is timed once; benny would run it three times for one figure.
 */
export async function measure({ run }: Prepared, milliseconds: number): Promise<number[]> {
  const start = performance.now();
  await run();
  const once = performance.now() - start;
  if (once > milliseconds) return [once];
  const options = { minTime: Math.min(milliseconds / 5, 10) / 1000, maxTime: milliseconds / 1000, minSamples: 1 };
  const { results } = await b.suite("", b.add("", run, options));
  return results[0]!.details.sampleResults.map((seconds) => seconds * 1000);
}

/** Runs until a time of `performance.now()`: engines compile what has run for a while. */
export async function runUntil({ run }: Prepared, end: number): Promise<void> {
  while (performance.now() < end) await run();
}
