// Everything that is a function or a class; the methods of tensors come with index.ts.
export * from "./arguments.ts";
export * from "./errors.ts";
export { getThreads, setThreads } from "./kernels/wasm/threads.ts";
export type { Algebra, Operand } from "./op/algebra.ts";
export {
  type Argument,
  type AttrsOf,
  axis,
  choice,
  type ExpressionAttrsOf,
  flag as flagArgument,
  number,
  option,
  positional,
  sizes,
} from "./op/args.ts";
export { batchFirst } from "./op/batch.ts";
export { type DTypeRule, opOf } from "./op/build.ts";
export {
  type Context,
  defineMutation,
  defineOp,
  type MutationDefinition,
  type OpDefinition,
  type Rule,
  type Rules,
} from "./op/define.ts";
export { defineElementwise, type ElementwiseDefinition, ElementwiseOp } from "./op/elementwise.ts";
export { type ShiftedExponentials, shiftedExponentials } from "./op/exponentials.ts";
export { type FormulaOptions, formulaName, formulaOf } from "./op/formula.ts";
export { hostCall, hostCondition, hostOnly, hostScalar } from "./op/host.ts";
export { condition, type Input, type InputDeclaration, indices } from "./op/inputs.ts";
export type { AnyLaneDefinition, LaneDefinition, Written } from "./op/laneStep.ts";
export type { Lane, LaneValue } from "./op/lanes.ts";
export { onLanes } from "./op/onLanes.ts";
export { type Dual, dual as dualAlgebra } from "./op/readers/dual.ts";
export { numbers as numberAlgebra } from "./op/readers/numbers.ts";
export { errorFunctions, gammaFunctions } from "./op/readers/specialFunctions.ts";
export { tensorAlgebra } from "./op/readers/tensors.ts";
export { defineReduction, type ReductionAttrs, type ReductionDefinition } from "./op/reduction.ts";
export { defineUpdate, equationsOf, type OptionValues, type Update, type UpdateDefinition } from "./op/update.ts";
export { type StepReadings, type UpdateCause, type UpdateParts, updateParts } from "./op/updateParts.ts";
export * from "./ops/index.ts";
export { defaultGenerator, manualSeed, type RandomOptions, Rng, type RngState } from "./random/rng.ts";
export type { Axes } from "./shape/axes.ts";
export { formatReceived, formatShape } from "./shape/format.ts";
export type { Product } from "./shape/product.ts";
export type * from "./shape/types.ts";
export { apply as applyOp } from "./tape/apply.ts";
export type { DerivativeOf, TapeNode } from "./tape/node.ts";
export {
  type Batch,
  type BatchRule,
  type Formula,
  type FormulaRule,
  inputName,
  type Op,
  outputTypes,
  ruleOf,
  type TensorType,
} from "./tape/op.ts";
export type { Site } from "./tape/site.ts";
export {
  type ArangeOptions,
  arange,
  eye,
  full,
  fullLike,
  linspace,
  logspace,
  ones,
  onesLike,
  parameter,
  type TensorOptions,
  tensor,
  zeros,
  zerosLike,
} from "./tensor/create.ts";
export type { Data, DataOf, DType, FloatDType, Promote, ToFloat, ToNumeric, TypedArrays } from "./tensor/dtype.ts";
export type { Literal } from "./tensor/literal.ts";
export { named } from "./tensor/named.ts";
export { Parameter } from "./tensor/parameter.ts";
export { type Serializable, type TensorHeader, type TensorJson, tensorToJson } from "./tensor/serialize.ts";
export { type NestedArray, type Node, Tensor } from "./tensor/tensor.ts";
export type { Version } from "./tensor/version.ts";
export { backward } from "./transform/backward.ts";
export { checkpoint } from "./transform/checkpoint.ts";
export { type CustomContext, type CustomVjp, customVjp } from "./transform/customVjp.ts";
export { type Gradients, type GradOptions, grad, type Loss, valueAndGrad } from "./transform/grad.ts";
export { hvp } from "./transform/hvp.ts";
export { type ChosenArguments, hessian, type Jacobian, jacobian } from "./transform/jacobian.ts";
export { type JitOptions, type Jitted, jit } from "./transform/jit/jit.ts";
export { jvp } from "./transform/jvp.ts";
export { jacobianAt, slopeAt } from "./transform/local.ts";
export {
  inModule,
  noGrad,
  type Read,
  type RecordedProgram,
  record,
  recordProgram,
  type Tape,
  unrecorded,
} from "./transform/record.ts";
export { Sweep } from "./transform/sweep.ts";
export { vjp } from "./transform/vjp.ts";
export type { BatchAxes } from "./transform/vmap/axes.ts";
export type { Randomness } from "./transform/vmap/batcher.ts";
export { type BatchesOf, type VmapOptions, vmap } from "./transform/vmap/vmap.ts";
export type { ModuleLike } from "./tree/moduleLike.ts";
export {
  type Cloneable,
  fromCloneable,
  fromJson,
  type Revived,
  type TensorClone,
  toCloneable,
} from "./tree/persist.ts";
export { type TensorsOf, type Tree, type TreeEntry, treeFlatten, treeMap } from "./tree/tree.ts";
