import { Parameter, parameter, type Tensor, tensor, treeFlatten, treeMap, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

describe("trees of tensors", () => {
  const [a, b, c] = [tensor([1]), tensor([2]), tensor([3])];

  test("treeFlatten lists tensors in the order of keys, with the paths one would write", () => {
    const tree = { layers: [{ kernel: a, bias: b }, [c]], scale: a };
    expect(treeFlatten(tree)).toEqual([
      { path: "layers[0].kernel", tensor: a },
      { path: "layers[0].bias", tensor: b },
      { path: "layers[1][0]", tensor: c },
      { path: "scale", tensor: a },
    ]);
    expect(treeFlatten(a)).toEqual([{ path: "", tensor: a }]);
    expect(treeFlatten([a, b]).map(({ path }) => path)).toEqual(["[0]", "[1]"]);
    expect(treeFlatten({ empty: [], none: {} })).toEqual([]);
    expect(treeFlatten(Object.assign(Object.create(null), { w: a }))).toHaveLength(1);
  });

  test("treeMap keeps the form, and passes each tensor with its path", () => {
    const tree = { w: a, layers: [b, { c }] as const };
    const doubled = treeMap((x) => x.mul(2), tree);
    expect([doubled.w.toArray(), doubled.layers[0].toArray(), doubled.layers[1].c.toArray()]).toEqual([[2], [4], [6]]);
    expect(tree.w).toBe(a);
    const paths: string[] = [];
    treeMap((x, path) => {
      paths.push(path);
      return x;
    }, tree);
    expect(paths).toEqual(treeFlatten(tree).map(({ path }) => path));
    expect(treeMap((x) => x, a)).toBe(a);
  });

  test("a Parameter is a tensor like others", () => {
    const tree = treeMap((x) => zeros(x.shape), { w: parameter([1, 2]) });
    const w: Tensor = tree.w;
    expect([w instanceof Parameter, w.toArray()]).toEqual([false, [0, 0]]);
  });

  test("anything else is refused, with its place", () => {
    const must = "expected a tensor, or arrays and objects of tensors, got";
    expect(thrownBy(() => treeFlatten({ a: [a, 3] }))).toBe(`TapegradError: treeFlatten: ${must} 3 at a[1].`);
    expect(thrownBy(() => treeFlatten(undefined))).toBe(`TapegradError: treeFlatten: ${must} undefined.`);
    expect(thrownBy(() => treeFlatten({ model: new Map() }))).toBe(
      `TapegradError: treeFlatten: ${must} a Map at model.`,
    );
    expect(thrownBy(() => treeMap((x) => x, { a: { b: null } }))).toBe(`TapegradError: treeMap: ${must} null at a.b.`);
    expect(thrownBy(() => treeMap((x) => x, "w"))).toBe(`TapegradError: treeMap: ${must} "w".`);
  });

  test("a hole in a list is refused like anything else that is no tensor", () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    const sparse = [a, , b];
    const must = "expected a tensor, or arrays and objects of tensors, got undefined at [1].";
    expect(thrownBy(() => treeFlatten(sparse))).toBe(`TapegradError: treeFlatten: ${must}`);
    expect(thrownBy(() => treeMap((x) => x, sparse))).toBe(`TapegradError: treeMap: ${must}`);
  });

  test("a tree that contains itself is refused, with the place", () => {
    const list: unknown[] = [a];
    list.push({ inner: list });
    const object: Record<string, unknown> = { w: b };
    object.self = object;
    for (const [name, walk] of [
      ["treeFlatten", (tree: unknown) => treeFlatten(tree)],
      ["treeMap", (tree: unknown) => treeMap((x) => x, tree)],
    ] as const) {
      const must = `TapegradError: ${name}: a tree must not contain itself, got`;
      expect(thrownBy(() => walk(list))).toBe(`${must} an array that does at [1].inner.`);
      expect(thrownBy(() => walk(object))).toBe(`${must} an object that does at self.`);
    }
  });

  test("the same list twice is no circle", () => {
    const shared = [a];
    expect(treeFlatten({ x: shared, y: [shared, shared] }).map(({ path }) => path)).toEqual([
      "x[0]",
      "y[0][0]",
      "y[1][0]",
    ]);
    expect(treeMap((x) => x, [shared, shared])).toEqual([[a], [a]]);
  });

  test("nesting is gone through 1,000 deep, and refused beyond", () => {
    const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
      let tree: unknown = a;
      for (let i = 0; i < depth; i++) tree = wrap(tree);
      return tree;
    };
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ layer: inner })]) {
      expect(treeFlatten(nested(1000, wrap))).toHaveLength(1);
      expect(treeFlatten(treeMap((x) => x, nested(1000, wrap)))).toHaveLength(1);
      for (const depth of [1001, 20_000]) {
        const must = "a tree must be nested at most 1000 deep, got more at";
        expect(thrownBy(() => treeFlatten(nested(depth, wrap)))).toContain(`TapegradError: treeFlatten: ${must}`);
        expect(thrownBy(() => treeMap((x) => x, nested(depth, wrap)))).toContain(`TapegradError: treeMap: ${must}`);
      }
    }
    expect(thrownBy(() => treeFlatten(nested(1001, (inner) => [inner])))).toBe(
      `TapegradError: treeFlatten: a tree must be nested at most 1000 deep, got more at ${"[0]".repeat(19)}....`,
    );
  });

  test("a key named __proto__ is a key", () => {
    const tree = JSON.parse('{ "__proto__": 1 }') as Record<string, unknown>;
    Object.defineProperty(tree, "__proto__", { value: a, enumerable: true });
    const mapped = treeMap((x) => x.mul(2), tree);
    expect(Object.keys(mapped)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype);
  });
});
