import {
  defineOp,
  defineReduction,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  norm,
  onLanes,
  softmax,
  std,
  sum,
  sumTo,
  Tensor,
  tensor,
  variance,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { blockHeap } from "../src/kernels/wasm/blockHeap.ts";
import { wasmHeap, withoutWasm } from "../src/kernels/wasm/heap.ts";
import { LaneBlocks } from "../src/kernels/wasm/laneBlocks.ts";
import { BuiltOp, opOf } from "../src/op/build.ts";
import type { LaneStep } from "../src/op/laneStep.ts";
import { laneCode } from "../src/op/readers/laneBlockCode.ts";
import { compiledLaneLoop, interpretedLaneLoop } from "../src/op/readers/laneScript.ts";
import { addLaneLoop, keptBytes, type LaneFunction } from "../src/op/readers/laneSimd.ts";
import * as ops from "../src/ops/index.ts";
import { thrownBy } from "./thrownBy.ts";

// Kernels of lane programs: all of one program give the same, whatever the sizes, and wherever a lane stands.

/** Sizes around the borders of vectors and of the eight partial sums. */
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 15, 16, 17, 31, 33, 1000];

function numbers(size: number, salt = 0, scale = 4): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + salt) * scale);
}

/** Lanes with what is special in every place of a vector. */
function specials(size: number, salt: number): Float64Array {
  const list = [0, -0, NaN, Infinity, -Infinity, 1e30, -1e30, 1e-40, 3];
  return numbers(size, salt).map((x, i) => ((i * 7 + salt) % 11 === 0 ? list[(i + salt) % list.length]! : x));
}

/** One that the library has none of: an input with one value for each lane, and places in it. */
const lookup = /* @__PURE__ */ defineOp({
  name: "lookup",
  inputs: ["x", "place"],
  shape: (_, place) => place.shape,
  lanes: onLanes({
    elements: ["x"],
    perLane: ["place"],
    value: (e, { x, place }, lane) => e.sub(lane.at(x, place), e.div(lane.sum(e.mul(x, lane.index)), lane.n)),
  }),
  vjp: { x: "nondifferentiable", place: "nondifferentiable" },
  formula: { value: "x[place] − Σᵢ i xᵢ / n" },
});
const stepsOf = (op: object): readonly LaneStep[] => (opOf(op) as BuiltOp).lanes;
const programs = Object.entries({ ...ops, lookup }).flatMap(([name, fn]) => {
  const op = typeof fn === "function" ? opOf(fn) : undefined;
  return op instanceof BuiltOp ? op.lanes.map((step) => ({ name, step })) : [];
});

interface Lanes {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly apart: boolean;
}

type Floats = Float32Array | Float64Array;
type Loop = (...args: readonly unknown[]) => void;
const attrs = { correction: 1 };

function outputsOf(step: LaneStep, { outer, n, inner }: Lanes, like: Floats): Floats[] {
  return step.program.outputs.map(({ uniform }) => {
    const size = outer * inner * (uniform ? 1 : n);
    return like instanceof Float32Array ? new Float32Array(size).fill(9) : new Float64Array(size).fill(9);
  });
}

function placesOf({ outer, n, inner }: Lanes): Int32Array {
  return Int32Array.from({ length: outer * inner }, (_, lane) => (n === 0 ? 0 : (lane * 5) % n));
}

function runScript(make: typeof compiledLaneLoop, step: LaneStep, lanes: Lanes, x: Floats): Floats[] {
  const { program } = step;
  const outs = outputsOf(step, lanes, x);
  const perLane = program.perLane.map(() => placesOf(lanes));
  const kept = new Float64Array(program.kept.length * lanes.n);
  const loop: Loop = make(program, lanes.apart);
  loop(lanes.outer, lanes.n, lanes.inner, ...outs, x, ...perLane, kept, attrs);
  return outs;
}

