import { DomainError, defaultGenerator, dropout, formatReceived, Rng, type Tensor } from "@tapegrad/core";
import { optionsOf } from "../arguments.ts";
import { labelOf } from "../module/label.ts";
import { Module } from "../module/module.ts";
import type { Same } from "./chain.ts";

/**
 * In training sets each number to 0 with probability `p` and divides the others by `1 − p`; in use, after `eval()` or within
 * `predict`, it does nothing.
 *
 * @example
 * ```ts
 * const layer = new Dropout(0.5, { rng: new Rng(42) });
 * layer.forward(tensor([1, 2, 3, 4])).toArray(); // => [2, 4, 6, 0]
 * layer.eval().forward(tensor([1, 2, 3, 4])).toArray(); // => [1, 2, 3, 4]
 * ```
 * @see Srivastava et al. (2014), JMLR 15; divided in training ("inverted"), as everyone does now.
 */
export class Dropout extends Module {
  static readonly kind: string = "Dropout";
  declare readonly shapeFn?: Same;
  readonly p: number;
  private readonly rng: Rng;

  /**
   * @param p - Probability of dropping, in [0, 1).
   * @param options - `rng`: where masks are drawn from; by default a generator of its own, seeded from the default one.
   * @throws {@link DomainError} if `p` is out of range.
   */
  constructor(p: number, options: { readonly rng?: Rng; readonly name?: string } = {}) {
    super(options);
    const where = labelOf(this);
    optionsOf(where, options, ["rng", "name"]);
    if (typeof p !== "number" || !(p >= 0 && p < 1))
      throw new DomainError({
        where,
        argument: "p",
        expected: "must be in 0 … 1, 1 excluded",
        received: formatReceived(p),
      });
    this.p = p;
    this.rng = options.rng ?? new Rng(defaultGenerator().next());
  }

  /** @param x - Any shape; the result has the same. */
  forward<X extends Tensor>(x: X): X {
    return this.training ? (dropout(x, { p: this.p, rng: this.rng }) as X) : x; // dropout keeps the shape
  }
}
