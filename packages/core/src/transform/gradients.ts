import { add } from "../ops/elementwise/add.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Up to so many leaves are looked through one by one: a small network has fewer, and a Map costs more than its whole sweep's arrays. */
const few = 16;

/** The cotangents of leaves, each the sum of what has arrived: a Map that costs nothing while it is small. */
export class Gradients {
  /** In the order in which they were reached. */
  readonly leaves: Tensor[] = [];
  /** For each of the leaves. */
  readonly sums: Tensor[] = [];
  private places: Map<Tensor, number> | null = null;

  /** The cotangent of a leaf, if one has arrived. */
  get(leaf: Tensor): Tensor | undefined {
    return this.sums[this.placeOf(leaf)];
  }

  add(leaf: Tensor, cotangent: Tensor): void {
    const place = this.placeOf(leaf);
    if (place >= 0) {
      this.sums[place] = add(this.sums[place]!, cotangent) as Tensor;
      return;
    }
    this.leaves.push(leaf);
    this.sums.push(cotangent);
    if (this.places !== null) this.places.set(leaf, this.leaves.length - 1);
    else if (this.leaves.length > few) this.places = new Map(this.leaves.map((known, i) => [known, i]));
  }

  private placeOf(leaf: Tensor): number {
    return this.places === null ? this.leaves.indexOf(leaf) : (this.places.get(leaf) ?? -1);
  }
}
