export {
  binaryCrossEntropy,
  type CrossEntropyOptions,
  categoricalCrossEntropy,
  sparseCategoricalCrossEntropy,
} from "./crossEntropy.ts";
export type { LossOptions } from "./reduce.ts";
export { meanAbsoluteError, meanSquaredError } from "./squared.ts";
