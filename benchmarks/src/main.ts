// `pnpm bench`: what a training step, a long chain of small ops, and many steps cost. Medians; the machine's load shows in ± %.
import b from "benny";
import { scalarChain, trainingStep } from "./workloads.ts";

/** Median time in microseconds of one call. */
interface Row {
  readonly name: string;
  readonly median: number;
  readonly limit?: number;
}

const rows: Row[] = [];

async function measure(name: string, run: () => number, limit?: number): Promise<void> {
  for (let i = 0; i < 2000; i++) run();
  await b.suite(
    name,
    b.add(name, () => {
      run();
    }),
    b.complete((summary) => {
      const median = (summary.results[0]?.details.median ?? Number.NaN) * 1e6;
      rows.push(limit === undefined ? { name, median } : { name, median, limit });
    }),
  );
}

/** Heap in use after a full collection, in bytes. */
function heap(): number {
  if (globalThis.gc === undefined) throw new Error("Run with node --expose-gc, as `pnpm bench` does.");
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

await measure("training step 2-4-2, batch 4, sigmoid, SGD", trainingStep([2, 4, 2], 4), 25);
await measure("200-op scalar chain, forward and backward", scalarChain(), 400);
await measure("training step 64-50-10, batch 100, sigmoid, SGD", trainingStep([64, 50, 10], 100));

const step = trainingStep([2, 4, 2], 4);
for (let i = 0; i < 5000; i++) step();
const before = heap();
for (let i = 0; i < 20_000; i++) step();
const growth = (heap() - before) / before;

console.log("\nmedian µs");
for (const { name, median, limit } of rows)
  console.log(`${median.toFixed(1).padStart(9)}  ${name}${limit === undefined ? "" : `  (aim: at most ${limit})`}`);
console.log(
  `${(growth * 100).toFixed(2).padStart(8)}%  growth of the heap over 20,000 further training steps  (aim: below 5 %)`,
);
