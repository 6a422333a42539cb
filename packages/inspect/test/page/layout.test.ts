import { record, type Tensor, tensor } from "@tapegrad/core";
import { toJson } from "@tapegrad/inspect";
import { Dense, Module, Sequential } from "@tapegrad/nn";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrange } from "../../src/page/browser/arrange.ts";
import { foldedAtFirst } from "../../src/page/browser/folding.ts";
import type { Direction, Rect } from "../../src/page/browser/geometry.ts";
import { type Group, type Grouping, groupingOf, type Item, isGroup } from "../../src/page/browser/groups.ts";
import { type Model, modelOf, type Vertex } from "../../src/page/browser/model.ts";
import { type Scene, SceneMaker } from "../../src/page/browser/scene.ts";
import { Timeline } from "../../src/page/browser/timeline.ts";
import { forGeneratedPrograms } from "../generated.ts";

function sceneOf(model: Model, grouping: Grouping, folded: ReadonlySet<Group>, direction: Direction = "right"): Scene {
  return new SceneMaker().make({
    grouping,
    links: model.links,
    isFolded: (group) => folded.has(group),
    // Sizes that differ, as those of names do.
    sizeOf: ({ key }) => ({ width: 80 + 10 * (key.length % 5), height: 60 + 10 * (key.length % 3) }),
    direction,
  });
}

/** Everything in a box that is shown, cards and folded boxes. */
function shownIn(group: Group, folded: ReadonlySet<Group>): readonly Item[] {
  return group.children.flatMap((item) => (isGroup(item) && !folded.has(item) ? shownIn(item, folded) : [item]));
}

const inside = (a: Rect, b: Rect): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

/** What is wrong with a scene. */
function faultsOf(
  { places, wires, direction }: Scene,
  model: Model,
  grouping: Grouping,
  folded: ReadonlySet<Group>,
): string[] {
  const faults: string[] = [];
  const shown = shownIn(grouping.root, folded);
  shown.forEach((a, i) => {
    for (const b of shown.slice(i + 1))
      if (!apart(places.get(a)!, places.get(b)!)) faults.push(`${a.key} and ${b.key} overlap`);
  });
  for (const [item, rect] of places) {
    const parent = grouping.parents.get(item);
    if (parent !== undefined && !inside(rect, places.get(parent)!)) faults.push(`${item.key} leaves its box`);
  }
  const seen = (item: Item): Item => {
    let result = item;
    for (let group = grouping.parents.get(item); group !== undefined; group = grouping.parents.get(group))
      if (folded.has(group)) result = group;
    return result;
  };
  const drawn = new Set(wires.map(({ from, to }) => `${from.key} ${to.key}`));
  const wanted = new Set(
    model.links
      .map(({ source, target }) => [seen(source), seen(target)] as const)
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => `${from.key} ${to.key}`),
  );
  for (const one of wanted) if (!drawn.delete(one)) faults.push(`${one} has no line`);
  for (const one of drawn) faults.push(`${one} is a line too many`);
  for (const { key, points } of wires) {
    const along = points.map(({ x, y }) => (direction === "right" ? x : y));
    if (along.some((value, i) => i > 0 && value < along[i - 1]! - 1e-6)) faults.push(`${key} turns back`);
  }
  return faults;
}

const lengthOf = (count: number): Vertex[] => {
  let x = tensor(1, { requiresGrad: true, name: "x" });
  for (let i = 0; i < count; i++) x = x.tanh();
  return [...modelOf(toJson(x)).vertices];
};

describe("a scene", () => {
  test("has no overlaps, every box around what is in it, and a line for every operand", () => {
    forGeneratedPrograms(30, ({ loss }) => {
      const model = modelOf(toJson(loss));
      const grouping = groupingOf(model.vertices);
      for (const direction of ["right", "down"] as const) {
        const scene = sceneOf(model, grouping, new Set(), direction);
        expect(faultsOf(scene, model, grouping, new Set())).toEqual([]);
      }
    });
  });

  test("keeps these laws with boxes folded and unfolded, in every way", () => {
    const block = new Sequential(new Dense(2, 2, { activation: "tanh" }), new Dense(2, 2));
    const net = new Sequential(new Dense(2, 2), block);
    const x = tensor([[1, 2]], { name: "x" });
    const { tape } = record(() => {
      // Beside all else, and shorter: a layout may draw it anywhere.
      tensor(2, { name: "alone" }).exp();
      return net.forward(x).add(x).sum();
    });
    const model = modelOf(toJson(tape));
    const grouping = groupingOf(model.vertices);
    const boxes = grouping.groups.filter((group) => group !== grouping.root);
    expect(boxes.map(({ path }) => path)).toContain("layers.1.layers.0");
    const maker = new SceneMaker();
    for (let choice = 0; choice < 2 ** boxes.length; choice++) {
      const folded = new Set(boxes.filter((_, i) => (choice >> i) % 2 === 1));
      const request = {
        grouping,
        links: model.links,
        isFolded: (group: Group) => folded.has(group),
        sizeOf: () => ({ width: 100, height: 60 }),
        direction: "right" as const,
      };
      expect(faultsOf(maker.make(request), model, grouping, folded)).toEqual([]);
    }
  });

  test("has forward steps from left to right, or from above, in boxes of any length", () => {
    for (const count of [10, 400]) {
      const x = lengthOf(count);
      const model = modelOf(toJson(tensor(1)));
      const all: Model = { ...model, links: x.flatMap(({ inputs }) => inputs), vertices: x };
      const grouping = groupingOf(x);
      const { places } = sceneOf(all, grouping, new Set());
      for (const { source, target } of all.links) {
        const [a, b] = [places.get(source)!, places.get(target)!];
        expect(a.x + a.width).toBeLessThanOrEqual(b.x);
      }
    }
  });
});

