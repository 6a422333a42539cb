import { DomainError, defaultGenerator, dropout, formatReceived, Rng, type Tensor } from "@tapegrad/core";
import { Module } from "../module/module.ts";
import type { Same } from "./chain.ts";

/**
 * In training sets each number to 0 with probability `p` and divides the others by `1 − p`; in use it does nothing.
 *
 * @example
 * ```ts
 * new Dropout(0.5).forward(tensor([1, 2])).toArray(); // => [1, 2]
 * ```
 * @see Srivastava et al. (2014), JMLR 15; divided in training ("inverted"), as everyone does now.
 */
export class Dropout extends Module {
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
    if (typeof p !== "number" || !(p >= 0 && p < 1)) {
      const where = `Dropout${this.name ? ` "${this.name}"` : ""}`;
      throw new DomainError(`${where}: p must be in 0 … 1, 1 excluded, got ${formatReceived(p)}.`);
    }
    this.p = p;
    this.rng = options.rng ?? new Rng(defaultGenerator().next());
  }

  /** @param x - Any shape; the result has the same. */
  forward<X extends Tensor>(x: X): X {
    return this.training ? (dropout(x, { p: this.p, rng: this.rng }) as X) : x; // dropout keeps the shape
  }
}
