import { inRange, optionsOf } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "../movement/reshape.ts";

/** What a normalization does after normalizing, and what keeps it from dividing by 0. */
export interface NormalizationOptions<DW extends DType, DB extends DType> {
  /** A factor for each feature; 1 if left out. */
  readonly weight?: Tensor<Shape, DW> | undefined;
  /** What is added to each feature; 0 if left out. */
  readonly bias?: Tensor<Shape, DB> | undefined;
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
}

/** Options, read: those tensors that are there have the shape of the features. */
export interface ReadNormalization {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly epsilon: number;
}

/** @throws ShapeError if weight or bias have another shape. */
export function readNormalization(where: string, options: unknown, features: readonly number[]): ReadNormalization {
  const given = optionsOf(where, options, ["weight", "bias", "epsilon"]);
  const read = (name: "weight" | "bias"): Tensor | null => {
    if (given[name] === undefined || given[name] === null) return null;
    const [x] = lift(where, inputsOf([name]), [given[name]], true) as [Tensor];
    return withFeatures(where, name, x, features);
  };
  const { epsilon = 1e-5 } = given;
  return { weight: read("weight"), bias: read("bias"), epsilon: inRange(where, "epsilon", epsilon, { min: 0 }) };
}

/** @throws ShapeError unless a tensor has the shape of the features. */
export function withFeatures(where: string, argument: string, x: Tensor, features: readonly number[]): Tensor {
  if (sameShape(x.shape, features)) return x;
  const expected = `must have shape ${formatShape(features)}`;
  throw new ShapeError({ where, argument, expected, received: formatShape(x.shape) });
}

/** How many examples and channels there are. @throws ShapeError if that is no batch with channels. */
export function channelsOf(where: string, shape: readonly number[]): readonly [batch: number, channels: number] {
  if (shape.length >= 2) return shape as readonly number[] as readonly [number, number]; // two at least
  const expected = "must have shape [batch, channels, ...]";
  throw new ShapeError({ where, argument: "x", expected, received: formatShape(shape) });
}

/** A value for each channel, so that it broadcasts along all other axes of `x`. */
export function alongChannels(values: Tensor | null, { ndim }: Tensor): Tensor | null {
  if (values === null || ndim === 2) return values;
  return reshape(values, [values.size, ...new Array<number>(ndim - 2).fill(1)]) as Tensor;
}
