import type { Tensor } from "./tensor.ts";

/** What a running trace wants to know of how a program uses tensors. */
export interface Watch {
  /** The program looks at the values of a tensor: `how` is the name of what it calls. */
  values(x: Tensor, how: string): void;
  /** The program looks at the gradient of a leaf. */
  gradient(leaf: Tensor): void;
  /** The program sets the gradient of a leaf. */
  setGradient(leaf: Tensor, gradient: Tensor | null): void;
}

/** Told of every use, while there is one: see `transform/jit/trace.ts`. */
export const watch: { current: Watch | null } = { current: null };

/** The values of a tensor for the library itself, which goes on to share them and does not look. */
export function storageOf<T extends { readonly data: unknown }>(x: T): T["data"] {
  const { current } = watch;
  watch.current = null;
  const { data } = x;
  watch.current = current;
  return data;
}

/** A gradient that stays where it was computed until someone looks at it. */
export class DeferredGradient {
  readonly read: () => Tensor;
  /** What must not be collected before it is read. */
  readonly owner: object;

  constructor(read: () => Tensor, owner: object) {
    this.read = read;
    this.owner = owner;
  }
}