describe("columns", () => {
  const node = fc.record({ width: fc.integer({ min: 20, max: 200 }), height: fc.integer({ min: 20, max: 200 }) });
  // Edges as pairs of numbers that are taken into the order of the nodes.
  const edges = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 });

  test("have no overlaps, and every edge leads onwards", () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 2, maxLength: 40 }), edges, fc.boolean(), (sizes, pairs, isRight) => {
        const nodes = sizes.map((size, i) => ({ key: `n${i}`, role: "item" as const, ...size }));
        const ordered = pairs.map(([a, b]) => [a % sizes.length, b % sizes.length].sort((x, y) => x - y));
        const graph = {
          nodes,
          edges: ordered.filter(([a, b]) => a !== b).map(([a, b]) => ({ from: `n${a}`, to: `n${b}` })),
        };
        const { at, width, height } = arrange(graph, isRight ? "right" : "down", true);
        const rects = nodes.map((one): Rect => {
          const { x, y } = at.get(one.key)!;
          return { x: x - one.width / 2, y: y - one.height / 2, width: one.width, height: one.height };
        });
        const whole = { x: -1e-9, y: -1e-9, width: width + 2e-9, height: height + 2e-9 }; // sums and halves of whole numbers
        rects.forEach((a, i) => {
          expect(inside(a, whole)).toBe(true);
          for (const b of rects.slice(i + 1)) expect(apart(a, b)).toBe(true);
        });
        for (const { from, to } of graph.edges) {
          const [a, b] = [rects[Number(from.slice(1))]!, rects[Number(to.slice(1))]!];
          expect(isRight ? a.x + a.width : a.y + a.height).toBeLessThanOrEqual(isRight ? b.x : b.y);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("boxes", () => {
  test("are not cut in two by what comes into their middle from outside", () => {
    const y = tensor([3, 4], { name: "y" });
    class Sum extends Module {
      forward(x: Tensor): Tensor {
        return x.exp().add(y).tanh();
      }
    }
    const model = new Sequential(new Sum(), new Sum());
    const { tape } = record(() => model.forward(tensor([1, 2], { name: "x" })));
    const { root } = groupingOf(modelOf(toJson(tape)).vertices);
    const labels = root.children.map((item) => (isGroup(item) ? item.label : item.name));
    expect(labels).toEqual(["x", "y", "layers.0", "layers.1"]);
  });

  test("come in an order in which none needs a later one", () => {
    forGeneratedPrograms(100, ({ tape }) => {
      const model = modelOf(toJson(tape));
      const { root } = groupingOf(model.vertices);
      const order = new Map<Item, number>();
      const visit = (item: Item): void => {
        order.set(item, order.size);
        if (isGroup(item)) item.children.forEach(visit);
      };
      visit(root);
      for (const { source, target } of model.links) expect(order.get(source)).toBeLessThan(order.get(target)!);
    });
  });

  test("divide a long row, so that none has more than 30 children, and lose nothing", () => {
    const vertices = lengthOf(2000);
    const { groups, root } = groupingOf(vertices);
    for (const { children } of groups) expect(children.length).toBeLessThanOrEqual(30);
    expect(shownIn(root, new Set())).toEqual(vertices);
    expect(root.size).toBe(2001);
  });

  test("are folded at first where all would be too much", () => {
    const grouping = groupingOf(lengthOf(2000));
    const count = (fold: "auto" | number) => shownIn(grouping.root, foldedAtFirst(grouping, fold)).length;
    expect(count("auto")).toBeLessThanOrEqual(60);
    expect(count(100)).toBeLessThanOrEqual(100);
    expect(count(100)).toBeGreaterThan(60);
    expect(count(Infinity)).toBe(2001);
    const short = groupingOf(lengthOf(40));
    expect(foldedAtFirst(short, "auto").size).toBe(0);
  });
});

describe("the steps", () => {
  test("end with every value and the cotangents of the document, and begin with none", () => {
    forGeneratedPrograms(100, ({ loss }) => {
      const model = modelOf(toJson(loss));
      const timeline = new Timeline(model);
      for (const vertex of model.vertices) {
        expect(timeline.isComputed(vertex, timeline.last)).toBe(true);
        expect(timeline.isComputed(vertex, 0)).toBe(vertex.op === null);
        for (const tensor of vertex.tensors) {
          expect(timeline.cotangentAt(tensor, 0)).toBeNull();
          const known = timeline.cotangentAt(tensor, timeline.last);
          expect(known?.value ?? null).toEqual(tensor.cotangent);
          expect(known?.isComplete ?? true).toBe(true);
        }
      }
      expect(timeline.forwardCount).toBe(model.document.nodes.length);
      expect(timeline.backwardCount).toBe(model.document.backward.length);
    });
  });
});
