import { describe, expect, test } from "vitest";
import { erf, erfc, normalCdf } from "../src/kernels/js/special/erf.ts";
import { expMinusSquare } from "../src/kernels/js/special/expMinusSquare.ts";
import { sigmoid, softplus } from "../src/kernels/js/special/logistic.ts";
import { ElementwiseKernel } from "../src/kernels/wasm/elementwise.ts";
import { Heap, wasmHeap } from "../src/kernels/wasm/heap.ts";
import { mathFunctions } from "../src/kernels/wasm/math.ts";
import type { Value, Vectors } from "../src/kernels/wasm/vector.ts";

// The functions of vectors against those of float64, with and without fused multiply-add. That the references of the error function and the
// logistic ones are right to some units of float64 is the business of special.test.ts.

const references: { readonly [N in keyof typeof mathFunctions]: (x: number) => number } = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sigmoid,
  softplus,
  tanh: Math.tanh,
  sinh: Math.sinh,
  cosh: Math.cosh,
  gauss: expMinusSquare,
  erf,
  erfc,
  normalCdf,
};
const names = Object.keys(references) as (keyof typeof references)[];

/** A small heap of its own, with or without fused multiply-add. */
function heapFor(relaxed: boolean): Heap {
  return new Heap(new WebAssembly.Memory({ initial: 5, maximum: 64 }), false, 64, relaxed);
}
const heaps = [false, ...(wasmHeap()!.relaxed ? [true] : [])].map((relaxed) => ({ relaxed, heap: heapFor(relaxed) }));

function run<A extends Float32Array | Float64Array>(heap: Heap, x: A, compute: (v: Vectors, x: Value) => Value): A {
  const kernel = new ElementwiseKernel(heap, {
    dtype: x instanceof Float32Array ? "float32" : "float64",
    operands: ["values"],
    outputs: [1],
    uniforms: 0,
    uniformDtype: "float64",
    compute: (v, [operand]) => [compute(v, operand!)],
  });
  const y = x.slice() as A; // of the same kind
  kernel.run({ data: y, shape: [x.length], size: x.length }, [{ data: x, shape: [x.length], size: x.length }], []);
  return y;
}

const specials = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
/** Where float32 exponentials, their complements and tails begin and end, and what lies next to the special numbers. */
const borders = [
  ...[88.72283, 88.722839, 88.72284, -103.97207, -103.97208, -103.28, -87.33655, -87.3366, 9.01, 9.02, 16.6, 17.4],
  ...[
    1.17549435e-38, 1.4e-45, -1.4e-45, 3.4028234e38, -3.4028234e38, 1, -1, 0.5, -0.5, 2, 10, 100, 1000, 1e-10, -1e-10,
  ],
  ...[
    0.34657359,
    -0.34657359,
    Math.fround(Math.SQRT1_2),
    Math.fround(Math.SQRT1_2) - 2 ** -24,
    Math.fround(Math.SQRT2),
    Math.fround(Math.SQRT2) + 2 ** -23,
    0.99999994,
    1.0000001,
    -0.99999994,
    4,
    8,
  ],
];

/** float32 numbers of all exponents, dense ones where the functions bend, borders and specials. */
function samples(): Float32Array {
  const bits: number[] = [];
  for (let pattern = 0; pattern < 0x7f800000; pattern += 21_001) bits.push(pattern, pattern | 0x80000000);
  const everywhere = [...new Float32Array(Int32Array.from(bits).buffer)];
  const range = (low: number, high: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => low + ((high - low) * i) / count);
  return Float32Array.from([
    ...everywhere,
    ...range(-110, 110, 60_000),
    ...range(-6, 6, 60_000),
    ...range(0.3, 2.5, 30_000),
    ...borders,
    ...specials,
  ]);
}

/** The distance of two neighbouring float32 at y. */
function ulp(y: number): number {
  return 2 ** Math.max(Math.floor(Math.log2(Math.abs(y))) - 23, -149);
}

describe.each(heaps)("with fused multiply-add: $relaxed", ({ heap }) => {
  test.each(names)("%s rounds to float32 within 0.505 ulp", (name) => {
    const x = samples();
    const y = run(heap, x, (v, operand) => {
      const [low, high] = v.promote(operand);
      const f = mathFunctions[name];
      return v.demote(f(v.float64, low), f(v.float64, high));
    });
    let [worst, where] = [0, ""];
    for (let i = 0; i < x.length; i++) {
      const exact = references[name](x[i]!);
      if (Object.is(Math.fround(exact), y[i]!)) continue;
      // Where one is special the other one is too.
      const error = Math.abs(y[i]! - exact) / ulp(exact);
      if (!(error <= worst)) [worst, where] = [error, `${name}(${x[i]}) = ${y[i]}, not ${exact}`];
    }
    expect(worst, where).toBeLessThanOrEqual(0.505);
  });

  test.each(names)("%s is within 1e-10 in float64, for whatever an expression hands it", (name) => {
    const range = (low: number, high: number): number[] =>
      Array.from({ length: 40_000 }, (_, i) => low + ((high - low) * i) / 40_000);
    const powers = Array.from({ length: 2040 }, (_, i) => 1.37 * 2 ** (i - 1020));
    const x = Float64Array.from([
      ...[...range(-745, 745), ...range(-40, 40), ...range(-2, 2), ...range(1 - 1e-7, 1 + 1e-7)],
      ...[...powers, ...powers.map((power) => -power), ...borders, ...specials],
    ]);
    const y = run(heap, x, (v, operand) => mathFunctions[name](v.float64, operand));
    let [worst, where] = [0, ""];
    for (let i = 0; i < x.length; i++) {
      const exact = references[name](x[i]!);
      if (Object.is(exact, y[i]!)) continue;
      // What float32 never sees: powers of e that are 0 or infinite a little too early.
      if (Math.abs(exact) < 2 ** -1020 && Math.abs(y[i]!) < 2 ** -1020) continue;
      if (Math.abs(exact) > 6e307 && y[i] === Math.sign(exact) * Number.POSITIVE_INFINITY) continue;
      const error = Math.abs(y[i]! / exact - 1);
      if (!(error <= worst)) [worst, where] = [error, `${name}(${x[i]}) = ${y[i]}, not ${exact}`];
    }
    expect(worst, where).toBeLessThanOrEqual(1e-10);
  });
});
