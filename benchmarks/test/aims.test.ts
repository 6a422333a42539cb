import { expect, test } from "vitest";
import { judge } from "../src/aims.ts";
import { workloads } from "../src/workloads.ts";

const workload = workloads.find(({ name }) => name === "step-64-50-10")!;
const figure = (median: number) => ({ median, spread: 0, samples: 1, ratios: [1] });
const results = (times: Readonly<Record<string, number>>) => ({
  participants: [],
  absent: [],
  outcomes: new Map([[workload, new Map(Object.entries(times).map(([name, time]) => [name, figure(time)]))]]),
  unrest: 0,
});

test("an aim is judged by the fastest variant on either side", () => {
  const times = { "tapegrad-eager-1": 0.2, "tapegrad-eager-2": 0.1, "torch-1": 0.4, "torch-2": 0.9 };
  expect(judge(results(times))[0]).toMatchObject({
    aim: "tapegrad-eager ≤ 1/4 × torch",
    reached: "0.250 ×",
    met: true,
  });
  expect(judge(results({ ...times, "torch-1": 0.39 }))[0]).toMatchObject({ reached: "0.256 ×", met: false });
});

test("an aim with a side that was not measured is not met, and says so", () => {
  expect(judge(results({ "tapegrad-eager-1": 0.2 }))[0]).toMatchObject({ reached: null, met: false });
});

test("every aim is about a workload that exists", () => {
  const all = {
    participants: [],
    absent: [],
    outcomes: new Map(workloads.map((each) => [each, new Map()])),
    unrest: 0,
  };
  const titles = judge(all).map((judgement) => judgement.workload);
  expect(titles).toContain("matmul 512³");
  expect(new Set(titles).size).toBe(workloads.filter(({ name }) => name !== "grid").length);
});
