import { spawnSync } from "node:child_process";
import threads from "node:worker_threads";
import { DomainError, gelu, getThreads, greater, Rng, setThreads, softplus, Tensor, tensor } from "@tapegrad/core";
import { afterEach, describe, expect, test } from "vitest";
import { i32, types, v128, when } from "../src/kernels/wasm/assembler.ts";
import { multiply } from "../src/kernels/wasm/gemm/multiply.ts";
import { wasmHeap } from "../src/kernels/wasm/heap.ts";
import type { ThreadModule } from "../src/kernels/wasm/threads/module.ts";
import { runChunks, threadCount, threadModule } from "../src/kernels/wasm/threads.ts";
import { number } from "../src/op/args.ts";
import { defineElementwise } from "../src/op/elementwise.ts";
import { condition } from "../src/op/inputs.ts";
import { thrownBy } from "./thrownBy.ts";

const heap = wasmHeap()!; // every Node that is supported has vectors
const before = getThreads();
afterEach(() => setThreads(before));

/** Resolves when so many new threads are ready. */
async function untilReady(threads: number): Promise<void> {
  setThreads(1);
  setThreads(threads);
  while (threadCount() < threads) await new Promise((resolve) => setTimeout(resolve, 1));
}

/**
 * A chunk function `mark` that adds 1 to the number of its chunk at `parameters` and writes its thread behind the other; `failing` does so
 * too, but reads from beyond the end of the memory first, unless it runs on the main thread; `broken` reads there always.
 */
function marking(): ThreadModule {
  const assembler = heap.assembler();
  const nowhere = v128.load(i32.const(-16));
  for (const [name, fails] of [
    ["mark", i32.const(0)],
    ["failing", null],
    ["broken", i32.const(1)],
  ] as const)
    assembler.func(name, [types.i32, types.i32, types.i32], (local, chunk, parameters, thread) => {
      const [at, x] = [local(types.i32), local(types.v128)];
      return [
        when(fails ?? thread!.get, x.set(nowhere)),
        at.set(i32.add(parameters!.get, i32.mul(chunk!.get, i32.const(8)))),
        i32.store(at.get, i32.add(i32.load(at.get), i32.const(1))),
        i32.store(at.get, thread!.get, 4),
      ];
    });
  return threadModule(assembler);
}

const chunks = 5000;

/** How often each chunk was run, and on which threads any was. */
function run(module: ThreadModule, name: string): { times: Set<number>; threads: Set<number> } {
  const at = heap.allocate(chunks * 8);
  heap.views.int32.fill(0, at / 4, at / 4 + chunks * 2);
  try {
    runChunks(module, name, at, chunks);
    const found = heap.views.int32.slice(at / 4, at / 4 + chunks * 2);
    return {
      times: new Set(found.filter((_, i) => i % 2 === 0)),
      threads: new Set(found.filter((_, i) => i % 2 === 1)),
    };
  } finally {
    heap.release(at, chunks * 8);
  }
}

// Threads start and wake when the system lets them.
const patient = { timeout: 60_000 };

describe("chunks of work", patient, () => {
  test("are each done once, on one thread and on several", async () => {
    const module = marking();
    setThreads(1);
    expect(run(module, "mark")).toEqual({ times: new Set([1]), threads: new Set([0]) });
    await untilReady(3);
    const threads = new Set<number>();
    // Which thread gets one is the system's affair; in the end every thread did. Many times: two seldom reach for the same one.
    for (let times = 0; times < 300 || threads.size < 3; times++) {
      const found = run(module, "mark");
      expect(found.times).toEqual(new Set([1]));
      for (const thread of found.threads) threads.add(thread);
    }
    expect([...threads].sort()).toEqual([0, 1, 2]);
  });

  test("reach workers that sleep", async () => {
    const module = marking();
    await untilReady(2);
    let woken = false;
    while (!woken) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      woken = run(module, "mark").threads.has(1);
    }
    expect(woken).toBe(true);
  });

  test("that fail on a worker are done by the main thread", async () => {
    const module = marking();
    await untilReady(3);
    while (threadCount() > 1) expect(run(module, "failing")).toEqual({ times: new Set([1]), threads: new Set([0]) });
    expect(run(module, "failing").times).toEqual(new Set([1]));
  });

  test("that fail everywhere throw where they were asked for, and the next ones run", async () => {
    const module = marking();
    await untilReady(2);
    expect(() => run(module, "broken")).toThrow(/memory access out of bounds/);
    expect(run(module, "mark").times).toEqual(new Set([1]));
  });

  test("find the memory that grew since a worker started", async () => {
    await untilReady(2);
    const bytes = heap.memory.buffer.byteLength + 1;
    const large = heap.allocate(bytes);
    const module = marking(); // its bytes lie behind
    const threads = new Set<number>();
    while (!threads.has(1)) for (const thread of run(module, "mark").threads) threads.add(thread);
    heap.release(large, bytes);
    expect(threadCount()).toBe(2);
  });
});

