// Kept in the declarations, where the import below is not: without it nothing would be added to the interfaces of vitest.
/// <reference types="vitest" preserve="true" />
import { DomainError, formatReceived, formatShape, Tensor, tensor } from "@tapegrad/core";
import { expect } from "vitest";
import { checkGradients } from "./check.ts";
import type { CheckOptions } from "./checkOptions.ts";
import { checkOptionNames } from "./options.ts";
import { indexOf } from "./position.ts";
import type { GradientReport } from "./report.ts";

/** How close is close. */
export interface CloseOptions {
  /** Relative tolerance; default 1e-5 if float32 is involved, 1e-12 for float64: some hundred roundings. */
  readonly relative?: number;
  /** Absolute tolerance; default the relative one times the largest magnitude expected: what cancels to 0 is off by that. */
  readonly absolute?: number;
}

interface TapegradMatchers<R = unknown> {
  /**
   * The function (of the list of inputs given) has the derivatives that differences have. See `checkGradients`.
   *
   * `expect((x: Tensor) => x.tanh()).toHaveCorrectGradients([tensor([1, 2])])`
   */
  toHaveCorrectGradients(inputs: readonly unknown[], options?: CheckOptions): R;
  /**
   * Every element is close to the expected one: `|a − b| ≤ absolute + relative · |b|`. Takes a tensor, nested arrays or a number.
   *
   * `expect(x.exp()).toBeAllClose([1, 2.718282])`
   */
  toBeAllClose(expected: unknown, options?: CloseOptions): R;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter has to be declared as vitest declares it.
  interface Assertion<T = any> extends TapegradMatchers<T> {}
  interface AsymmetricMatchersContaining extends TapegradMatchers {}
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

expect.extend({ toHaveCorrectGradients, toBeAllClose });

function toHaveCorrectGradients(
  f: (...args: readonly unknown[]) => unknown,
  inputs: readonly unknown[],
  options: CheckOptions = {},
): MatcherResult {
  const report: GradientReport = checkGradients(f, inputs, options);
  return {
    pass: report.ok,
    message: () => (report.ok ? `expected a wrong derivative, got none\n${report}` : String(report)),
  };
}

function toBeAllClose(received: unknown, expected: unknown, options: CloseOptions = {}): MatcherResult {
  checkOptionNames("toBeAllClose", options, ["relative", "absolute"]);
  for (const name of ["relative", "absolute"] as const) {
    const tolerance: unknown = options[name];
    if (tolerance !== undefined && !(Number.isFinite(tolerance) && (tolerance as number) >= 0))
      throw new DomainError(
        `toBeAllClose: ${name} must be a finite number from 0 on, got ${formatReceived(tolerance)}.`,
      );
  }
  const [a, b] = [toTensor(received), toTensor(expected)];
  if (formatShape(a.shape) !== formatShape(b.shape)) {
    const message = `expected shape ${formatShape(b.shape)}, got ${formatShape(a.shape)}`;
    return { pass: false, message: () => message };
  }
  // A literal is as exact as it is written; the dtype that was computed in says what can be expected.
  const coarse = a.dtype === "float32" || (expected instanceof Tensor && b.dtype === "float32");
  const relative = options.relative ?? (coarse ? 1e-5 : 1e-12);
  const absolute = options.absolute ?? relative * largestMagnitude(b);
  let [worst, excess] = [-1, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < a.size; i++) {
    const [x, y] = [a.data[i]!, b.data[i]!];
    if (Object.is(x, y) || x === y) continue;
    const over = Math.abs(x - y) - absolute - relative * Math.abs(y);
    if (Number.isNaN(over) || over > excess) [worst, excess] = [i, over]; // nothing is larger than NaN from then on
  }
  const pass = worst < 0 || excess <= 0;
  return {
    pass,
    message: () => {
      if (worst < 0) return "expected some element to differ, got none";
      const [x, y] = [a.data[worst]!, b.data[worst]!];
      const why =
        options.relative === undefined && options.absolute === undefined
          ? `the default for ${coarse ? "float32" : "float64"}, scaled by the largest element`
          : "as asked for";
      return [
        pass ? "expected some element to differ by more than the tolerance" : "expected all elements to be close",
        `  worst     ${formatShape(indexOf(a.shape, worst))}: ${x}, expected ${y}, off by ${Math.abs(x - y)}`,
        `  tolerance ${absolute} + ${relative} · |expected| = ${absolute + relative * Math.abs(y)} (${why})`,
      ].join("\n");
    },
  };
}

/** What is compared; numbers and nested arrays in float64, so that no digit of a literal is lost. */
function toTensor(value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  const flat = [value].flat(Number.POSITIVE_INFINITY);
  const dtype = typeof flat[0] === "boolean" ? "bool" : "float64";
  return tensor<number[], "float64" | "bool">(value as number[], { dtype }) as Tensor; // tensor() checks what it is
}

function largestMagnitude({ data }: Tensor): number {
  let most = 0;
  for (const value of data) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}
