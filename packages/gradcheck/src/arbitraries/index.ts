export { type ExpressionOptions, expression, smoothOps } from "./expression.ts";
export { Program, type Step } from "./program.ts";
export { broadcastableShapes, type ShapeOptions, shape, type TensorOptions, tensorOf } from "./tensors.ts";
