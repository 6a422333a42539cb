import { describe, expect, test } from "vitest";
import { checksum } from "../src/data.ts";
import { prepare } from "../src/library.ts";
import { reference } from "../src/reference.ts";
import { load } from "../src/tapegrad/library.ts";
import { type Workload, workloads } from "../src/workloads.ts";

/** Those that are quick enough for a test; `pnpm bench` checks all of them. */
const small = workloads.filter(({ task }) => task.kind !== "grid" && task.kind !== "digits");

async function checksumOf({ task, runs = 1 }: Workload): Promise<number> {
  const prepared = prepare((await load(["eager"])).programs, task)!;
  for (let run = 1; run < runs; run++) await prepared.run();
  return checksum(await prepared.values());
}

describe.each(small)("workload $name", (workload) => {
  test("expects what plain loops in float64 give", () => {
    const { task, runs = 1, expected } = workload;
    // The engines' own Math.exp and Math.tanh differ in the last places.
    expect(Math.abs(reference(task, runs)! / expected - 1)).toBeLessThan(1e-12);
  });

  test("is what tapegrad's program computes", async () => {
    const { expected, tolerance } = workload;
    expect(Math.abs((await checksumOf(workload)) / expected - 1)).toBeLessThan(tolerance);
  });
});
