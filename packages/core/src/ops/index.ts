// Generated from the op files by `pnpm generate`; do not edit.
export { type Add, add } from "./elementwise/add.ts";
export { type Mul, mul } from "./elementwise/mul.ts";
export { type Neg, neg } from "./elementwise/neg.ts";
export { type Square, square } from "./elementwise/square.ts";
export { type Sub, sub } from "./elementwise/sub.ts";
export { type Tanh, tanh } from "./elementwise/tanh.ts";
export { type MatMul, matmul } from "./linalg/matmul.ts";
export { type BroadcastTo, broadcastTo } from "./movement/broadcastTo.ts";
export { type Cast, cast } from "./movement/cast.ts";
export { type Reshape, reshape } from "./movement/reshape.ts";
export { type StopGradient, stopGradient } from "./movement/stopGradient.ts";
export { type SumTo, sumTo } from "./movement/sumTo.ts";
export { type Sum, sum } from "./reduce/sum.ts";
