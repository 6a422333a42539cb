// Generated from the op files by `pnpm generate`; do not edit.
import type { OpSpec } from "../op/spec.ts";
import { abs, absSpec } from "./elementwise/abs.ts";
import { add, addSpec } from "./elementwise/add.ts";
import { clamp, clampSpec } from "./elementwise/clamp.ts";
import { div, divSpec } from "./elementwise/div.ts";
import { equal, equalSpec } from "./elementwise/equal.ts";
import { exp, expSpec } from "./elementwise/exp.ts";
import { greater, greaterSpec } from "./elementwise/greater.ts";
import { less, lessSpec } from "./elementwise/less.ts";
import { log, logSpec } from "./elementwise/log.ts";
import { maximum, maximumSpec } from "./elementwise/maximum.ts";
import { minimum, minimumSpec } from "./elementwise/minimum.ts";
import { mul, mulSpec } from "./elementwise/mul.ts";
import { neg, negSpec } from "./elementwise/neg.ts";
import { pow, powSpec } from "./elementwise/pow.ts";
import { relu, reluSpec } from "./elementwise/relu.ts";
import { sigmoid, sigmoidSpec } from "./elementwise/sigmoid.ts";
import { sign, signSpec } from "./elementwise/sign.ts";
import { softplus, softplusSpec } from "./elementwise/softplus.ts";
import { sqrt, sqrtSpec } from "./elementwise/sqrt.ts";
import { square, squareSpec } from "./elementwise/square.ts";
import { sub, subSpec } from "./elementwise/sub.ts";
import { tanh, tanhSpec } from "./elementwise/tanh.ts";
import { where, whereSpec } from "./elementwise/where.ts";
import { argsort, argsortSpec } from "./indexing/argsort.ts";
import { oneHot, oneHotSpec } from "./indexing/oneHot.ts";
import { scatterAdd, scatterAddSpec } from "./indexing/scatterAdd.ts";
import { sort, sortSpec } from "./indexing/sort.ts";
import { takeAlongAxis, takeAlongAxisSpec } from "./indexing/takeAlongAxis.ts";
import { matmul, matmulSpec } from "./linalg/matmul.ts";
import { broadcastTo, broadcastToSpec } from "./movement/broadcastTo.ts";
import { cast, castSpec } from "./movement/cast.ts";
import { concat, concatSpec } from "./movement/concat.ts";
import { matrixTranspose, matrixTransposeSpec } from "./movement/matrixTranspose.ts";
import { permute, permuteSpec } from "./movement/permute.ts";
import { reshape, reshapeSpec } from "./movement/reshape.ts";
import { slice, sliceSpec } from "./movement/slice.ts";
import { split, splitSpec } from "./movement/split.ts";
import { stopGradient, stopGradientSpec } from "./movement/stopGradient.ts";
import { sumTo, sumToSpec } from "./movement/sumTo.ts";
import { transpose, transposeSpec } from "./movement/transpose.ts";
import { unslice, unsliceSpec } from "./movement/unslice.ts";
import { dropout, dropoutSpec } from "./neural/dropout.ts";
import { logSoftmax, logSoftmaxSpec } from "./neural/logSoftmax.ts";
import { softmax, softmaxSpec } from "./neural/softmax.ts";
import { argmax, argmaxSpec } from "./reduce/argmax.ts";
import { logSumExp, logSumExpSpec } from "./reduce/logSumExp.ts";
import { max, maxSpec } from "./reduce/max.ts";
import { mean, meanSpec } from "./reduce/mean.ts";
import { sum, sumSpec } from "./reduce/sum.ts";

/** An op and what is true of it. */
export interface SpecifiedOp {
  readonly name: string;
  readonly family: string;
  /** The method of Tensor that is this op. */
  readonly method: string;
  readonly call: (...args: never) => unknown;
  readonly spec: OpSpec;
}