/** Emitted, on addresses of the heap. */
function runVectors(step: LaneStep, lanes: Lanes, x: Floats, relaxed: boolean): Floats[] {
  const heap = wasmHeap()!;
  const { program } = step;
  const dtype = x instanceof Float32Array ? "float32" : "float64";
  const parts: LaneFunction = { program, apart: lanes.apart, dtype, perLane: program.perLane.map(() => "int32") };
  const assembler = heap.assembler();
  addLaneLoop(assembler, "lanes", relaxed, parts);
  const run = heap.instantiate(assembler).lanes as (...args: readonly number[]) => void;
  const outs = outputsOf(step, lanes, x);
  const perLane = program.perLane.map(() => placesOf(lanes));
  const buffers = [...outs, x, ...perLane].map((data) => ({ data, address: heap.allocate(data.byteLength) }));
  const kept = heap.allocate(keptBytes(parts, lanes.n));
  for (const { data, address } of buffers) viewOf(data, address).set(data);
  run(
    ...[lanes.outer, lanes.n, lanes.inner],
    ...buffers.map(({ address }) => address),
    kept,
    ...program.attrs.map((name) => attrs[name as keyof typeof attrs]),
  );
  outs.forEach((out, k) => {
    out.set(viewOf(out, buffers[k]!.address) as Float64Array);
  });
  for (const { data, address } of buffers) heap.release(address, data.byteLength);
  heap.release(kept, keptBytes(parts, lanes.n));
  return outs;
}

function viewOf(data: Floats | Int32Array, address: number): Floats | Int32Array {
  const { buffer } = wasmHeap()!.memory;
  if (data instanceof Float32Array) return new Float32Array(buffer, address, data.length);
  if (data instanceof Int32Array) return new Int32Array(buffer, address, data.length);
  return new Float64Array(buffer, address, data.length);
}

function sameBits(what: string, got: readonly Floats[], wanted: readonly Floats[]): void {
  for (const [k, list] of wanted.entries())
    for (const [i, value] of list.entries())
      if (!Object.is(got[k]![i], value)) expect.fail(`${what}: element ${i} is ${got[k]![i]}, not ${value}`);
}

/** Distance between neighbouring float32 at a number. */
function ulp(x: number): number {
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23));
}

/** Within one unit in the last place, which is what is left where both round once and one approximates to 1e-11. */
function within1ulp(what: string, got: readonly Floats[], wanted: readonly Floats[]): void {
  // Of a logSumExp terms of up to 8 cancel, and the approximation is of these.
  const cancelled = what.startsWith("logSumExp") ? 8e-11 : 0;
  for (const [k, list] of wanted.entries())
    for (const [i, value] of list.entries()) {
      const is = got[k]![i]!;
      if (!Object.is(is, value) && !(Math.abs(is - value) <= Math.max(ulp(value), cancelled)))
        expect.fail(`${what}: element ${i} is ${is}, not ${value}`);
    }
}

const layouts: readonly Lanes[] = [
  ...sizes.map((n) => ({ outer: 3, n, inner: 1, apart: false })),
  ...[1, 2, 3, 4, 5, 7, 8, 9, 16, 17].map((inner) => ({ outer: 2, n: 5, inner, apart: true })),
  ...[0, 1, 2, 9, 100].map((n) => ({ outer: 3, n, inner: 6, apart: true })),
];

describe.each(programs)("$name", ({ step }) => {
  const { program } = step;
  const cases = layouts.flatMap((lanes) => {
    const size = lanes.outer * lanes.n * lanes.inner;
    return [numbers(size, lanes.n), specials(size, lanes.n + 1), specials(size, lanes.n + 4)].map((x) => ({
      lanes,
      x,
    }));
  });
  const described = (lanes: Lanes): string => `${step.where} ${JSON.stringify(lanes)}`;

  test("interpreted and compiled loops give the same bits", () => {
    for (const { lanes, x } of cases)
      for (const list of [x, Float32Array.from(x)])
        sameBits(
          described(lanes),
          runScript(interpretedLaneLoop, step, lanes, list),
          runScript(compiledLaneLoop, step, lanes, list),
        );
  });

  test.skipIf(wasmHeap() === null)("vectors give the same bits where all operations are exact, or one ulp", () => {
    for (const relaxed of wasmHeap()!.relaxed ? [true, false] : [false]) {
      for (const { lanes, x } of cases) {
        // Vectors are not asked for lanes of nothing, nor for places of their own down columns.
        if (lanes.n === 0 || (lanes.apart && program.perLane.length > 0)) continue;
        const single = Float32Array.from(x);
        const agree = program.exact ? sameBits : within1ulp;
        agree(
          described(lanes),
          runVectors(step, lanes, single, relaxed),
          runScript(compiledLaneLoop, step, lanes, single),
        );
        if (program.exact)
          sameBits(described(lanes), runVectors(step, lanes, x, relaxed), runScript(compiledLaneLoop, step, lanes, x));
      }
    }
  });
});

