import {
  grad,
  jacobianAt,
  jit,
  jvp,
  matmul,
  named,
  parameter,
  record,
  recordProgram,
  Sweep,
  slopeAt,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { Dense, Sequential } from "@tapegrad/nn";
import { Adam, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

describe("a tape that record made", () => {
  test("outlives a backward pass and an update, within it or after it", () => {
    const w = parameter([2, 3], { name: "w" });
    const { value: loss, tape } = record(() => {
      const inner = w.square().sum();
      inner.backward();
      return inner;
    });
    loss.backward(); // w.grad is 2 · 2w by now
    new SGD([w], { learningRate: 0.5 }).step();
    expect(w.toArray()).toEqual([-2, -3]);
    expect(tape.nodes[0]?.inputAtTime(0).toArray()).toEqual([2, 3]);
    expect(tape.nodes[0]?.outputAtTime().toArray()).toEqual([4, 9]);
    w.grad = null;
    loss.backward(); // at the values of that time: 2w
    expect(w.grad!.toArray()).toEqual([4, 6]);
  });

  test("shows each of several updates with what it found and what it left", () => {
    const w = parameter([1], { name: "w" });
    const optimizer = new SGD([w], { learningRate: 1 });
    const { tape } = record(() => {
      for (let step = 0; step < 3; step++) {
        optimizer.zeroGrad();
        w.mul(step + 1)
          .sum()
          .backward(); // the gradient is step + 1
        optimizer.step();
      }
    });
    const updates = tape.nodes.filter((node) => node.op.name === "sgdUpdate");
    expect(updates.map((node) => node.inputAtTime(0).item())).toEqual([1, 0, -2]);
    expect(updates.map((node) => node.inputAfter(0).item())).toEqual([0, -2, -5]);
    w.assign([7]);
    expect(updates.map((node) => node.inputAfter(0).item())).toEqual([0, -2, -5]);
  });

  test("keeps the state of an optimizer as the update found it", () => {
    const w = parameter([1]);
    const optimizer = new Adam([w]);
    const step = () => {
      w.grad = tensor([1]);
      optimizer.step();
    };
    step();
    const { tape } = record(step);
    step();
    const [update] = tape.nodes;
    // m₁ = (1 − β₁) g, and m₂ = β₁ m₁ + (1 − β₁) g, with g = 1 and β₁ = 0.9
    expect(update?.inputAtTime(2).item()).toBeCloseTo(0.1, 6);
    expect(update?.inputAfter(2).item()).toBeCloseTo(0.19, 6);
  });

  test("copies a Parameter only when it is overwritten, once for all that read it", () => {
    const w = parameter([1, 2]);
    const { tape } = record(() => [w.square(), w.exp(), w.reshape([2, 1])]);
    expect(tape.nodes.map((node) => node.inputAtTime(0).data === w.data)).toEqual([true, true, true]);
    w.assign([3, 4]);
    const kept = tape.nodes.map((node) => node.inputAtTime(0).data);
    expect(kept[0]).not.toBe(w.data);
    expect(new Set(kept).size).toBe(1);
    expect(tape.nodes[2]!.outputAtTime().toArray()).toEqual([[1], [2]]); // a view of the same storage
    w.assign([5, 6]);
    expect(Array.from(tape.nodes[0]!.inputAtTime(0).data)).toEqual([1, 2]);
  });

  test("keeps the values that a compiled step overwrites", () => {
    const w = parameter([1], { name: "w" });
    const step = jit(() => {
      w.assign(w.mul(2));
    });
    step();
    step();
    const { tape } = record(() => w.square());
    step();
    step();
    expect(w.item()).toBe(16);
    expect(tape.nodes[0]!.inputAtTime(0).item()).toBe(4);
  });

  test("without it, what was overwritten is not there any more, and saying so is an error", () => {
    const w = parameter([1], { name: "w" });
    const y = w.square();
    w.assign([2]);
    expect(thrownBy(() => y.node!.inputAtTime(0))).toBe(
      'GradientError: backward: x "w" of square must still have the values it was used with, but it was overwritten since. ' +
        "Call backward() before assign() or an optimizer's step().",
    );
  });

  test("does not give a second derivative of what was overwritten: it would miss what the copy stands for", () => {
    const w = parameter([1], { name: "w" });
    const { value } = record(() => w.pow(3).sum());
    w.assign([2]);
    const sweep = new Sweep([value], [tensor(1)], null);
    expect(thrownBy(() => sweep.run({ record: true }))).toContain("must still have the values it was used with");
  });

  test("says of every node of a backward pass for which input of which node a rule ran it", () => {
    const x = tensor([[1, 2]], { name: "x" });
    const w = parameter([[3], [4]], { name: "w" });
    const { tape } = record(() => {
      const h = x.matmul(w);
      h.mul(h).sum().backward();
    });
    const about = tape.nodes.map(({ op, derivativeOf }) => [
      op.name,
      derivativeOf && `${derivativeOf.part} ${derivativeOf.input} of ${derivativeOf.node.op.name}`,
    ]);
    expect(about).toEqual([
      ["matmul", null],
      ["mul", null],
      ["sum", null],
      ["broadcastTo", "contribution 0 of sum"],
      ["mul.vjp.a", "contribution 0 of mul"],
      ["mul.vjp.b", "contribution 1 of mul"],
      ["add", "sum 1 of mul"],
      ["matmul", "contribution 1 of matmul"],
    ]);
  });

  test("says it of second derivatives and of tangents too", () => {
    const f = (x: Tensor) => x.tanh().sum();
    const second = record(() => grad((x: Tensor) => grad(f)(x).sum())(tensor([0.5])));
    const deep = second.tape.nodes.find((node) => node.op.name === "tanh.vjp.x.vjp.x");
    expect(deep?.derivativeOf?.node.op.name).toBe("tanh.vjp.x");
    expect(deep?.derivativeOf?.node.derivativeOf?.node.op.name).toBe("tanh");
    const tangent = record(() => jvp((x: Tensor) => x.tanh(), [tensor([0.5])], [tensor([1])]));
    const pushed = tangent.tape.nodes.filter((node) => node.derivativeOf !== null);
    expect(pushed.length).toBeGreaterThan(0);
    expect(pushed.map((node) => node.derivativeOf?.part)).toEqual(pushed.map(() => "tangent"));
  });

  test("knows what its backward passes began at", () => {
    const w = parameter([1]);
    const { value, tape } = record(() => {
      const first = w.sum();
      first.backward();
      const second = w.square().sum();
      second.backward();
      return [first, second];
    });
    expect(tape.losses).toEqual(value);
    const outer = record(() => record(() => w.sum().backward()));
    expect(outer.tape.losses).toHaveLength(1);
  });
});

describe("recordProgram", () => {
  /** Two epochs of two steps, with something else before, between and after. */
  async function program(): Promise<void> {
    const w = parameter([1], { name: "w" });
    const optimizer = new SGD([w], { learningRate: 0.1 });
    w.exp();
    for (let step = 1; step <= 4; step++) {
      await Promise.resolve();
      optimizer.zeroGrad();
      w.mul(step).sum().backward();
      optimizer.step();
    }
    w.log();
  }

  test("keeps the last complete step of a program, across awaits", async () => {
    const recorded = recordProgram({ sites: true });
    try {
      await program();
    } finally {
      recorded.stop();
    }
    const { nodes, losses } = recorded.tape;
    expect(nodes.map((node) => node.op.name)).toEqual(["mul", "sum", "broadcastTo", "mul.vjp.a", "sgdUpdate"]);
    expect(nodes[0]?.inputs[1]?.item()).toBe(4);
    expect(losses).toHaveLength(1);
    expect(nodes[0]?.site?.file).toMatch(/recorded\.test\.ts$/);
    parameter([1]).exp();
    expect(recorded.tape.nodes).toHaveLength(5);
  });

  test("sees the last step of fit, whose steps are not compiled meanwhile", async () => {
    const model = new Sequential(new Dense(2, 3, { activation: "tanh", name: "hidden" }), new Dense(3, 1));
    model.compile({ optimizer: new Adam(model.parameters()), loss: "meanSquaredError", jit: true });
    const x = tensor([
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const y = tensor([[1], [2], [3]]);
    const recorded = recordProgram();
    try {
      await model.fit(x, y, { epochs: 3, batchSize: 2 });
    } finally {
      recorded.stop();
    }
    const updates = recorded.tape.nodes.filter((node) => node.op.mutates.length > 0);
    expect(updates).toHaveLength(4);
    expect(recorded.tape.nodes.some((node) => node.path !== "")).toBe(true);
  });

  test("without steps keeps everything, up to a limit", () => {
    const recorded = recordProgram({ limit: 4 });
    let x: Tensor = tensor([1]);
    for (let i = 0; i < 9; i++) x = x.add(i);
    recorded.stop();
    const { nodes } = recorded.tape;
    expect(nodes.length).toBeLessThanOrEqual(4);
    expect(nodes.at(-1)?.outputs[0]).toBe(x);
  });

  test("refuses to begin within a recording", () => {
    expect(thrownBy(() => record(() => recordProgram()))).toBe(
      "TapegradError: recordProgram: must not be called while something is recorded, got a call within record or after " +
        "recordProgram. Call stop() of the earlier one first.",
    );
  });
});

describe("a name", () => {
  test("is the tensor's own: printing and errors use it", () => {
    const x = tensor([[1, 2]]).mul(2);
    expect(x.named("h")).toBe(x);
    expect(String(x)).toBe('tensor([[2, 4]], name="h")');
    expect(thrownBy(() => matmul(x, x as never))).toBe(
      'ShapeError: matmul: inner sizes must be equal, got 2 and 1: a is [1, 2], b is [1, 2]. Here a is "h", b is "h".',
    );
    expect(named(x, "again").name).toBe("again");
  });

  test("does not make a Parameter of what shares its storage, when that is written as JSON", () => {
    expect(JSON.parse(JSON.stringify(parameter([1], { name: "w" }).detach().named("v")))).toEqual({
      tapegrad: "tensor",
      shape: [1],
      dtype: "float32",
      name: "v",
      data: [1],
    });
  });

  test("must be one", () => {
    expect(thrownBy(() => tensor([1]).named(""))).toBe(
      'DomainError: named: name must be a string that is not empty, got "".',
    );
    expect(thrownBy(() => named([1] as never, "x"))).toBe("TapegradError: named: x must be a tensor, got [1].");
    expect(thrownBy(() => parameter([1], { name: "w" }).named("v"))).toBe(
      'TapegradError: named: x must not be a Parameter that has a name, got Parameter "w". ' +
        "Give it its name where it is made: parameter(values, { name }).",
    );
  });
});

describe("local derivatives", () => {
  test("a slope has the shape of the result, each place with its own, also where an input was broadcast", () => {
    const a = tensor([[1], [2]], { requiresGrad: true });
    const b = tensor([3, 4, 5], { requiresGrad: true });
    const { node } = a.mul(b);
    expect(slopeAt(node!, 0)?.toArray()).toEqual([
      [3, 4, 5],
      [3, 4, 5],
    ]);
    expect(slopeAt(node!, 1)?.toArray()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(slopeAt(a.sum().node!, 0)).toBeNull();
  });

  test("a Jacobian has a row for each element of the result", () => {
    const a = tensor([[1, 2]], { requiresGrad: true });
    const b = tensor(
      [
        [3, 4],
        [5, 6],
      ],
      { requiresGrad: true },
    );
    const { node } = a.matmul(b);
    // c = a B: ∂cⱼ/∂aₖ = Bₖⱼ
    expect(jacobianAt(node!, 0)?.toArray()).toEqual([
      [3, 5],
      [4, 6],
    ]);
    // ∂cⱼ/∂Bₖₗ = aₖ if l = j
    expect(jacobianAt(node!, 1)?.toArray()).toEqual([
      [1, 0, 2, 0],
      [0, 1, 0, 2],
    ]);
    expect(thrownBy(() => jacobianAt(node!, 1, { limit: 7 }))).toBe(
      "DomainError: jacobianAt: the matrix of matmul must have at most 7 elements, got [2, 4]. " +
        "Raise limit, or use a smaller tensor.",
    );
  });
});
