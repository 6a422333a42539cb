import {
  DomainError,
  DTypeError,
  type Dynamic,
  defaultGenerator,
  type FloatDType,
  formatReceived,
  formatShape,
  type Ok,
  type Parameter,
  parameter,
  type Rng,
  type Shape,
  ShapeError,
  Tensor,
} from "@tapegrad/core";
import { type ActivationFunction, type ActivationName, resolveActivation } from "../activations.ts";
import { type Initializer, type InitializerName, resolveInitializer } from "../initializers.ts";
import { Module } from "../module/module.ts";
import { addActivity, collectsActivity } from "../module/penalties.ts";
import type { Regularizer } from "../regularizers.ts";
import { sameShape } from "../sameShape.ts";
import type { Apply, LastAxis, Result } from "./chain.ts";

/** Options of {@link Dense}. */
export interface DenseOptions {
  /** Applied to the result; none unless given. */
  readonly activation?: ActivationFunction | ActivationName;
  /** Is there a bias? Default true. */
  readonly useBias?: boolean;
  /** First values of the kernel; default `"glorotUniform"`. */
  readonly kernelInitializer?: Initializer | InitializerName;
  /** First values of the bias; default `"zeros"`. */
  readonly biasInitializer?: Initializer | InitializerName;
  /** Its penalty on the kernel is added to the loss. */
  readonly kernelRegularizer?: Regularizer;
  /** Its penalty on the bias is added to the loss. */
  readonly biasRegularizer?: Regularizer;
  /** Its penalty on the layer's output, divided by the batch size, is added to the loss. */
  readonly activityRegularizer?: Regularizer;
  readonly name?: string;
  /** Where first values are drawn from; the default generator unless given. */
  readonly rng?: Rng;
  /** Dtype of kernel and bias; default float32. */
  readonly dtype?: FloatDType;
}

/**
 * A fully connected layer: `y = φ(x W + b)`.
 *
 * Parameters: `kernel` W `[inFeatures, outFeatures]`, `bias` b `[outFeatures]`.
 *
 * @example
 * ```ts
 * const layer = new Dense(3, 2, { activation: "relu", kernelInitializer: "ones" });
 * layer.forward(tensor([[1, 2, 3]])).toArray(); // => [[6, 6]]
 * ```
 */
export class Dense<const I extends number = Dynamic, const O extends number = Dynamic> extends Module {
  declare readonly shapeFn?: LastAxis<I, O>;
  readonly inFeatures: I;
  readonly outFeatures: O;
  /** W, shape `[inFeatures, outFeatures]`. */
  readonly kernel: Parameter<[I, O]>;
  /** b, shape `[outFeatures]`, or `null` without a bias. */
  readonly bias: Parameter<[O]> | null;
  private readonly activation: ActivationFunction;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly biasRegularizer: Regularizer | undefined;
  private readonly activityRegularizer: Regularizer | undefined;