describe.skipIf(wasmHeap() === null)("lanes that are too long for a block", { timeout: 60_000 }, () => {
  const long: readonly Lanes[] = [
    { outer: 2, n: 90_003, inner: 1, apart: false },
    { outer: 2, n: 20_000, inner: 6, apart: true },
    { outer: 1, n: 17_001, inner: 260, apart: true },
  ];

  test.each(programs)("$name comes in pieces, with the bits of whole lanes", ({ step }) => {
    const { program } = step;
    for (const lanes of long) {
      if (lanes.apart && program.perLane.length > 0) continue;
      if (lanes.inner > 200 && !["softmax", "variance"].includes(step.where)) continue; // the others would only take their time
      const x = Float32Array.from(numbers(lanes.outer * lanes.n * lanes.inner));
      const parts = {
        program,
        apart: lanes.apart,
        dtype: "float32",
        perLane: program.perLane.map(() => "int32" as const),
      } as const;
      const blocks = new LaneBlocks(blockHeap()!, laneCode(blockHeap()!, parts));
      const outs = outputsOf(step, lanes, x);
      const before = blockHeap()!.memory.buffer.byteLength;
      blocks.fill(
        outs.map((data, k) => ({ data, each: !program.outputs[k]!.uniform })),
        [{ data: x, each: true }, ...program.perLane.map(() => ({ data: placesOf(lanes), each: false }))],
        lanes,
        program.attrs.map((name) => attrs[name as keyof typeof attrs]),
      );
      expect(blockHeap()!.memory.buffer.byteLength).toBe(before);
      sameBits(JSON.stringify(lanes), outs, runVectors(step, lanes, x, wasmHeap()!.relaxed));
    }
  });
});

describe("a lane alone has the bits that it has among others", () => {
  const reductions: { readonly [name: string]: (x: Tensor, axis: number) => Tensor } = {
    sum,
    mean,
    max,
    min,
    variance,
    std,
    logSumExp,
    norm,
  };
  const row = (x: Tensor, i: number): Tensor => {
    const n: number = x.shape[1]!;
    return new Tensor([1, n], "float32", x.data.slice(i * n, (i + 1) * n) as Float32Array);
  };
  const column = (x: Tensor, i: number): Tensor => {
    const [m, n] = x.shape as readonly number[] as [number, number];
    return new Tensor(
      [m, 1],
      "float32",
      Float32Array.from({ length: m }, (_, r) => x.data[r * n + i]!),
    );
  };
  const matrices = [
    [5, 9],
    [40, 10],
    [33, 300],
    [3, 20_000],
  ].map(([m, n]) => new Tensor([m!, n!], "float32", Float32Array.from(numbers(m! * n!))));

  test.each(Object.entries(reductions))("%s", (_, op) => {
    for (const x of matrices) {
      const [rows, columns] = [op(x as Tensor, 1) as Tensor, op(x as Tensor, 0) as Tensor];
      for (const i of [0, 1, 2]) {
        expect((op(row(x, i), 1) as Tensor).data[0]).toBe(rows.data[i]);
        expect((op(column(x, i), 0) as Tensor).data[0]).toBe(columns.data[i]);
      }
    }
  });

  test.each([
    ["softmax", softmax],
    ["logSoftmax", logSoftmax],
  ] as const)("%s", (_, op) => {
    for (const x of matrices) {
      const [m, n] = x.shape as readonly number[] as [number, number];
      const [rows, columns] = [op(x as Tensor, 1), op(x as Tensor, 0)] as [Tensor, Tensor];
      for (const i of [0, 1, 2]) {
        expect(Array.from(op(row(x, i), 1).data)).toEqual(Array.from(rows.data.slice(i * n, (i + 1) * n)));
        const alone = op(column(x, i), 0).data;
        for (let r = 0; r < m; r++) expect(alone[r]).toBe(columns.data[r * n + i]);
      }
    }
  });
});

const approximate: readonly ((x: Tensor, axis: number) => Tensor)[] = [softmax, logSoftmax, logSumExp];

test("without emitted kernels the results are within one ulp", { timeout: 60_000 }, () => {
  for (const [m, n] of [
    [7, 3],
    [20, 70],
    [2, 30_000],
    [2, 100_001],
    [100_001, 3],
  ] as const) {
    const x: Tensor = new Tensor([m, n], "float32", Float32Array.from(numbers(m * n)));
    for (const op of approximate)
      for (const axis of [0, 1]) {
        const [fast, slow] = [op(x, axis), withoutWasm(() => op(x, axis))];
        within1ulp(`${op.name} ${m}×${n} axis ${axis}`, [fast.data as Floats], [slow.data as Floats]);
      }
  }
});

