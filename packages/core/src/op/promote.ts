import { cast } from "../ops/movement/cast.ts";
import { type DType, promote, toFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

function promoted(inputs: readonly Tensor[]): DType {
  let dtype = inputs[0]!.dtype;
  for (let i = 1; i < inputs.length; i++) dtype = promote(dtype, inputs[i]!.dtype);
  return dtype;
}

function castAll(inputs: readonly Tensor[], dtype: DType): readonly Tensor[] {
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i]!.dtype !== dtype) return inputs.map((input) => (input.dtype === dtype ? input : cast(input, dtype)));
  }
  return inputs;
}

/** All inputs in the highest of their dtypes. The casts stand on the tape, so derivatives come back in each input's own. */
export function promoteAll(inputs: readonly Tensor[]): readonly Tensor[] {
  return castAll(inputs, promoted(inputs));
}

/** As {@link promoteAll}, and a float at least: what exp and quotients need. */
export function promoteToFloat(inputs: readonly Tensor[]): readonly Tensor[] {
  return castAll(inputs, toFloat(promoted(inputs)));
}
