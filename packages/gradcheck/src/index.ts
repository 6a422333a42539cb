export type { ExpressionOptions, Program, ShapeOptions, Step, TensorOptions } from "./arbitraries/index.ts";
/** Generators of fast-check for shapes, tensors and whole programs. */
export * as arbitraries from "./arbitraries/index.ts";
export { assertGradients } from "./assert.ts";
export { checkGradients } from "./check.ts";
export type { CheckOptions } from "./checkOptions.ts";
export {
  type CheckLayerOptions,
  type CheckLossOptions,
  type CheckOpOptions,
  type CheckOptimizerOptions,
  checkLayer,
  checkLoss,
  checkOp,
  checkOptimizer,
  LawError,
  type LawOptions,
  type LawOutcome,
  type LawReport,
  type LayerFacts,
  type LossFacts,
  type OpFacts,
  type OptimizerFacts,
} from "./laws/index.ts";
export { gradientProperty, type PropertyOptions, pastedProgram } from "./property.ts";
export { type Blame, type Entry, GradientReport, type Verdict } from "./report.ts";