describe("the order of a sum", () => {
  // 2⁵³ + 1 is 2⁵³, so the result says what was added to what.
  const big = 2 ** 53;

  test("neighbours: eight partial sums, those of j and j + 4 first", () => {
    // s₀ = 2⁵³ and s₄ = −2⁵³ meet before anything small is added to either.
    const x = [big, 1, 1, 1, -big, 1, 1, 1];
    expect(sum(tensor(x, { dtype: "float64" })).item()).toBe(6);
    // Nine elements: the ninth goes to the first, which loses it.
    expect(sum(tensor([...x, 1], { dtype: "float64" })).item()).toBe(6);
    expect(sum(tensor([...x, 0, 1], { dtype: "float64" })).item()).toBe(7);
  });

  test("down a column one after the other, also where it is the only one", () => {
    const column = [big, 1, 1, 1, -big, 1, 1, 1];
    for (const width of [1, 3, 8, 9]) {
      const x = tensor(
        column.map((value) => new Array<number>(width).fill(value)),
        { dtype: "float64" },
      ) as Tensor;
      expect((sum(x, 0) as Tensor).toArray()).toEqual(new Array(width).fill(3));
      expect((sumTo(x, [width]) as Tensor).toArray()).toEqual(new Array(width).fill(3));
    }
  });
});

describe("programs of one's own", () => {
  test("a reduction whose steps need each other takes as many passes", () => {
    // The mean of what lies above the mean.
    const upperMean = defineReduction({
      name: "upperMean",
      inputs: ["x"],
      dtype: "float",
      value(e, { x }, lane) {
        const above = e.less(e.div(lane.sum(x), lane.n), x);
        return e.div(lane.sum(e.select(above, x, 0)), lane.sum(e.select(above, 1, 0)));
      },
      vjp: { x: "nondifferentiable" },
      formula: { value: "…" },
    });
    expect(stepsOf(upperMean)[0]!.program.passes.map((pass) => pass.length)).toEqual([1, 2]);
    expect(
      upperMean(
        tensor([
          [1, 2, 3, 6],
          [0, 0, 0, 8],
        ]),
        1,
      ).toArray(),
    ).toEqual([6, 8]); // both means are 3 and 2
  });

  test("what only one pass needs is not kept, and what no output needs is not computed", () => {
    const [step] = stepsOf(softmax);
    expect(step!.program.passes.map((pass) => pass.map(({ kind }) => kind))).toEqual([["max"], ["sum"]]);
    expect(step!.program.kept.map(({ operation }) => operation)).toEqual(["exp"]);
    expect(stepsOf(logSumExp)[0]!.program.kept).toEqual([]);
  });

  test("a place that differs from element to element is refused", () => {
    const broken = defineReduction({
      name: "broken",
      inputs: ["x"],
      dtype: "same",
      value: (e, { x }, lane) => lane.sum(e.add(lane.at(x, lane.index), 1)),
      vjp: { x: "nondifferentiable" },
      formula: { value: "…" },
    });
    expect(thrownBy(() => broken(tensor([1, 2])))).toBe(
      "TapegradError: broken: lane.at must get an input and a place that is the same for the whole lane, got something else.",
    );
  });

  test("a reduction is a value or a function, and a program names inputs", () => {
    const parts = {
      name: "broken",
      inputs: ["x"],
      dtype: "same",
      vjp: { x: "nondifferentiable" },
      formula: { value: "…" },
    } as const;
    expect(thrownBy(() => defineReduction(parts))).toBe(
      "TapegradError: defineReduction: broken must have a value or a forward, got neither.",
    );
    expect(
      thrownBy(() => defineReduction({ ...parts, value: (_, { x }, lane) => lane.sum(x), forward: () => 0 })),
    ).toBe("TapegradError: defineReduction: broken must have a value or a forward, got both.");
    const lanes = onLanes({ elements: ["z"], value: (e, { z }) => e.neg(z) });
    expect(thrownBy(() => defineOp({ ...parts, shape: (x) => x.shape, lanes }))).toBe(
      "TapegradError: broken: elements and perLane must be names of inputs, got z.",
    );
  });
});
