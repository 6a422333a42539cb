import { TapegradError } from "../../errors.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Batching } from "../../tape/recording.ts";
import type { Data } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { cutOff, matters } from "../grad.ts";

/**
 * What a function that runs for a batch sees of a tensor: one of the examples, of which it knows shape and dtype and not which one it is.
 *
 * It stands for `whole`, whose first axis is the batch axis; or, where `isBatched` is false, for a tensor that is the same for all.
 * Nodes of the function's own derivatives are made of these; the op that is run on `whole` has its node outside.
 */
export class Batched extends Tensor {
  readonly owner: Batching;
  readonly whole: Tensor;
  readonly isBatched: boolean;

  constructor(owner: Batching, whole: Tensor, isBatched: boolean) {
    const shape: readonly number[] = isBatched ? whole.shape.slice(1) : whole.shape;
    super(shape, whole.dtype, nothing);
    this.owner = owner;
    this.whole = whole;
    this.isBatched = isBatched;
    this.version = whole.version;
    if (whole.name !== undefined) Object.assign(this, { name: whole.name });
    Object.defineProperties(this, {
      data: values,
      size: { value: sizeOf(shape) },
      [Symbol.for("nodejs.util.inspect.custom")]: shown,
    });
  }

  override get isDifferentiatedOutside(): boolean {
    return matters(this.whole);
  }

  override withoutHistory(): Tensor {
    return new Batched(this.owner, cutOff(this.whole), this.isBatched);
  }

  override standIn(): Tensor {
    return new Batched(this.owner, this.whole, this.isBatched);
  }

  override item(): number {
    return refuseValues("item()");
  }

  override toArray(): never {
    return refuseValues("toArray()");
  }

  /** Without values, for those who look for a fault: which of the examples would it be? */
  override toString(): string {
    const dtype = this.dtype === "float32" ? "" : `, dtype=${this.dtype}`;
    const count = this.isBatched ? `one of ${this.whole.shape[0]}` : "the same for all";
    return `tensor(shape=${formatShape(this.shape)}${dtype}, ${count})`;
  }
}

const nothing: Data = new Float32Array(0);

/** How Node shows it. */
const shown: PropertyDescriptor = {
  value(this: Batched) {
    return this.toString();
  },
};

const values: PropertyDescriptor = { get: () => refuseValues("data") };

function refuseValues(how: string): never {
  throw new TapegradError({
    where: "vmap",
    argument: "the function",
    expected: "must compute with tensors alone, so that it can be run for all examples at once",
    received: `one that looks at values with ${how}`,
    advice: "Return the tensor and look at it afterwards, or choose with where(…).",
  });
}
