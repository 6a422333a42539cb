import type { Equivalent } from "./report.ts";

/** Mutants that no law can catch, each with the proof that it gives the same derivatives for all inputs. */
export const equivalents: readonly Equivalent[] = [
  {
    file: "op/reduction.ts",
    original: "keepDims || y.ndim === 0",
    mutated: "keepDims",
    proof: "one more case, a scalar: reshaped to [1, …, 1] it broadcasts to the same elements",
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2",
    mutated: "matrix.length === 2",
    proof: "one more case, A.ndim = 2: then C.ndim = 2 too, and both are reshaped to the shape they have",
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2",
    mutated: "matrix.length === 2 && A.ndim <= 2",
    proof: "[A₁; A₂; …]ᵀ [C₁; C₂; …] = Σᵢ Aᵢᵀ Cᵢ: one long product, or the sum over the batch that sumTo makes",
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2 && !transposeA",
    mutated: "matrix.length === 2 && A.ndim > 2 && !wrong transposeA (2)",
    proof: "the second wrong value is true: [A₁; A₂; …]ᵀ [C₁; C₂; …] = Σᵢ Aᵢᵀ Cᵢ, as above",
  },
  {
    file: "elementwise/pow.ts",
    original: "where(isZeroToZero(a, b), 1, b)",
    mutated: "where(isZeroToZero(b, a), 1, b)",
    proof: "isZeroToZero(a, b) = [a = 0] [b = 0] is symmetric",
  },
  {
    file: "elementwise/pow.ts",
    original: "add(equal(output, 0), isZeroToZero(a, b))",
    mutated: "add(equal(output, 0), isZeroToZero(b, a))",
    proof: "isZeroToZero(a, b) = [a = 0] [b = 0] is symmetric",
  },
  {
    file: "elementwise/pow.ts",
    original: "where(isZeroToZero(a, b), 1, b)",
    mutated: "where(isZeroToZero(a, b), 2, b)",
    proof:
      "e replaces b at a = b = 0 only: b aᵉ⁻¹ = 0 · 0⁰ = 0 · 0¹ = 0, so every ∂ⁿ/∂aⁿ; ∂²/∂a∂b → 1/a does not exist there",
  },
  {
    file: "reduce/logSumExp.ts",
    original: "where(equal(output, -Infinity), 0, output)",
    mutated: "where(equal(output, -Infinity), 1, output)",
    proof: "where y = −∞ every xᵢ is −∞, and exp(−∞ − c) = 0 for every finite c, with all its derivatives",
  },
];
