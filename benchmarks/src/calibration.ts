// A loop of plain JavaScript that is measured between all others: how fast the machine is at that moment.
import { uniform } from "./data.ts";
import type { Load, Prepared } from "./library.ts";
import type { Workload } from "./workloads.ts";

export const calibration: Workload = {
  name: "calibration",
  title: "calibration loop",
  task: { kind: "calibration" },
  expected: 71_871.878,
  tolerance: 1e-6,
};

/** Arithmetic that depends on what came before, on numbers from the fastest cache, and short-lived objects: two thirds of a millisecond or so. */
function loop(numbers: Float64Array): number {
  let sum = 0;
  for (let pass = 0; pass < 16; pass++)
    for (let i = 0; i < numbers.length; i++) {
      const point = { x: numbers[i]!, y: sum };
      sum += point.x * point.x + Math.sqrt(point.y + 1) * 1e-9;
    }
  return sum;
}

function prepared(): Prepared {
  const numbers = Float64Array.from(uniform(0, 4096), (x) => x + 0.5);
  return { run: () => void loop(numbers), values: () => [loop(numbers)] };
}

export const load: Load = () => ({ version: "", programs: { calibration: prepared } });
