/** What a running trace wants to know of how a program uses tensors, which this file knows nothing about. */
export interface Watch {
  /** The program looks at the values of a tensor: `how` is the name of what it calls. */
  values(x: object, how: string): void;
  /** The program looks at the gradient of a leaf. */
  gradient(leaf: object): void;
  /** The program sets the gradient of a leaf. */
  setGradient(leaf: object, gradient: object | null): void;
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
  readonly read: () => object;
  /** What must not be collected before it is read. */
  readonly owner: object;

  constructor(read: () => object, owner: object) {
    this.read = read;
    this.owner = owner;
  }
}
