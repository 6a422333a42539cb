import { grad, type Node, parameter, record, sum, type Tensor, tensor } from "@tapegrad/core";
import { backwardSteps, explain, Names, numberText } from "@tapegrad/inspect";
import { describe, expect, test } from "vitest";
import { forGeneratedPrograms } from "./generated.ts";
import { thrownBy } from "./thrownBy.ts";

const number = (value: number, name: string) => tensor(value, { name, dtype: "float64", requiresGrad: true });

function nodesBehind(x: Tensor, found = new Set<Node>()): Set<Node> {
  if (x.node === null || found.has(x.node)) return found;
  found.add(x.node);
  for (const input of x.node.inputs) nodesBehind(input, found);
  return found;
}

describe("explain", () => {
  test("writes a program of scalars with names, numbers, local derivatives and the sum where contributions meet", () => {
    const [a, b, c] = [number(2, "a"), number(-3, "b"), number(10, "c")];
    const L = a.mul(b).named("p").add(c).mul(a).named("L");
    // L = (ab + c) a: ∂L/∂a = 2ab + c = −2, ∂L/∂b = a² = 4, ∂L/∂c = a = 2
    expect(explain(L)).toBe(
      `L and its gradients, numbers to 4 digits

Given
  a = 2
  b = −3
  c = 10

Forward
  p = a b = 2 · (−3) = −6
  t1 = p + c = −6 + 10 = 4
  L = t1 a = 4 · 2 = 8

Backward
  L̄ = 1

  L = t1 a    with L̄ = 1
    t̄1 = L̄ a = 1 · 2 = 2    ∂L/∂t1 = 2
    ā += L̄ t1 = 1 · 4 = 4    ∂L/∂a = 4

  t1 = p + c    with t̄1 = 2
    p̄ = t̄1 = 2    ∂t1/∂p = 1
    c̄ = t̄1 = 2    ∂t1/∂c = 1

  p = a b    with p̄ = 2
    ā += p̄ b = 2 · (−3) = −6    ∂p/∂a = −3
    ā = 4 − 6 = −2
    b̄ = p̄ a = 2 · 2 = 4    ∂p/∂b = 2

Gradients
  ∂L/∂a = −2
  ∂L/∂b = 4
  ∂L/∂c = 2`,
    );
  });

  test("writes small tensors in full, with the Jacobian of what is not elementwise", () => {
    const W = parameter([[1, 2]], { name: "W", dtype: "float64" });
    const x = tensor([3, -1], { name: "x", dtype: "float64" });
    const { tape } = record(() => W.matmul(x).named("h").square().sum().named("L").backward());
    expect(explain(tape)).toBe(
      `L and its gradients, numbers to 4 digits

Given
  W = [[1, 2]]
  x = [3, −1]

Forward
  h = W x = [1]
  t1 = h² = [1]
  L = Σᵢ t1ᵢ = 1

Backward
  L̄ = 1

  L = Σᵢ t1ᵢ    with L̄ = 1
    t̄1ᵢ = L̄ = [1]
      ∂L/∂t1 = [[1]], a row for each element of the result

  t1 = h²    with t̄1 = [1]
    h̄ = 2 t̄1 h = [2]
      ∂t1/∂h = [2], element by element

  h = W x    with h̄ = [2]
    W̄ = h̄ xᵀ = [[6, −2]]
      ∂h/∂W = [[3, −1]], a row for each element of the result

Gradients
  ∂L/∂W = [[6, −2]]`,
    );
  });

  test("says of large tensors what they are like", () => {
    const big = tensor(
      Array.from({ length: 40 }, (_, i) => i - 9),
      { name: "big", requiresGrad: true },
    );
    const lines = explain(big.mul(2).sum().square(), { digits: 3 }).split("\n");
    expect(lines).toContain("  big: shape [40], −9 … 30, mean 10.5");
    // ∂/∂xᵢ (2 Σ x)² = 8 Σ x = 8 · 420
    expect(lines.at(-1)).toBe("  ∂loss/∂big: shape [40], 3360 … 3360, mean 3360");
    expect(explain(big.sum(), { maxValues: 40 })).toContain("  big = [−9, −8,");
  });

  test("writes the forward or the backward pass alone, and only about the tensors it is asked for", () => {
    const [a, b] = [number(2, "a"), number(3, "b")];
    const L = a.mul(b).named("p").tanh().named("h").add(b).named("L");
    const titles = (text: string): string[] => text.split("\n").filter((line) => /^\w+$/.test(line));
    expect(titles(explain(L))).toEqual(["Given", "Forward", "Backward", "Gradients"]);
    expect(titles(explain(L, { part: "forward" }))).toEqual(["Given", "Forward"]);
    expect(titles(explain(L, { part: "backward" }))).toEqual(["Backward", "Gradients"]);
    expect(
      explain(L, { part: "backward", only: ["a"] })
        .split("\n")
        .slice(5),
    ).toEqual([
      "  p = a b    with p̄ = 2.458e−5",
      "    ā = p̄ b = 2.458e−5 · 3 = 7.373e−5    ∂p/∂a = 3",
      "",
      "Gradients",
      "  ∂L/∂a = 7.373e−5",
    ]);
    expect(
      explain(L, { part: "forward", only: ["h"], digits: 2 })
        .split("\n")
        .slice(3),
    ).toEqual(["  h = tanh(p) = tanh(6) = 1"]);
  });

  test("says the same before and after a backward pass under record, with the values of that time", () => {
    const w = parameter(3, { name: "w", dtype: "float64" });
    const { value, tape } = record(() => {
      const loss = w.square().named("L");
      const before = explain(loss);
      loss.backward();
      w.assign(100);
      return before;
    });
    expect(explain(tape)).toBe(value);
    expect(value).toContain("  w = 3\n");
  });

  test("writes the derivative of a derivative", () => {
    const x = number(2, "x");
    const slope = grad((t: Tensor) => t.mul(t).mul(t))(x) as Tensor;
    expect(explain(slope.named("d")).split("\n").at(-1)).toBe("  ∂d/∂x = 12"); // 6x
  });

  test("of any program names every node once, and ends with what backwardSteps sums up to", {
    timeout: 180_000,
  }, () => {
    forGeneratedPrograms(500, ({ tape, loss }) => {
      if (!loss.requiresGrad) return;
      const text = explain(tape.losses.length > 0 ? tape : loss, { maxNodes: 1000 });
      expect(text).not.toMatch(/undefined|\[object|\?/);
      const [, , forward] = /\n(Given\n[\s\S]*?\n\n)?Forward\n([\s\S]*?)\n\nBackward\n/.exec(text)!;
      expect(forward!.split("\n").filter((line) => /^ {2}\S/.test(line))).toHaveLength(nodesBehind(loss).size);
      const last = new Map<Tensor, Tensor>();
      const names = new Names({ nodes: tape.losses.length > 0 ? tape.nodes : [], loss });
      for (const { operand, sum } of backwardSteps(loss, { names })) if (operand.node === null) last.set(operand, sum);
      const gradients = text.slice(text.indexOf("\nGradients")).split("\n").slice(2);
      expect(gradients).toHaveLength(last.size);
      const shown = [...last.values()].filter(({ ndim }) => ndim === 0).map((one) => numberText(one.item()));
      for (const value of shown) expect(gradients.some((line) => line.endsWith(` = ${value}`))).toBe(true);
    });
  });
});

describe("what explain cannot explain is refused", () => {
  const w = () => parameter(3, { name: "w", dtype: "float64" });

  test("a tape that a backward pass let go of", () => {
    const loss = w().square();
    loss.backward();
    expect(thrownBy(() => explain(loss))).toBe(
      "GradientError: explain: the tape must still be there, got one that a backward pass through square let go of. " +
        "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
    );
  });

  test("a loss that was not recorded, a tape without one, and what is neither", () => {
    expect(thrownBy(() => explain(tensor(1)))).toBe(
      "GradientError: explain: loss must be computed from a tensor that requires a gradient, got one that was not recorded. " +
        "Make an input with { requiresGrad: true }, or use a Parameter, outside noGrad.",
    );
    expect(thrownBy(() => explain(record(() => w().square()).tape))).toBe(
      "GradientError: explain: the tape must have a loss, got one without a backward pass. " +
        "Call backward() within record, or pass the loss itself.",
    );
    expect(thrownBy(() => explain(3 as never))).toBe(
      "TapegradError: explain: its argument must be a tape or a tensor, got 3. " +
        "Pass the tape of record(fn), or a tensor that was computed.",
    );
  });

  test("a name that is not there", () => {
    expect(thrownBy(() => explain(w().square().named("L"), { only: ["W"] }))).toBe(
      'TapegradError: explain: only must name tensors of the program, got "W". It has w, L.',
    );
    expect(thrownBy(() => explain(w().square(), { only: "w" as never }))).toBe(
      'TapegradError: explain: only must be a list of names, got "w".',
    );
  });

  test("more nodes than maxNodes", () => {
    let x: Tensor = w();
    for (let i = 0; i < 201; i++) x = x.mul(0.5);
    expect(thrownBy(() => explain(x.named("L")))).toBe(
      'TapegradError: explain: what "L" was computed by must be at most 200 nodes, got 201. ' +
        "Name the tensors to write about with only, or raise maxNodes.",
    );
    expect(explain(x, { only: ["w"] })).toContain("∂L/∂w = ");
    expect(explain(sum(x), { maxNodes: 202 })).toContain("\n  loss = Σᵢ Lᵢ = ");
  });
});
