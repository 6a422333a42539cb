import { ShapeError } from "../../errors.ts";
import { defineMutation } from "../../op/define.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import { checkValue } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Overwrites a parameter: `target ← value`, converted to the dtype of `target`.
 *
 * @param target - A Parameter.
 * @param value - The same shape.
 * @throws {@link ShapeError} if the shapes differ; {@link DTypeError} if a value does not fit an int32 or bool target.
 */
export type Assign = (target: Tensor, value: Tensor) => void;

export const assign: Assign = /* @__PURE__ */ defineMutation({
  name: "assign",
  inputs: ["target", "value"],
  mutates: ["target"],
  fits(target, value) {
    if (!sameShape(target.shape, value.shape)) {
      const [wanted, got] = [formatShape(target.shape), formatShape(value.shape)];
      const name = target.name ? ` "${target.name}"` : "";
      throw new ShapeError(`assign: values for target${name} must have shape ${wanted}, got ${got}.`);
    }
  },
  check(target, value) {
    if (target.dtype === "int32" || target.dtype === "bool")
      for (let i = 0; i < value.size; i++) checkValue("assign", target.dtype, value.data[i]!);
  },
  forward: (target, value) => target.data.set(value.data),
  formula: { value: "target ← value" },
});
