export type { Callback, TrainingPlan } from "./callback.ts";
export { ProgressBar } from "./progressBar.ts";
