import { expect, test } from "vitest";
import { Records } from "../src/records.ts";
import { workloads } from "../src/workloads.ts";

const workload = workloads.find(({ name }) => name === "matmul")!;

test("a median is over all samples, a ratio of the shortest of a round and the loop beside it", () => {
  const records = new Records([workload]);
  records.add(workload, "a", { samples: [1, 2, 6], checksum: workload.expected }, 2);
  records.add(workload, "a", { samples: [3, 4], checksum: workload.expected }, 1);
  expect(records.outcomes().get(workload)!.get("a")).toEqual({
    median: 3,
    spread: 1 / 3,
    samples: 5,
    ratios: [0.5, 3],
  });
});

test("what computes something else has no time", () => {
  const records = new Records([workload]);
  records.add(workload, "a", { samples: [1], checksum: workload.expected * 1.001 }, 1);
  expect(records.hasFailed(workload, "a")).toBe(true);
  expect(records.outcomes().get(workload)!.get("a")).toEqual({
    failed: expect.stringContaining("it computes something else: 294.6"),
  });
});

test("a result that is not a number is not taken for the right one", () => {
  const records = new Records([workload]);
  records.add(workload, "a", { samples: [1], checksum: Number.NaN }, 1);
  expect(records.hasFailed(workload, "a")).toBe(true);
});
