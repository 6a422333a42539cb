import { ShapeError } from "../errors.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sizeOf } from "../shape/sizes.ts";
import type { Dims, Dynamic, ReshapeShape, Shape } from "../shape/types.ts";
import type { DataOf, DType } from "./dtype.ts";
import type { Version } from "./version.ts";
import { DeferredGradient, storageOf, watch } from "./watch.ts";

/** Nested JavaScript arrays of numbers or booleans, as deep as a shape is long. */
export type NestedArray = number | boolean | NestedArray[];

/** How a tensor was computed: what the tape wrote of it. Its members are declared where it is made, in `tape/node.ts`. */
export interface Node {
  readonly id: number;
}

/**
 * A dense, row-major array of numbers that does not change, and remembers how it was made.
 *
 * `Tensor<[2, 3], "float32">` is known to the compiler; plain `Tensor` has any shape and any dtype and fits everywhere.
 * Memory is garbage-collected like that of any other object.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2], [3, 4]]);
 * x.mul(2).sum().item(); // => 20
 * ```
 */
// The methods are those of the ops. Each family's methods.ts declares them here and puts them on the prototype, so that a program made
// of functions alone (`@tapegrad/core/functional`) carries none of them.
export class Tensor<out S extends Shape = Dynamic, out D extends DType = Dynamic> {
  /** Size along each axis. */
  readonly shape: Dims<S>;
  readonly dtype: D;
  /** The elements in row-major order. To be read, not written to: other tensors may share them. */
  readonly data: DataOf<D>;
  /** Number of elements. */
  readonly size: number;
  /** Does a derivative with respect to this tensor, or to something it was computed from, have to be found? */
  requiresGrad = false;
  /** How it was computed, or `null` for a leaf. */
  node: Node | null = null;
  /** Which of its node's outputs it is. */
  slot = 0;
  private gradient: Tensor | DeferredGradient | null = null;
  /** Of the storage, if that can be overwritten. */
  version: Version | null = null;
  /** What errors and views call it, for tensors that were given a name. */
  declare readonly name: string | undefined;

  /** @internal Made by `tensor`, `zeros` and the ops: takes `data` as it is. */
  constructor(shape: readonly number[], dtype: D, data: DataOf<D>) {
    this.shape = shape as Dims<S>; // what the caller's types say; the creators and shape rules checked it
    this.dtype = dtype;
    this.data = data;
    this.size = data.length;
  }

  /** What `backward()` found, for leaves that require a gradient. */
  get grad(): Tensor<S, D> | null {
    watch.current?.gradient(this);
    if (this.gradient instanceof DeferredGradient) this.gradient = this.gradient.read() as Tensor; // what was deferred is a tensor
    return this.gradient as Tensor<S, D> | null; // of this tensor's shape and dtype, if it was not set by hand
  }

  set grad(gradient: Tensor<S, D> | null) {
    watch.current?.setGradient(this, gradient);
    this.gradient = gradient;
  }

  /** @internal Sets `grad` to what `read` gives, which is not called before someone looks. */
  deferGrad(gradient: DeferredGradient): void {
    this.gradient = gradient;
  }

  /** @internal Is it a Parameter? For what must not know that class. */
  get isParameter(): boolean {
    return false;
  }

  /** @internal Does a derivative outside of the program that sees it lead to it? Only where that program is run for a batch. */
  get isDifferentiatedOutside(): boolean {
    return false;
  }

  /** @internal The same values with no history. */
  withoutHistory(): Tensor<S, D> {
    const cut: Tensor<S, D> = new Tensor(this.shape as readonly number[], this.dtype, storageOf<Tensor<S, D>>(this)); // Dims are numbers
    cut.version = this.version; // it may be a view of a Parameter
    return cut;
  }

  /** @internal The same values, of which the program that sees them has no history. */
  standIn(): Tensor<S, D> {
    return this.withoutHistory();
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /**
   * This tensor, its shape checked now and known to the compiler from here on.
   *
   * @param shape - The shape it must have; -1 for a size that may be any.
   * @throws {@link ShapeError} if it has another.
   * @example
   * ```ts
   * const rows: Tensor = zeros([32, 784]);
   * rows.as([32, 784]).shape; // => [32, 784]
   * ```
   */
  as<const N extends Shape>(shape: readonly [...N]): Tensor<ReshapeShape<N>, D> {
    if (!Array.isArray(shape))
      throw new ShapeError({
        where: "as",
        argument: "shape",
        expected: "must be a list of sizes",
        received: formatReceived(shape),
      });
    const fits = (size: number, axis: number): boolean => shape[axis] === -1 || size === shape[axis];
    if (this.shape.length !== shape.length || !this.shape.every(fits))
      throw new ShapeError(`as: shape must be ${formatShape(shape)}, got ${formatShape(this.shape)}.`);
    return this as Tensor as Tensor<ReshapeShape<N>, D>; // just checked
  }

  /**
   * The only element, as a number.
   *
   * @throws {@link ShapeError} if there is not exactly one.
   */
  item(): number {
    watch.current?.values(this, "item()");
    if (this.size !== 1) {
      const hint = "Use .toArray(), or reduce it with .sum() or .mean() first.";
      throw new ShapeError(`item: the tensor must have one element, got shape ${formatShape(this.shape)}. ${hint}`);
    }
    return this.data[0]!;
  }

  /** The elements as nested arrays; a number for a scalar, booleans for dtype `bool`. */
  toArray(): NestedArray {
    watch.current?.values(this, "toArray()");
    const { data, shape, dtype } = this;
    const nest = (axis: number, start: number, size: number): NestedArray => {
      if (axis === shape.length) return dtype === "bool" ? data[start] === 1 : data[start]!;
      const n: number = shape[axis]!;
      const inner = n === 0 ? 0 : size / n;
      return Array.from({ length: n }, (_, i) => nest(axis + 1, start + i * inner, inner));
    };
    return nest(0, 0, sizeOf(shape));
  }
}
