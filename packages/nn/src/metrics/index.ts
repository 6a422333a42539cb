export { type AccuracyOptions, accuracy } from "./accuracy.ts";
export { confusionMatrix } from "./confusionMatrix.ts";
