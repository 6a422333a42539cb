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
});
