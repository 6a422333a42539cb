import { TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { Tensor } from "../tensor/tensor.ts";
import { childPath, indexPath, isPlainObject, Route } from "./route.ts";

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

/**
 * All tensors of a tree with their paths, in the order of its keys.
 *
 * @throws {@link TapegradError} naming the path of anything that is neither a tensor, an array, nor a plain object, of an array or
 * object that contains itself, and of nesting more than 1,000 deep.
 * @example
 * ```ts
 * treeFlatten({ w: zeros([2]), b: [zeros([1])] }).map(({ path }) => path); // => ["w", "b[0]"]
 * ```
 */
export function treeFlatten(tree: unknown, where = "treeFlatten"): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const route = new Route(where);
  const visit = (value: unknown, path: string): void => {
    if (value instanceof Tensor) entries.push({ path, tensor: value });
    else if (Array.isArray(value)) {
      route.enter(value, path);
      for (let i = 0; i < value.length; i++) visit(value[i], indexPath(path, i));
      route.leave(value);
    } else if (isPlainObject(value)) {
      route.enter(value, path);
      for (const key of Object.keys(value)) visit(value[key], childPath(path, key));
      route.leave(value);
    } else refuse(where, value, path);
  };
  visit(tree, "");
  return entries;
}

/**
 * The same tree with `f(tensor, path)` in place of each tensor.
 *
 * @throws {@link TapegradError} where {@link treeFlatten} does.
 * @example
 * ```ts
 * treeMap((x) => x.mul(2), { w: ones([2]) }).w.toArray(); // => [2, 2]
 * ```
 */
export function treeMap<T>(f: (tensor: Tensor, path: string) => Tensor, tree: T): TensorsOf<T> {
  const route = new Route("treeMap");
  const visit = (value: unknown, path: string): unknown => {
    if (value instanceof Tensor) return f(value, path);
    if (Array.isArray(value)) {
      route.enter(value, path);
      const items = Array.from(value, (item, i) => visit(item, indexPath(path, i)));
      route.leave(value);
      return items;
    }
    if (isPlainObject(value)) {
      route.enter(value, path);
      const entries = Object.keys(value).map((key) => [key, visit(value[key], childPath(path, key))]);
      route.leave(value);
      return Object.fromEntries(entries);
    }
    return refuse("treeMap", value, path);
  };
  return visit(tree, "") as TensorsOf<T>; // rebuilt key by key
}

function refuse(where: string, value: unknown, path: string): never {
  const at = path === "" ? "" : ` at ${path}`;
  const expected = "expected a tensor, or arrays and objects of tensors";
  throw new TapegradError({ where, expected, received: `${formatReceived(value)}${at}` });
}
