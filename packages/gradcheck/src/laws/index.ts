// What must be true of an op, a layer, a loss, an optimizer: laws over whatever exists, and over what users make.
export { describeTensor, describeValue, requireClose, Violation } from "./compare.ts";
export { checkLaws, type Law, LawError, type LawOptions, type LawOutcome, type LawReport } from "./law.ts";
export type { LayerFacts, LayerLike, LayerMaking, MakeLayer } from "./layer/facts.ts";
export { type CheckLayerOptions, checkLayer, lawsOfLayer } from "./layer/index.ts";
export {
  type CheckLossOptions,
  checkLoss,
  type ExampleFacts,
  type LossFacts,
  type LossLike,
  lawsOfLoss,
} from "./loss/index.ts";
export { type Call, type Filling, lawOf } from "./op/call.ts";
export { lawsOfDerivatives } from "./op/derivatives.ts";
export { lawsOfEdges } from "./op/edges.ts";
export { type CheckOpOptions, checkOp, lawsOfOp, lawsOfSubject, type OpFacts, type OpNames } from "./op/index.ts";
export { lawsOfValues } from "./op/values.ts";
export { refusesUnknownOptions } from "./optimizer/arguments.ts";
export type {
  ElementReference,
  MakeOptimizer,
  OptimizerFacts,
  OptimizerLike,
  OptimizerSettings,
  WholeReference,
} from "./optimizer/facts.ts";
export { type CheckOptimizerOptions, checkOptimizer, lawsOfOptimizer } from "./optimizer/index.ts";
export { tensorsSurviveJson } from "./optimizer/state.ts";
