import {
  type Dynamic,
  type FloatDType,
  formatReceived,
  formatShape,
  type Ok,
  type Parameter,
  type Rng,
  type Shape,
  ShapeError,
  Tensor,
} from "@tapegrad/core";
import { type ActivationFunction, type ActivationName, resolveActivation } from "../activations.ts";
import { optionsOf, requireFlag, requireWhole } from "../arguments.ts";
import { type Initializer, type InitializerName, resolveInitializer } from "../initializers.ts";
import { labelOf } from "../module/label.ts";
import { Module } from "../module/module.ts";
import { addActivity, collectsActivity } from "../module/penalties.ts";
import { type Regularizer, type RegularizerName, resolveRegularizer } from "../regularizers.ts";
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
  readonly kernelRegularizer?: Regularizer | RegularizerName;
  /** Its penalty on the bias is added to the loss. */
  readonly biasRegularizer?: Regularizer | RegularizerName;
  /** Its penalty on the layer's output, divided by the batch size, is added to the loss. */
  readonly activityRegularizer?: Regularizer | RegularizerName;
  readonly name?: string;
  /** Where first values are drawn from; the default generator unless given. */
  readonly rng?: Rng;
  /** Dtype of kernel and bias; default float32. */
  readonly dtype?: FloatDType;
}

const optionNames = [
  "activation",
  "useBias",
  "kernelInitializer",
  "biasInitializer",
  "kernelRegularizer",
  "biasRegularizer",
  "activityRegularizer",
  "name",
  "rng",
  "dtype",
] as const satisfies readonly (keyof DenseOptions)[];

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
  static readonly kind: string = "Dense";
  declare readonly shapeFn?: LastAxis<I, O>;
  readonly inFeatures: I;
  readonly outFeatures: O;
  /** W, shape `[inFeatures, outFeatures]`. */
  readonly kernel: Parameter<[I, O]>;
  /** b, shape `[outFeatures]`, or `null` without a bias. */
  readonly bias: Parameter<[O]> | null;
  private readonly activation: ActivationFunction;
  private readonly activityRegularizer: Regularizer | undefined;

  /**
   * @param inFeatures - Size of the last axis of the input.
   * @param outFeatures - Size of the last axis of the output.
   * @throws {@link DomainError} if a size is not a whole number from 1 on, or an option's name is not known;
   * {@link DTypeError} if `dtype` has no derivatives; {@link ShapeError} if an initializer gives another shape.
   */
  constructor(inFeatures: I, outFeatures: O, options: DenseOptions = {}) {
    super(options);
    const where = labelOf(this);
    optionsOf(where, options, optionNames);
    const from = { rng: options.rng, dtype: options.dtype };
    this.inFeatures = requireWhole(where, "inFeatures", inFeatures) as I;
    this.outFeatures = requireWhole(where, "outFeatures", outFeatures) as O;
    const { activation = "linear", kernelInitializer = "glorotUniform", biasInitializer = "zeros" } = options;
    const { kernelRegularizer, biasRegularizer, activityRegularizer, useBias = true } = options;
    this.activation = resolveActivation(where, "activation", activation);
    requireFlag(where, "useBias", useBias);
    this.activityRegularizer =
      activityRegularizer === undefined
        ? undefined
        : resolveRegularizer(where, "activityRegularizer", activityRegularizer);
    const drawBias = resolveInitializer(where, "biasInitializer", biasInitializer); // before anything is drawn
    this.kernel = this.addParameter("kernel", [inFeatures, outFeatures], kernelInitializer, kernelRegularizer, from);
    this.bias = useBias ? this.addParameter("bias", [outFeatures], drawBias, biasRegularizer, from) : null;
  }

  /**
   * @param x - Shape `[..., inFeatures]`: a batch, or one example.
   * @returns Shape `[..., outFeatures]`.
   * @throws {@link ShapeError} if the last axis has another size.
   */
  forward<S extends Shape>(x: Ok<Tensor<S>, Apply<LastAxis<I, O>, S>>): Tensor<Result<Apply<LastAxis<I, O>, S>>>;
  forward(x: Tensor): Tensor {
    if (!(x instanceof Tensor) || x.ndim === 0 || x.shape[x.ndim - 1] !== this.inFeatures) this.reject(x);
    const kernel = this.kernel as Tensor;
    const y = this.activation(this.bias === null ? x.matmul(kernel) : x.affine(kernel, this.bias as Tensor));
    if (this.activityRegularizer !== undefined && collectsActivity()) {
      const batch = y.ndim > 1 ? Math.max(1, y.shape[0]!) : 1; // none active in an empty batch: 0, not 0 / 0
      addActivity(labelOf(this), this.activityRegularizer(y).div(batch) as Tensor<[]>); // a scalar by a number
    }
    return y;
  }

  private reject(x: unknown): never {
    const where = labelOf(this);
    const wanted = `[..., ${this.inFeatures}]`;
    if (!(x instanceof Tensor))
      throw new ShapeError({
        where,
        argument: "input",
        expected: `must be a tensor of shape ${wanted}`,
        received: formatReceived(x),
      });
    const shape: readonly number[] = x.shape;
    // The mistake most often made: images, or one image, given as they are.
    const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);
    let advice: string | undefined;
    if (shape.length > 2 && product(shape.slice(1)) === this.inFeatures)
      advice = `Reshape it first: x.reshape([-1, ${this.inFeatures}]).`;
    else if (shape.length > 1 && product(shape) === this.inFeatures)
      advice = `Reshape it first: x.reshape([${this.inFeatures}]).`;
    const [expected, received] = [`must have shape ${wanted}`, formatShape(shape)];
    throw new ShapeError({ where, argument: "input", expected, received, advice });
  }
}
