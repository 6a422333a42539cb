export type { ExpressionOptions, Program, ShapeOptions, Step, TensorOptions } from "./arbitraries/index.ts";
/** Generators of fast-check for shapes, tensors and whole programs. */
export * as arbitraries from "./arbitraries/index.ts";
export { assertGradients } from "./assert.ts";
export { type CheckOptions, checkGradients } from "./check.ts";
export { gradientProperty, type PropertyOptions, pastedProgram } from "./property.ts";
export { type Blame, type Entry, GradientReport, type Verdict } from "./report.ts";
