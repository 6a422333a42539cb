export type { BatchOf } from "./batch.ts";
export { DataLoader, type DataLoaderOptions, type DataLoaderState } from "./dataLoader.ts";
export type { Dataset } from "./dataset.ts";
export { loadDigits } from "./digits/loadDigits.ts";
export { TensorDataset } from "./tensorDataset.ts";
export { type SplitOptions, trainTestSplit } from "./trainTestSplit.ts";
