import type { LossError, Ok, Shape } from "../shape/types.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { backward } from "./backward.ts";

/** What one does with a tensor that was recorded, as a method. */
export interface TransformMethods {
  /** Finds the derivative of this scalar with respect to every leaf it was computed from. See {@link backward}. */
  backward<A extends Shape, D extends DType>(
    this: Ok<Tensor<A, D>, LossError<A>>,
    options?: { readonly keepTape?: boolean },
  ): void;
}

declare module "../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends TransformMethods {}
}

Object.defineProperty(Tensor.prototype, "backward", {
  value(this: Tensor<[], DType>, options?: { readonly keepTape?: boolean }) {
    backward(this, options);
  },
  configurable: true,
  writable: true,
});
