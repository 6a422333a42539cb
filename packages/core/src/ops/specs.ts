// Generated from the op files by `pnpm generate`; do not edit.
import type { OpSpec } from "../op/spec.ts";
import { add, addSpec } from "./elementwise/add.ts";
import { mul, mulSpec } from "./elementwise/mul.ts";
import { neg, negSpec } from "./elementwise/neg.ts";
import { square, squareSpec } from "./elementwise/square.ts";
import { sub, subSpec } from "./elementwise/sub.ts";
import { tanh, tanhSpec } from "./elementwise/tanh.ts";
import { matmul, matmulSpec } from "./linalg/matmul.ts";
import { broadcastTo, broadcastToSpec } from "./movement/broadcastTo.ts";
import { cast, castSpec } from "./movement/cast.ts";
import { reshape, reshapeSpec } from "./movement/reshape.ts";
import { stopGradient, stopGradientSpec } from "./movement/stopGradient.ts";
import { sumTo, sumToSpec } from "./movement/sumTo.ts";
import { sum, sumSpec } from "./reduce/sum.ts";

/** An op and what is true of it. */
export interface SpecifiedOp {
  readonly name: string;
  readonly family: string;
  readonly call: (...args: never) => unknown;
  readonly spec: OpSpec;
}

/** Every op there is. */
export const specifiedOps: readonly SpecifiedOp[] = [
  { name: "add", family: "elementwise", call: add, spec: addSpec },
  { name: "broadcastTo", family: "movement", call: broadcastTo, spec: broadcastToSpec },
  { name: "cast", family: "movement", call: cast, spec: castSpec },
  { name: "matmul", family: "linalg", call: matmul, spec: matmulSpec },
  { name: "mul", family: "elementwise", call: mul, spec: mulSpec },
  { name: "neg", family: "elementwise", call: neg, spec: negSpec },
  { name: "reshape", family: "movement", call: reshape, spec: reshapeSpec },
  { name: "square", family: "elementwise", call: square, spec: squareSpec },
  { name: "stopGradient", family: "movement", call: stopGradient, spec: stopGradientSpec },
  { name: "sub", family: "elementwise", call: sub, spec: subSpec },
  { name: "sum", family: "reduce", call: sum, spec: sumSpec },
  { name: "sumTo", family: "movement", call: sumTo, spec: sumToSpec },
  { name: "tanh", family: "elementwise", call: tanh, spec: tanhSpec },
];
