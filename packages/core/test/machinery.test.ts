import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  add,
  argmax,
  concat,
  customVjp,
  defineElementwise,
  defineOp,
  grad,
  inModule,
  matmul,
  opOf,
  parameter,
  record,
  relu,
  sub,
  type Tensor,
  takeAlongAxis,
  tanh,
  tensor,
  vjp,
  where,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

// What shared code does for every op, where no law of a single op would notice if it did not.

describe("calls", () => {
  test("plain numbers beside a condition are float32, and not of its dtype", () => {
    expect(where(tensor([true, false]), 0.5, 2).dtype).toBe("float32");
    expect(where(tensor([true, false]), 0.5, 2).toArray()).toEqual([0.5, 2]);
  });

  test("a list of tensors must have one at least, and no holes", () => {
    expect(thrownBy(() => concat([] as never))).toContain(
      "concat: tensors must be a list of at least one tensor, got []",
    );
    // biome-ignore lint/suspicious/noSparseArray: a hole is what must be refused.
    expect(thrownBy(() => concat([tensor([1]), , tensor([2])] as never))).toContain(
      "concat: tensors[1] must be a tensor, got undefined",
    );
  });

  test("an index far below 0 gets no hint that would not help", () => {
    const indices = tensor([-9], { dtype: "int32" });
    expect(thrownBy(() => takeAlongAxis(tensor([1, 2, 3]), indices))).toMatch(/got -9 at \[0\]\.$/);
  });

  test("functions and methods carry their op's name", () => {
    expect([tanh.name, matmul.name, tensor([1]).relu.name, tensor([1]).detach.name]).toEqual([
      "tanh",
      "matmul",
      "relu",
      "detach",
    ]);
  });

  test("what else is passed to an op without arguments is not looked at", () => {
    expect([tensor([-1]), tensor([2])].map(relu as (x: Tensor) => Tensor).map((x) => x.toArray())).toEqual([[0], [2]]);
  });

  test("what is commutative says so, and nothing else does", () => {
    expect([opOf(add)!.commutative, opOf(sub)!.commutative]).toEqual([true, false]);
  });
});

describe("definitions", () => {
  test("an input called like a part of a rule's context is refused", () => {
    for (const name of ["node", "output", "outputs", "attrs", "saved"]) {
      const make = (): unknown =>
        defineElementwise({ name: "odd", inputs: [name], dtype: "same", value: (_, x) => x[name]! });
      expect(thrownBy(make)).toContain("odd: an input must not be called like a part of a rule's context");
    }
    const twice = (): unknown =>
      defineElementwise({ name: "odd", inputs: ["x", "x"], dtype: "same", value: (_, { x }) => x });
    expect(thrownBy(twice)).toContain("odd: each input must have a name of its own");
  });

  test("an expression that is used as a number is refused", () => {
    const odd = defineElementwise({
      name: "odd",
      inputs: ["x"],
      dtype: "same",
      value: (_, { x }) => ((x as unknown as number) > 0 ? x : 0),
    });
    expect(thrownBy(() => odd(tensor([1])))).toContain("operands must be combined with the algebra");
  });

  test("four inputs, of which some repeat", () => {
    const blend = defineElementwise({
      name: "blend",
      inputs: ["a", "b", "c", "d"],
      dtype: "number",
      value: (e, { a, b, c, d }) => e.add(e.mul(a, b), e.mul(c, d)),
    });
    const y = blend(tensor([1, 2]), 3, tensor([[10], [20]]), tensor([5, 6])) as Tensor;
    expect(y.toArray()).toEqual([
      [53, 66],
      [103, 126],
    ]);
    const f = (c: Tensor): Tensor => (blend(tensor([1, 2]), 3, c, tensor([5, 6])) as Tensor).sum();
    expect(grad(f)(tensor([[10], [20]])).toArray()).toEqual([[11], [11]]);
  });

  test("an op that saves something gets it back in its rule, and in a replay", () => {
    const scaled = defineOp({
      name: "scaled",
      inputs: ["x"],
      shape: (x) => x.shape,
      saves: (x) => [{ shape: x.shape, dtype: x.dtype }],
      forward(y, x, _, [factor]) {
        for (let i = 0; i < x.size; i++) {
          factor!.data[i] = i + 2;
          y.data[i] = x.data[i]! * (i + 2);
        }
      },
      vjp: { x: (cotangent, { saved: [factor] }) => cotangent.mul(factor!) },
      formula: { value: "y = x k", x: "x̄ = ȳ k" },
    });
    expect(grad((x: Tensor) => (scaled(x) as Tensor).sum())(tensor([1, 1, 1])).toArray()).toEqual([2, 3, 4]);
  });

  test("an exponential that overflows in a branch not taken trains without NaN", () => {
    const soft = defineElementwise({
      name: "soft",
      inputs: ["x"],
      dtype: "float",
      value: (e, { x }) => e.select(e.less(x, 20), e.log(e.add(1, e.exp(x))), x),
    });
    const w = parameter([1000, -1000, 0], { dtype: "float64" });
    (soft(w) as Tensor).sum().backward();
    expect(w.grad!.toArray()).toEqual([1, 0, 0.5]);
  });
});