  /**
   * @param inFeatures - Size of the last axis of the input.
   * @param outFeatures - Size of the last axis of the output.
   * @throws {@link DomainError} if a size is not a whole number from 1 on, or an option's name is not known;
   * {@link DTypeError} if `dtype` has no derivatives; {@link ShapeError} if an initializer gives another shape.
   */
  constructor(inFeatures: I, outFeatures: O, options: DenseOptions = {}) {
    super(options);
    const where = `Dense${this.name ? ` "${this.name}"` : ""}`;
    for (const [what, size] of [
      ["inFeatures", inFeatures],
      ["outFeatures", outFeatures],
    ] as const) {
      if (!Number.isInteger(size) || size < 1)
        throw new DomainError(`${where}: ${what} must be a whole number from 1 on, got ${formatReceived(size)}.`);
    }
    const { dtype = "float32" } = options;
    if (dtype !== "float32" && dtype !== "float64")
      throw new DTypeError(`${where}: dtype must be float32 or float64, got ${formatReceived(dtype)}.`);
    for (const name of ["kernelRegularizer", "biasRegularizer", "activityRegularizer"] as const) {
      const regularizer: unknown = options[name];
      if (regularizer === undefined || typeof regularizer === "function") continue;
      const hint = "Make one, such as regularizers.l2(0.01).";
      throw new DomainError(`${where}: ${name} must be a function, got ${formatReceived(regularizer)}. ${hint}`);
    }
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.activation = resolveActivation(`${where}: activation`, options.activation ?? "linear");
    const kernelInitializer = resolveInitializer(
      `${where}: kernelInitializer`,
      options.kernelInitializer ?? "glorotUniform",
    );
    const biasInitializer = resolveInitializer(`${where}: biasInitializer`, options.biasInitializer ?? "zeros");
    const from = { rng: options.rng ?? defaultGenerator(), dtype };
    const first = <S extends Shape>(name: string, shape: readonly number[], values: Tensor): Parameter<S> => {
      if (!(values instanceof Tensor) || !sameShape(values.shape, shape)) {
        const got = values instanceof Tensor ? formatShape(values.shape) : formatReceived(values);
        throw new ShapeError(`${where}: the ${name} initializer must give shape ${formatShape(shape)}, got ${got}.`);
      }
      const converted: Tensor = values.cast(dtype); // an initializer of the user's may not look at it
      return parameter(converted, { name }) as Parameter<Dynamic> as Parameter<S>; // just checked
    };
    this.kernel = first("kernel", [inFeatures, outFeatures], kernelInitializer([inFeatures, outFeatures], from));
    this.bias = options.useBias === false ? null : first("bias", [outFeatures], biasInitializer([outFeatures], from));
    this.kernelRegularizer = options.kernelRegularizer;
    this.biasRegularizer = options.biasRegularizer;
    this.activityRegularizer = options.activityRegularizer;
  }

  /**
   * @param x - Shape `[..., inFeatures]`: a batch, or one example.
   * @returns Shape `[..., outFeatures]`.
   * @throws {@link ShapeError} if the last axis has another size.
   */
  forward<S extends Shape>(x: Ok<Tensor<S>, Apply<LastAxis<I, O>, S>>): Tensor<Result<Apply<LastAxis<I, O>, S>>>;
  forward(x: Tensor): Tensor {
    if (!(x instanceof Tensor) || x.ndim === 0 || x.shape[x.ndim - 1] !== this.inFeatures) this.reject(x);
    let y: Tensor = x.matmul(this.kernel as Tensor);
    if (this.bias !== null) y = y.add(this.bias as Tensor);
    y = this.activation(y);
    if (this.activityRegularizer !== undefined && collectsActivity()) {
      const batch = y.ndim > 1 ? y.shape[0]! : 1;
      addActivity(this.activityRegularizer(y).div(batch) as Tensor<[]>); // a scalar by a number
    }
    return y;
  }

  override penalty(): Tensor<[]> | null {
    const kernel = this.kernelRegularizer?.(this.kernel) ?? null;
    const bias = (this.bias !== null && this.biasRegularizer?.(this.bias)) || null;
    return kernel !== null && bias !== null ? (kernel.add(bias) as Tensor<[]>) : (kernel ?? bias); // scalars both
  }

  private reject(x: unknown): never {
    const where = `Dense${this.name ? ` "${this.name}"` : ""}`;
    const wanted = `[..., ${this.inFeatures}]`;
    if (!(x instanceof Tensor))
      throw new ShapeError(`${where}: input must be a tensor of shape ${wanted}, got ${formatReceived(x)}.`);
    const shape: readonly number[] = x.shape;
    // The mistake most often made: images, or one image, given as they are.
    const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);
    let hint = "";
    if (shape.length > 2 && product(shape.slice(1)) === this.inFeatures)
      hint = ` Reshape it first: x.reshape([-1, ${this.inFeatures}]).`;
    else if (shape.length > 1 && product(shape) === this.inFeatures)
      hint = ` Reshape it first: x.reshape([${this.inFeatures}]).`;
    throw new ShapeError(`${where}: input must have shape ${wanted}, got ${formatShape(shape)}.${hint}`);
  }
}
