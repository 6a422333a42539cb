import { concat, GradientError, Rng, stack, TapegradError, type Tensor, tensor, where } from "@tapegrad/core";
import { arbitraries } from "@tapegrad/gradcheck";
import { scalarGraph } from "@tapegrad/inspect";
import fc from "fast-check";
import { expect, test } from "vitest";

const leaf = (values: number | number[] | number[][], name: string): Tensor =>
  tensor(values as number[], { dtype: "float64", requiresGrad: true, name });

/** For each element with a cotangent the sum of what the edges that leave it contribute, beside that cotangent. */
function sums({ nodes, edges }: ReturnType<typeof scalarGraph>): (readonly [string, number, number])[] {
  return nodes.flatMap(({ id, name, cotangent }) => {
    const leaving = edges.filter(({ from, contribution }) => from === id && contribution !== null);
    if (cotangent === null || leaving.length === 0) return [];
    return [[name, cotangent, leaving.reduce((sum, { contribution }) => sum + contribution!, 0)] as const];
  });
}

test("an affine map unfolds into its products and their sum with the bias", () => {
  const x = leaf([[2, -1]], "x");
  const W = leaf(
    [
      [1, 0],
      [3, 4],
    ],
    "W",
  );
  const b = leaf([5, 6], "b");
  const y = x.affine(W, b).named("y");
  const { nodes, edges } = scalarGraph(y.mul(tensor([[10, 100]], { dtype: "float64" })).sum());
  const products = nodes.filter(({ operation }) => operation === "·");
  expect(products.map(({ name, value, cotangent }) => [name, value, cotangent])).toEqual([
    ["x[0, 0] · W[0, 0]", 2, 10],
    ["x[0, 0] · W[0, 1]", 0, 100],
    ["x[0, 1] · W[1, 0]", -3, 10],
    ["x[0, 1] · W[1, 1]", -4, 100],
  ]);
  const into = (name: string) =>
    edges.filter(({ to }) => nodes[to]!.name === name).map(({ from, local }) => [nodes[from]!.name, local]);
  expect(into("x[0, 1] · W[1, 0]")).toEqual([
    ["x[0, 1]", 3],
    ["W[1, 0]", -1],
  ]);
  expect(into("y[0, 1]")).toEqual([
    ["b[1]", 1],
    ["x[0, 0] · W[0, 1]", 1],
    ["x[0, 1] · W[1, 1]", 1],
  ]);
});
test("an edge of an elementwise op stays where its local derivative is 0, and none has it for a condition", () => {
  const x = leaf([-1, 2], "x");
  const { nodes, edges } = scalarGraph(x.relu().named("h").sum());
  expect(edges.slice(0, 2)).toEqual([
    { from: 0, to: 2, local: 0, contribution: 0 },
    { from: 1, to: 3, local: 1, contribution: 1 },
  ]);
  expect(nodes[2]).toEqual({
    id: 2,
    name: "h[0]",
    operation: "relu",
    tensor: "h",
    index: 0,
    node: expect.any(Number),
    value: 0,
    cotangent: 1,
  });
  const y = where(tensor([true, false]), x, 3).sum();
  const chosen = scalarGraph(y).edges.filter(({ local }) => local === null);
  expect(chosen).toHaveLength(2);
});

test("an infinite local derivative contributes nothing where the cotangent is 0", () => {
  const { edges } = scalarGraph(leaf(0, "x").sqrt().mul(0).named("L"));
  expect(edges[0]).toEqual({ from: 0, to: 1, local: Infinity, contribution: 0 });
});