/** Every op there is. */
export const specifiedOps: readonly SpecifiedOp[] = [
  { name: "abs", family: "elementwise", method: "abs", call: abs, spec: absSpec },
  { name: "add", family: "elementwise", method: "add", call: add, spec: addSpec },
  { name: "argmax", family: "reduce", method: "argmax", call: argmax, spec: argmaxSpec },
  { name: "argsort", family: "indexing", method: "argsort", call: argsort, spec: argsortSpec },
  { name: "broadcastTo", family: "movement", method: "broadcastTo", call: broadcastTo, spec: broadcastToSpec },
  { name: "cast", family: "movement", method: "cast", call: cast, spec: castSpec },
  { name: "clamp", family: "elementwise", method: "clamp", call: clamp, spec: clampSpec },
  { name: "concat", family: "movement", method: "concat", call: concat, spec: concatSpec },
  { name: "div", family: "elementwise", method: "div", call: div, spec: divSpec },
  { name: "dropout", family: "neural", method: "dropout", call: dropout, spec: dropoutSpec },
  { name: "equal", family: "elementwise", method: "equal", call: equal, spec: equalSpec },
  { name: "exp", family: "elementwise", method: "exp", call: exp, spec: expSpec },
  { name: "greater", family: "elementwise", method: "greater", call: greater, spec: greaterSpec },
  { name: "less", family: "elementwise", method: "less", call: less, spec: lessSpec },
  { name: "log", family: "elementwise", method: "log", call: log, spec: logSpec },
  { name: "logSoftmax", family: "neural", method: "logSoftmax", call: logSoftmax, spec: logSoftmaxSpec },
  { name: "logSumExp", family: "reduce", method: "logSumExp", call: logSumExp, spec: logSumExpSpec },
  { name: "matmul", family: "linalg", method: "matmul", call: matmul, spec: matmulSpec },
  {
    name: "matrixTranspose",
    family: "movement",
    method: "matrixTranspose",
    call: matrixTranspose,
    spec: matrixTransposeSpec,
  },
  { name: "max", family: "reduce", method: "max", call: max, spec: maxSpec },
  { name: "maximum", family: "elementwise", method: "maximum", call: maximum, spec: maximumSpec },
  { name: "mean", family: "reduce", method: "mean", call: mean, spec: meanSpec },
  { name: "minimum", family: "elementwise", method: "minimum", call: minimum, spec: minimumSpec },
  { name: "mul", family: "elementwise", method: "mul", call: mul, spec: mulSpec },
  { name: "neg", family: "elementwise", method: "neg", call: neg, spec: negSpec },
  { name: "oneHot", family: "indexing", method: "oneHot", call: oneHot, spec: oneHotSpec },
  { name: "permute", family: "movement", method: "permute", call: permute, spec: permuteSpec },
  { name: "pow", family: "elementwise", method: "pow", call: pow, spec: powSpec },
  { name: "relu", family: "elementwise", method: "relu", call: relu, spec: reluSpec },
  { name: "reshape", family: "movement", method: "reshape", call: reshape, spec: reshapeSpec },
  { name: "scatterAdd", family: "indexing", method: "scatterAdd", call: scatterAdd, spec: scatterAddSpec },
  { name: "sigmoid", family: "elementwise", method: "sigmoid", call: sigmoid, spec: sigmoidSpec },
  { name: "sign", family: "elementwise", method: "sign", call: sign, spec: signSpec },
  { name: "slice", family: "movement", method: "slice", call: slice, spec: sliceSpec },
  { name: "softmax", family: "neural", method: "softmax", call: softmax, spec: softmaxSpec },
  { name: "softplus", family: "elementwise", method: "softplus", call: softplus, spec: softplusSpec },
  { name: "sort", family: "indexing", method: "sort", call: sort, spec: sortSpec },
  { name: "split", family: "movement", method: "split", call: split, spec: splitSpec },
  { name: "sqrt", family: "elementwise", method: "sqrt", call: sqrt, spec: sqrtSpec },
  { name: "square", family: "elementwise", method: "square", call: square, spec: squareSpec },
  { name: "stopGradient", family: "movement", method: "detach", call: stopGradient, spec: stopGradientSpec },
  { name: "sub", family: "elementwise", method: "sub", call: sub, spec: subSpec },
  { name: "sum", family: "reduce", method: "sum", call: sum, spec: sumSpec },
  { name: "sumTo", family: "movement", method: "sumTo", call: sumTo, spec: sumToSpec },
  { name: "takeAlongAxis", family: "indexing", method: "takeAlongAxis", call: takeAlongAxis, spec: takeAlongAxisSpec },
  { name: "tanh", family: "elementwise", method: "tanh", call: tanh, spec: tanhSpec },
  { name: "transpose", family: "movement", method: "transpose", call: transpose, spec: transposeSpec },
  { name: "unslice", family: "movement", method: "unslice", call: unslice, spec: unsliceSpec },
  { name: "where", family: "elementwise", method: "where", call: where, spec: whereSpec },
];
