import { reshape } from "../../ops/movement/reshape.ts";
import { recording } from "../../tape/recording.ts";
import type { Data } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";

/**
 * What stands for an argument while a function is followed: the same values under a typed array of its own, by which they are known to be
 * this argument's even where the same tensor is passed twice or captured besides. A Parameter stands for itself.
 */
export function standIn(x: Tensor): Tensor {
  if (x.version !== null) return x;
  const { data, shape, dtype } = x;
  const own = new (data.constructor as new (buffer: ArrayBufferLike, start: number, length: number) => Data)(
    data.buffer,
    data.byteOffset,
    data.length,
  ); // a typed array's constructor takes these
  if (!x.requiresGrad || !recording.gradients) return new Tensor(shape, dtype, own);
  // Recorded, so that derivatives find the argument.
  const view = reshape(x, [...shape]) as { -readonly [K in keyof Tensor]: Tensor[K] };
  view.data = own;
  return view as Tensor;
}