describe("the tape", () => {
  test("integers that are recorded require no gradient", () => {
    const w = parameter([3, 1]);
    const { value } = record(() => argmax(w));
    expect([value.requiresGrad, value.node !== null]).toEqual([false, true]);
  });

  test("which of two Parameters was overwritten since is known", () => {
    const [a, b] = [parameter([2], { name: "a" }), parameter([3], { name: "b" })];
    const first = a.mul(b).sum();
    a.assign([5]);
    expect(thrownBy(() => first.backward())).toContain('"a" of mul must still have the values');
    const second = a.mul(b).sum();
    b.assign([5]);
    expect(thrownBy(() => second.backward())).toContain('"b" of mul must still have the values');
  });

  test("looking for program lines leaves the engine's stack depth as it was", () => {
    const depth = Error.stackTraceLimit;
    const { tape } = record(() => tensor([1]).mul(2), { sites: true });
    expect(Error.stackTraceLimit).toBe(depth);
    expect(tape.nodes[0]!.site!.file).toMatch(/machinery\.test\.ts$/);
  });

  test("the path of a Module ends with its forward", () => {
    const { tape } = record(() => {
      inModule(
        () => "outer",
        () =>
          inModule(
            () => "inner",
            () => tensor([1]).neg(),
          ),
      );
      return tensor([1]).neg();
    });
    expect(tape.nodes.map(({ path }) => path)).toEqual(["outer.inner", ""]);
  });

  test("a custom derivative asked twice, with two cotangents, answers twice", () => {
    const doubled = customVjp({ forward: (x: Tensor) => x.mul(2), vjp: (cotangent) => [cotangent.mul(2)] });
    const [, pullback] = vjp((x: Tensor) => doubled(x), tensor([1, 1]));
    expect(pullback(tensor([1, 0]) as never)[0].toArray()).toEqual([2, 0]);
    expect(pullback(tensor([0, 3]) as never)[0].toArray()).toEqual([0, 6]);
  });

  test("a rule that gives no tensor is an error that names it", () => {
    const odd = defineOp({
      name: "odd",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward: (y, x) => y.data.set(x.data),
      vjp: { x: () => undefined as never },
      formula: { value: "y = x", x: "x̄ = ?" },
    });
    expect(thrownBy(() => grad((x: Tensor) => (odd(x) as Tensor).sum())(tensor([1])))).toContain(
      "odd: the rule for x must give the shape [1] and dtype float32 of x, got undefined.",
    );
  });

  test("a grad that someone set to another shape stops backward before anything is added", () => {
    const [a, b] = [parameter([1, 2], { name: "a" }), parameter([3, 4], { name: "b" })];
    (b as { grad: Tensor | null }).grad = zeros([3]) as Tensor;
    expect(thrownBy(() => a.mul(b).sum().backward())).toContain('grad of "b" must have the shape [2]');
    expect(a.grad).toBeNull();
  });

  test("nothing but reshape shares storage with a Parameter", () => {
    const w = parameter([[1, 2]]);
    const copies = [
      w.detach(),
      w.cast("float32"),
      w.broadcastTo([1, 2]),
      w.permute([0, 1]),
      w.slice([null]),
      concat([w]),
    ];
    const view = w.reshape([2]);
    w.assign([[7, 8]]);
    for (const copy of copies) expect((copy as Tensor).toArray()).toEqual([[1, 2]]);
    expect(view.toArray()).toEqual([7, 8]);
  });
});

test("where no code may be made of text, loops are interpreted, with the same result", () => {
  const program = `
    import { grad, tensor } from "@tapegrad/core";
    const f = (x) => x.mul(x).add(x.sigmoid()).tanh().sum();
    console.log(JSON.stringify(grad(f)(tensor([-1.5, 0.25, 3], { dtype: "float64" })).toArray()));
  `;
  const run = (...flags: string[]): string => {
    const args = [...flags, "--conditions=@tapegrad/source", "--import", "tsx", "--input-type=module", "-e", program];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: "utf8",
      cwd: fileURLToPath(new URL("../../../examples", import.meta.url)),
    });
    return stdout + stderr;
  };
  const strict = run("--disallow-code-generation-from-strings");
  expect(strict).toMatch(/^\[/);
  expect(strict).toBe(run());
});
