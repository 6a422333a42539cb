import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import { type Literal, readLiteral } from "../../tensor/literal.ts";
import { Parameter } from "../../tensor/parameter.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { assign } from "./assign.ts";

/** The ops that overwrite a Parameter, as its methods. */
export interface UpdateMethods {
  /**
   * Overwrites the values; their shape must be the same, their dtype is converted.
   *
   * @throws {@link ShapeError} if the shape differs.
   */
  assign(values: Tensor | Literal): this;
}

declare module "../../tensor/parameter.ts" {
  interface Parameter<out S extends Shape, out D extends DType> extends UpdateMethods {}
}

Object.defineProperty(Parameter.prototype, "assign", {
  value(this: Parameter, values: Tensor | Literal): Parameter {
    if (values instanceof Tensor) assign(this, values);
    else {
      const { shape, dtype, data } = readLiteral(this.name || "assign", values, this.dtype);
      assign(this, new Tensor(shape, dtype, data));
    }
    return this;
  },
  configurable: true,
  writable: true,
});
