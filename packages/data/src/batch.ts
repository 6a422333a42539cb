import type { DType, Dyn, Dynamic, Shape, Tensor } from "@tapegrad/core";

/** A tree of tensors with a first axis of any size: what some of its examples are. */
export type BatchOf<T> = 0 extends 1 & T
  ? Dynamic
  : T extends Tensor<infer S, infer D>
    ? RowsOf<S, D>
    : { -readonly [K in keyof T]: BatchOf<T[K]> };

type RowsOf<S extends Shape, D extends DType> =
  true extends Dyn<S>
    ? Tensor<Dynamic, D>
    : S extends [number, ...infer Rest extends Shape]
      ? Tensor<[number, ...Rest], D>
      : Tensor<Dynamic, D>;
