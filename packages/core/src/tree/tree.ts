import { TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { Tensor } from "../tensor/tensor.ts";

/** Nested arrays and objects with tensors at the ends: parameters of a model, a state, several arguments. */
export type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree };

/** The same tree with a plain tensor in place of each parameter. */
export type TensorsOf<T> =
  T extends Tensor<infer S, infer D>
    ? Tensor<S, D>
    : T extends readonly unknown[] | object
      ? { [K in keyof T]: TensorsOf<T[K]> }
      : T;

/** Where a tensor stands in a tree. */
export interface TreeEntry {
  /** As one would write it: `""`, `"[0]"`, `"layers[0].kernel"`. */
  readonly path: string;
  readonly tensor: Tensor;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function childPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/**
 * All tensors of a tree with their paths, in the order of its keys.
 *
 * @throws {@link TapegradError} naming the path of anything that is neither a tensor, an array, nor a plain object.
 * @example
 * ```ts
 * treeFlatten({ w: zeros([2]), b: [zeros([1])] }).map(({ path }) => path); // => ["w", "b[0]"]
 * ```
 */
export function treeFlatten(tree: unknown, where = "treeFlatten"): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const visit = (value: unknown, path: string): void => {
    if (value instanceof Tensor) entries.push({ path, tensor: value });
    else if (Array.isArray(value)) for (const [i, item] of value.entries()) visit(item, `${path}[${i}]`);
    else if (isPlainObject(value)) for (const key of Object.keys(value)) visit(value[key], childPath(path, key));
    else {
      const at = path === "" ? "" : ` at ${path}`;
      throw new TapegradError(
        `${where}: expected a tensor, or arrays and objects of tensors, got ${formatReceived(value)}${at}.`,
      );
    }
  };
  visit(tree, "");
  return entries;
}

/**
 * The same tree with `f(tensor, path)` in place of each tensor.
 *
 * @example
 * ```ts
 * treeMap((x) => x.mul(2), { w: ones([2]) }).w.toArray(); // => [2, 2]
 * ```
 */
export function treeMap<T>(f: (tensor: Tensor, path: string) => Tensor, tree: T): TensorsOf<T> {
  const visit = (value: unknown, path: string): unknown => {
    if (value instanceof Tensor) return f(value, path);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, `${path}[${i}]`));
    if (isPlainObject(value))
      return Object.fromEntries(Object.keys(value).map((key) => [key, visit(value[key], childPath(path, key))]));
    const at = path === "" ? "" : ` at ${path}`;
    throw new TapegradError(
      `treeMap: expected a tensor, or arrays and objects of tensors, got ${formatReceived(value)}${at}.`,
    );
  };
  return visit(tree, "") as TensorsOf<T>; // rebuilt key by key
}
