export { type ConfusionMatrixOptions, confusionMatrixChart } from "./charts/confusionMatrixChart.ts";
export { type ContourOptions, contour } from "./charts/contour.ts";
export { type DecisionRegionsOptions, decisionRegions } from "./charts/decisionRegions.ts";
export { type FunctionPlotOptions, functionPlot, type ScalarFunction } from "./charts/functionPlot.ts";
export { type HeatmapOptions, heatmap } from "./charts/heatmap.ts";
export { type ImageGridOptions, imageGrid } from "./charts/imageGrid.ts";
export {
  type HistoryLike,
  type LineChartOptions,
  lineChart,
  type PanelOptions,
  type Series,
} from "./charts/lineChart.ts";
export type { NumberList, NumberTable } from "./charts/numbers.ts";
export type { AxisOptions, PictureOptions } from "./charts/options.ts";
export { Picture } from "./charts/picture.ts";
export type { Theme } from "./charts/theme.ts";
export { type UnitActivationsOptions, unitActivations } from "./charts/unitActivations.ts";
export { type WeightImagesOptions, weightImages } from "./charts/weightImages.ts";
