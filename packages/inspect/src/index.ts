export { type ConfusionMatrixOptions, confusionMatrixChart } from "./charts/confusionMatrixChart.ts";
export { type ContourOptions, contour } from "./charts/contour.ts";
export { type DecisionRegionsOptions, decisionRegions } from "./charts/decisionRegions.ts";
export { type FunctionPlotOptions, functionPlot, type ScalarFunction } from "./charts/functionPlot.ts";
export { gradientFlowChart } from "./charts/gradientFlowChart.ts";
export { type HeatmapOptions, heatmap } from "./charts/heatmap.ts";
export { type ImageGridOptions, imageGrid } from "./charts/imageGrid.ts";
export { type LineChartOptions, lineChart, type PanelOptions } from "./charts/lineChart.ts";
export type { NetworkSubject } from "./charts/network.ts";
export { type NetworkDiagramOptions, networkDiagram } from "./charts/networkDiagram.ts";
export type { NumberList, NumberTable } from "./charts/numbers.ts";
export type { AxisOptions, PictureOptions } from "./charts/options.ts";
export { Picture } from "./charts/picture.ts";
export type { HistoryLike, Series } from "./charts/series.ts";
export type { PictureTheme } from "./charts/theme.ts";
export { type UnitActivationsOptions, unitActivations } from "./charts/unitActivations.ts";
export { type WeightImagesOptions, weightImages } from "./charts/weightImages.ts";
export { explain } from "./derivation/explain.ts";
export type { DerivationOptions } from "./derivation/options.ts";
export { type LatexOptions, toLatex } from "./derivation/toLatex.ts";
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
export type { Theme as PageTheme } from "./page/pageData.ts";
export { type HtmlOptions, toHtml } from "./page/toHtml.ts";
export type { Fold } from "./reading/folding.ts";
export { Names, numberText, type TensorKind } from "./reading/names.ts";
export type { Subject } from "./reading/subject.ts";
export {
  type ScalarEdge,
  type ScalarGraph,
  type ScalarGraphOptions,
  type ScalarNode,
  scalarGraph,
} from "./scalar/scalarGraph.ts";
export { type BackwardStep, type BackwardStepsOptions, backwardSteps } from "./steps/backwardSteps.ts";
export { type ForwardStep, forwardSteps } from "./steps/forwardSteps.ts";
export { type TextOptions, toText } from "./text/toText.ts";
export type {
  ParameterStep,
  TrainingDocument,
  UpdatePart,
  WatchedEpoch,
  WatchedParameter,
  WatchedStep,
} from "./training/document.ts";
export { compareRuns, type WatchedRun } from "./training/page.ts";
export type { Kept, Spread } from "./training/spread.ts";
export { type StepLogs, type Watcher, type WatchOptions, watch } from "./training/watch.ts";
export type { WatchedModel, WatchedOptimizer } from "./training/watched.ts";
export { firstNonFinite } from "./trouble/firstNonFinite.ts";
export { GradientFlow, type LayerFlow, type Size, type Verdict } from "./trouble/flow.ts";
export { type GradientFlowOptions, gradientFlow } from "./trouble/gradientFlow.ts";
export type { ChainLink, NonFinite, OperandOf, Place } from "./trouble/nonFinite.ts";
export type { Units } from "./trouble/units.ts";
export { type Cut, type UnusedParameter, UnusedParameters, unused } from "./trouble/unused.ts";
export type { HiddenQuantity, Hide } from "./worksheet/hidden.ts";
export { toWorksheet, type WorksheetOptions } from "./worksheet/toWorksheet.ts";
