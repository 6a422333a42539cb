export type { DrawingOptions } from "./graph/options.ts";
export { toDot } from "./graph/toDot.ts";
export { toMermaid } from "./graph/toMermaid.ts";
export type {
  EdgeEntry,
  FormulaEntry,
  NodeEntry,
  NumberEntry,
  PlainValue,
  SummaryEntry,
  TapeDocument,
  TensorEntry,
  ValueEntry,
} from "./json/document.ts";
export { type JsonOptions, toJson } from "./json/toJson.ts";
export type { Fold } from "./reading/folding.ts";
export { Names, numberText, type TensorKind } from "./reading/names.ts";
export type { Subject } from "./reading/subject.ts";
export { type BackwardStep, type BackwardStepsOptions, backwardSteps } from "./steps/backwardSteps.ts";
export { type ForwardStep, forwardSteps } from "./steps/forwardSteps.ts";
export { type TextOptions, toText } from "./text/toText.ts";
