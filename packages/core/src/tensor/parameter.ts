import { GradientError } from "../errors.ts";
import type { Dynamic, Shape } from "../shape/types.ts";
import { type DataOf, type DType, isFloat } from "./dtype.ts";
import { Tensor } from "./tensor.ts";

/**
 * The one tensor that changes: a named leaf whose values `assign` and the optimizers overwrite.
 *
 * A reshape of it shares its storage and changes with it; every other op copies.
 *
 * @example
 * ```ts
 * const w = parameter([1, 2], { name: "w" });
 * w.square().sum().backward();
 * w.grad?.toArray(); // => [2, 4]
 * w.assign([0, 0]);
 * w.toArray(); // => [0, 0]
 * ```
 */
export class Parameter<out S extends Shape = Dynamic, out D extends DType = Dynamic> extends Tensor<S, D> {
  override readonly name: string;

  /** @internal Made by `parameter`: takes `data` as it is. */
  constructor(shape: readonly number[], dtype: D, data: DataOf<D>, name: string) {
    super(shape, dtype, data);
    this.name = name;
    this.version = { count: 0, kept: null };
    this.requiresGrad = isFloat(dtype);
  }

  /** @internal */
  override get isParameter(): boolean {
    return true;
  }

  /** From now on no gradient is found for it; its values can still be assigned. `freeze(false)` undoes that. */
  freeze(frozen = true): this {
    if (!frozen && !isFloat(this.dtype)) {
      throw new GradientError(
        `freeze: only float32 and float64 have a gradient, got a Parameter of dtype ${this.dtype}.`,
      );
    }
    this.requiresGrad = !frozen;
    if (frozen) this.grad = null;
    return this;
  }
}