describe("products on several threads", patient, () => {
  for (const [dtype, array] of [
    ["float32", Float32Array],
    ["float64", Float64Array],
  ] as const)
    test(`have the bits of those on one, ${dtype}`, async () => {
      const rng = new Rng(5);
      for (const [m, n, k] of [
        [128, 512, 784],
        [1000, 10, 300],
        [7, 3000, 801],
        [333, 257, 129],
        [20_000, 101, 5],
      ] as const)
        for (const transposed of [false, true]) {
          const sizes = { m, n, k, transposeA: transposed, transposeB: !transposed };
          const [a, b] = [new array(rng.normal([m * k]).data), new array(rng.normal([k * n]).data)];
          const product = (): Uint8Array => {
            const c = new array(m * n);
            multiply(c, 0, a, 0, b, 0, sizes);
            return new Uint8Array(c.buffer);
          };
          setThreads(1);
          const alone = product();
          for (const threads of [2, 3]) {
            await untilReady(threads);
            expect(Buffer.compare(product(), alone)).toBe(0);
          }
        }
    });
});

/** What a program prints that multiplies large matrices, waits, and multiplies again; its workers then look for work, or sleep. */
function ending(wait: number): { stdout: string; status: number | null } {
  const program = `
    import { Rng, matmul, setThreads } from "@tapegrad/core";
    setThreads(3);
    const a = new Rng(1).normal([400, 400]);
    matmul(a, a);
    await new Promise((resolve) => setTimeout(resolve, ${wait}));
    console.log(matmul(a, a).shape.join());
  `;
  const args = ["--conditions=@tapegrad/source", "--import", "tsx", "--input-type=module", "--eval", program];
  return spawnSync(process.execPath, args, { encoding: "utf8", cwd: import.meta.dirname });
}

test(
  "a program ends by itself after large products, whether its workers are starting, looking for work or sleeping",
  patient,
  () => {
    for (const wait of [0, 300]) expect(ending(wait)).toMatchObject({ stdout: "400,400\n", status: 0 });
  },
);

/** Calls `fn` where `new Worker(…)` makes something else. */
async function withWorker(Worker: typeof threads.Worker, fn: () => Promise<void>): Promise<void> {
  const own = threads.Worker;
  threads.Worker = Worker;
  try {
    await fn();
  } finally {
    threads.Worker = own;
  }
}

test("setThreads(1) makes the workers end", patient, async () => {
  const ends: Promise<unknown>[] = [];
  class Watched extends threads.Worker {
    constructor(...args: ConstructorParameters<typeof threads.Worker>) {
      super(...args);
      ends.push(new Promise((resolve) => this.once("exit", resolve)));
    }
  }
  await withWorker(Watched, async () => {
    await untilReady(3);
    setThreads(1);
    expect(await Promise.all(ends)).toEqual([0, 0]);
  });
});

describe("where workers cannot start, the main thread does everything", patient, () => {
  class Forbidden {
    constructor() {
      throw new Error("no workers here");
    }
  }
  class Broken extends threads.Worker {
    constructor(_: string, options: threads.WorkerOptions) {
      super("throw new Error('no such worker')", options);
      ended = new Promise((resolve) => this.once("exit", resolve));
    }
  }
  let ended: Promise<unknown> = Promise.resolve();
  for (const [how, Worker] of [
    ["making one throws", Forbidden],
    ["they fail, which nobody hears of", Broken],
  ] as const)
    test(how, async () => {
      setThreads(1);
      setThreads(2);
      await withWorker(Worker as unknown as typeof threads.Worker, async () => {
        const module = marking();
        expect(run(module, "mark")).toEqual({ times: new Set([1]), threads: new Set([0]) });
        await ended;
        expect(run(module, "mark")).toEqual({ times: new Set([1]), threads: new Set([0]) });
        expect(threadCount()).toBe(1);
      });
    });
});

test("setThreads takes whole numbers from 1 to 256", () => {
  for (const n of [0, 1.5, 257, Number.NaN, "2" as never]) expect(() => setThreads(n)).toThrow(DomainError);
  expect(thrownBy(() => setThreads(0))).toBe("DomainError: setThreads: n must be a whole number in 1 … 256, got 0.");
  setThreads(2);
  expect(getThreads()).toBe(2);
});

describe("large elementwise results on several threads", () => {
  test("have the bits that one thread gives", async () => {
    const data = Float32Array.from({ length: 300_001 }, (_, i) => Math.sin(i * 12.9898) * 6);
    const x = new Tensor([data.length], "float32", data);
    const scaled = defineElementwise({
      name: "scaled",
      inputs: [condition("kept"), "x", "scale"],
      dtype: "float",
      args: [number("shift", 0)],
      value: (e, { kept, x, scale }, { shift }) =>
        e.select(kept, e.mul(scale, e.add(e.normalCdf(x), e.exp(e.mul(x, shift)))), x),
    });
    const kept = greater(x, -1);
    const half = tensor(0.5);
    const compute = (): readonly Tensor[] => [
      softplus(x),
      gelu(x),
      scaled(kept, x, half, { shift: 0.25 }),
      scaled(kept, x, half, { shift: 0.75 }),
    ];
    setThreads(1);
    const alone = compute();
    await untilReady(3);
    for (const [k, shared] of compute().entries())
      expect(Buffer.from(shared.data.buffer).equals(Buffer.from(alone[k]!.data.buffer))).toBe(true);
  });
});