test("an entry 0 of another op's Jacobian is an edge where the result depends on that number all the same", () => {
  const x = leaf([3, 1, 2], "x");
  const { edges } = scalarGraph(x.max().named("m"));
  expect(edges.map(({ from, local }) => [from, local])).toEqual([
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
  const first = scalarGraph(x.slice([[0, 1]]).sum()).edges;
  expect(first.map(({ from, to, local }) => [from, to, local])).toEqual([
    [0, 3, 1],
    [3, 4, 1],
  ]);
});

test("what an element contributes along all of its edges is its cotangent, for any op", () => {
  const rng = new Rng(5);
  const some = (shape: number[], name: string): Tensor =>
    tensor(rng.uniform(shape, { low: 0.2, high: 2 }).toArray() as number[], {
      dtype: "float64",
      requiresGrad: true,
      name,
    });
  const [a, b, v] = [some([2, 3], "a"), some([3, 2], "b"), some([3], "v")];
  const losses = [
    a.matmul(b).softmax().log().mean(),
    a.mul(v).cumsum(1).sort().square().sum(),
    concat([a, b.transpose() as Tensor], 0).std(),
    stack([a.matmul(v), v.slice([[0, 2]])]).logSumExp(),
    a.matmul(a, { transposeB: true }).prod(),
    a.norm().pow(v).sum(),
  ] as Tensor[];
  for (const loss of losses) {
    const checked = sums(scalarGraph(loss));
    expect(checked.length).toBeGreaterThan(5);
    for (const [name, cotangent, sum] of checked) expect([name, sum]).toEqual([name, expect.closeTo(cotangent, 12)]);
  }
});

test("so it is for 50 generated programs", () => {
  fc.assert(
    fc.property(arbitraries.expression(), ({ f, inputs }) => {
      const leaves = inputs.map((x) => {
        if (x.dtype !== "float32" && x.dtype !== "float64") return x;
        return tensor(x.toArray() as number[], { dtype: "float64", requiresGrad: true });
      });
      const loss = f(...leaves).sum() as Tensor;
      if (!loss.requiresGrad) return;
      const graph = scalarGraph(loss, { limit: 5000 });
      for (const { id, name, cotangent } of graph.nodes) {
        const leaving = graph.edges.flatMap(({ from, contribution }) => (from === id ? (contribution ?? []) : []));
        if (cotangent === null || leaving.length === 0) continue;
        const size = leaving.reduce((total, contribution) => total + Math.abs(contribution), 0);
        const error = leaving.reduce((total, contribution) => total + contribution, 0) - cotangent;
        expect([name, Math.abs(error) <= 1e-12 * size]).toEqual([name, true]);
      }
    }),
    { numRuns: 50, seed: 11 },
  );
});

test("a part of a program is unfolded with the cotangents of the whole", () => {
  const a = leaf([1, 2], "a");
  const h = a.square().named("h");
  const loss = h.sum().mul(3).named("L");
  const { nodes, edges } = scalarGraph(h.node!, { loss });
  expect(nodes.map(({ name, value, cotangent }) => [name, value, cotangent])).toEqual([
    ["a[0]", 1, 6],
    ["a[1]", 2, 12],
    ["h[0]", 1, 3],
    ["h[1]", 4, 3],
  ]);
  expect(edges).toEqual([
    { from: 0, to: 2, local: 2, contribution: 6 },
    { from: 1, to: 3, local: 4, contribution: 12 },
  ]);
  expect(scalarGraph(h.node!).nodes.map(({ cotangent }) => cotangent)).toEqual([null, null, null, null]);
});

test("what is too large, or no longer there, is refused", () => {
  const x = leaf(
    Array.from({ length: 300 }, (_, i) => i),
    "x",
  );
  expect(() => scalarGraph(x.square().sum())).toThrow(
    new TapegradError(
      "scalarGraph: the program must have at most 500 numbers, got 601. Pass one node of it, make its tensors smaller, or raise limit.",
    ),
  );
  const v = leaf([1, 2, 3], "v");
  expect(() => scalarGraph(v.matmul(v), { limit: 6 })).toThrow(
    new TapegradError(
      "scalarGraph: the program must have at most 6 numbers, got 7 or more. Pass one node of it, make its tensors smaller, or raise limit.",
    ),
  );
  const loss = v.square().sum();
  const { node } = loss;
  loss.backward();
  const message =
    "scalarGraph: the tape must still be there, got one that a backward pass through sum let go of. Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).";
  expect(() => scalarGraph(node!)).toThrow(new GradientError(message));
  expect(() => scalarGraph(loss)).toThrow(new GradientError(message));
});
