import "./ops/methods.ts";

export * from "./arguments.ts";
export * from "./errors.ts";
export { apply as applyOp } from "./op/apply.ts";
export { type Context, defineMutation, defineOp, type MutationDefinition, type Rule, type Rules } from "./op/define.ts";
export { defineElementwise, type ElementwiseDefinition } from "./op/elementwise.ts";
export { type Formula, inputName, type Op, opOf, ruleOf } from "./op/op.ts";
export { defineReduction, type ReductionAttrs, type ReductionDefinition } from "./op/reduction.ts";
export * from "./ops/index.ts";
export type { TensorMethods } from "./ops/methods.ts";
export { defaultGenerator, manualSeed, type RandomOptions, Rng, type RngState } from "./random/rng.ts";
export type { Axes } from "./shape/axes.ts";
export { formatReceived, formatShape } from "./shape/format.ts";
export type { Product } from "./shape/product.ts";
export type * from "./shape/types.ts";
export { backward } from "./tape/backward.ts";
export type { Node, Site } from "./tape/node.ts";
export { Sweep } from "./tape/sweep.ts";
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
export { Parameter } from "./tensor/parameter.ts";
export { type Serializable, type TensorHeader, type TensorJson, tensorToJson } from "./tensor/serialize.ts";
export { type NestedArray, Tensor, type Version } from "./tensor/tensor.ts";
export { type CustomContext, type CustomVjp, customVjp } from "./transform/customVjp.ts";
export { type Gradients, type GradOptions, grad, type Loss, valueAndGrad } from "./transform/grad.ts";
export { jvp } from "./transform/jvp.ts";
export { inModule, noGrad, record, type Tape } from "./transform/record.ts";
export { vjp } from "./transform/vjp.ts";
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
