export { Names, numberText, type TensorKind } from "./reading/names.ts";
export type { Subject } from "./reading/subject.ts";
export { type BackwardStep, type BackwardStepsOptions, backwardSteps } from "./steps/backwardSteps.ts";
export { type ForwardStep, forwardSteps } from "./steps/forwardSteps.ts";
export { firstNonFinite } from "./trouble/firstNonFinite.ts";
export type { ChainLink, NonFinite, OperandOf, Place } from "./trouble/nonFinite.ts";
export { type Cut, type UnusedParameter, UnusedParameters, unused } from "./trouble/unused.ts";
