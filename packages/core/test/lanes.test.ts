import { describe, expect, test } from "vitest";
import { Assembler } from "../src/kernels/wasm/assembler.ts";
import { Heap, wasmHeap } from "../src/kernels/wasm/heap.ts";
import { BuiltOp, opOf } from "../src/op/build.ts";
import type { LaneProgram } from "../src/op/lanes.ts";
import { compiledLaneLoop, interpretedLaneLoop } from "../src/op/readers/laneScript.ts";
import { addLaneLoop, canVectorize, keptBytes } from "../src/op/readers/laneSimd.ts";
import * as ops from "../src/ops/index.ts";
import { Rng } from "../src/random/rng.ts";

// A lane program is read in three ways: as JavaScript made of text, as JavaScript that interprets, and as emitted vectors.

interface Subject {
  readonly name: string;
  readonly program: LaneProgram;
}

const subjects: readonly Subject[] = Object.entries(ops).flatMap(([name, fn]) => {
  const op = typeof fn === "function" ? opOf(fn) : undefined;
  return op instanceof BuiltOp ? op.lanes.map((step) => ({ name, program: step.program })) : [];
});

/** Sizes on both sides of what vectors and eight partial sums hold. */
const lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 100];

interface Buffers {
  readonly outs: Float32Array[];
  readonly ins: Float32Array[];
  readonly attrs: Record<string, number>;
}

function buffersOf(
  { elements, perLane, outputs, attrs }: LaneProgram,
  lanes: number,
  n: number,
  seed: number,
): Buffers {
  const rng = new Rng(seed);
  const numbers = (size: number): Float32Array => Float32Array.from({ length: size }, () => 4 * rng.next() - 2);
  return {
    outs: outputs.map(({ uniform }) => new Float32Array(uniform ? lanes : lanes * n)),
    ins: [...elements.map(() => numbers(lanes * n)), ...perLane.map(() => numbers(lanes))],
    attrs: Object.fromEntries(attrs.map((name) => [name, 1])),
  };
}

type Loop = ReturnType<typeof compiledLaneLoop>;

function runScript(
  loop: Loop,
  program: LaneProgram,
  { outs, ins, attrs }: Buffers,
  sizes: [number, number, number],
): void {
  loop(...sizes, ...outs, ...ins, new Float64Array(program.kept.length * sizes[1]), attrs);
}

/** Runs the emitted function in a memory of its own, on an engine that multiplies and adds with one rounding or with two. */
function runEmitted(
  program: LaneProgram,
  apart: boolean,
  relaxed: boolean,
  given: Buffers,
  sizes: [number, number, number],
): void {
  const { memory, maximum, shared } = wasmHeap()!;
  const heap = new Heap(memory, shared, maximum, relaxed);
  const code = { program, apart, dtype: "float32", perLane: program.perLane.map(() => "float32" as const) } as const;
  const assembler = new Assembler({ shared, maximum });
  addLaneLoop(assembler, "run", relaxed, code);
  const { run } = heap.instantiate(assembler) as { run: (...args: number[]) => void };
  const own = wasmHeap()!;
  const place = (data: Float32Array): number => {
    const address = own.allocate(data.byteLength + 64);
    own.views.float32.set(data, address / 4);
    return address;
  };
  const [outs, ins] = [given.outs.map(place), given.ins.map(place)];
  const kept = own.allocate(keptBytes(code, sizes[1]) + 64);
  run(...sizes, ...outs, ...ins, kept, ...program.attrs.map((name) => given.attrs[name]!));
  for (const [k, out] of given.outs.entries())
    out.set(own.views.float32.subarray(outs[k]! / 4, outs[k]! / 4 + out.length));
}

/** The distance of two float32 in units of the last place. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) || a === b) return 0;
  const ordered = (x: number): number => {
    const bits = new Int32Array(Float32Array.of(x).buffer)[0]!;
    return bits < 0 ? -(bits & 0x7fffffff) : bits;
  };
  return Math.abs(ordered(a) - ordered(b));
}

test("the reductions and the softmaxes are lane programs", () => {
  const names = subjects.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["sum", "mean", "max", "min", "softmax", "logSoftmax", "logSumExp", "sumTo"]),
  );
});

describe.each(subjects)("$name", ({ program }) => {
  test.each([false, true])("interpreted it has the bits of the code made of text; elements apart: %s", (apart) => {
    const [compiled, interpreted] = [compiledLaneLoop(program, apart), interpretedLaneLoop(program, apart)];
    for (const n of lengths) {
      const sizes: [number, number, number] = apart ? [2, n, 11] : [5, n, 1];
      const lanes = sizes[0] * sizes[2];
      const [a, b] = [buffersOf(program, lanes, n, n), buffersOf(program, lanes, n, n)];
      runScript(compiled, program, a, sizes);
      runScript(interpreted, program, b, sizes);
      expect(b.outs).toEqual(a.outs);
    }
  });

  const perLane = program.perLane.map(() => "float32" as const);
  test.each([
    [false, true],
    [false, false],
    [true, true],
    [true, false],
  ])("as vectors it has the same bits where it is exact, else within 2 ulp; elements apart: %s, fused: %s", (apart, fused) => {
    const heap = wasmHeap();
    if (heap === null || (fused && !heap.relaxed)) return;
    if (!canVectorize({ program, apart, dtype: "float32", perLane })) return;
    const compiled = compiledLaneLoop(program, apart);
    for (const n of lengths) {
      const sizes: [number, number, number] = apart ? [2, n, 11] : [5, n, 1];
      const lanes = sizes[0] * sizes[2];
      const [a, b] = [buffersOf(program, lanes, n, n), buffersOf(program, lanes, n, n)];
      runScript(compiled, program, a, sizes);
      runEmitted(program, apart, fused, b, sizes);
      if (program.exact) expect(b.outs).toEqual(a.outs);
      else
        for (const [k, out] of a.outs.entries())
          for (const [i, value] of out.entries())
            expect(ulps(value, b.outs[k]![i]!), `n ${n}, output ${k}, ${i}`).toBeLessThanOrEqual(2);
    }
  });
});
