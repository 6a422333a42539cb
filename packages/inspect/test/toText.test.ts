import {
  grad,
  jvp,
  type Node,
  noGrad,
  type Parameter,
  parameter,
  record,
  type Tape,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { toJson, toText } from "@tapegrad/inspect";
import { Dense, Module, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { forGeneratedPrograms } from "./generated.ts";
import { thrownBy } from "./thrownBy.ts";

/** The names that a text defines: what stands before a type. */
function definitions(text: string): readonly string[] {
  const found = text.matchAll(/("(?:[^"\\]|\\.)*"|[^\s("]+): (?:float32|float64|int32|bool)\[/g);
  return [...found].map(([, name]) => (name!.startsWith('"') ? (JSON.parse(name!) as string) : name!));
}

const lines = (...texts: readonly string[]): string => texts.join("\n");

/** Two layers and a loss, one step of training. */
function trainingStep(): { readonly loss: Tensor; readonly tape: Tape } {
  const ones = { kernelInitializer: "ones" } as const;
  const model = new Sequential(new Dense(2, 3, { activation: "relu", ...ones }), new Dense(3, 1, ones));
  const optimizer = new SGD(model.parameters(), { learningRate: 0.5 });
  const { value, tape } = record(
    () => {
      const x = tensor([[1, -2]], { name: "x" });
      const loss: Tensor = model.forward(x).square().sum().named("loss");
      loss.backward();
      optimizer.step();
      return loss;
    },
    { sites: true },
  );
  return { loss: value, tape };
}

describe("toText", () => {
  test("names every result and every leaf of generated programs once, each on a line of its own", () => {
    forGeneratedPrograms(500, ({ tape, loss }) => {
      for (const subject of tape.losses.length > 0 ? [tape] : [tape, loss]) {
        const text = toText(subject, { fold: [] });
        const { tensors, nodes } = toJson(subject);
        const names = tensors.filter(({ kind }) => kind !== "constant").map(({ name }) => name);
        expect([...definitions(text)].sort()).toEqual([...names].sort());
        const titles = /^(?:$|forward pass$|backward pass of |updates$)/;
        const leaves = tensors.filter(({ name }) => !nodes.some(({ outputs }) => outputs.includes(name)));
        const count = nodes.length + leaves.filter(({ kind }) => kind !== "constant").length;
        expect(text.split("\n").filter((line) => !titles.test(line))).toHaveLength(count);
      }
    });
  }, 300_000);

  test("prints a model: inputs, parameters, each Module in a box, one line a node", () => {
    expect(toText(trainingStep().loss)).toBe(
      lines(
        "input x: float32[1, 2]",
        "parameter layers.0.kernel: float32[2, 3]",
        "parameter layers.0.bias: float32[3]",
        "parameter layers.1.kernel: float32[3, 1]",
        "parameter layers.1.bias: float32[1]",
        "┌ layers.0",
        "│ t1: float32[1, 3] = affine(x, layers.0.kernel, layers.0.bias)",
        "│ t2: float32[1, 3] = relu(t1)",
        "└",
        "┌ layers.1",
        "│ t3: float32[1, 1] = affine(t2, layers.1.kernel, layers.1.bias)",
        "└",
        "t4: float32[1, 1] = square(t3)",
        "loss: float32[] = sum(t4, axes = [0, 1], keepDims = false)  # loss",
      ),
    );
  });

  test("prints a training step: forward pass, backward pass and updates, each by Modules", () => {
    const off = "momentum = 0, dampening = 0, nesterov = 0, weightDecay = 0";
    expect(toText(trainingStep().tape)).toBe(
      lines(
        "input x: float32[1, 2]",
        "parameter layers.0.kernel: float32[2, 3]",
        "parameter layers.0.bias: float32[3]",
        "parameter layers.1.kernel: float32[3, 1]",
        "parameter layers.1.bias: float32[1]",
        "",
        "forward pass",
        "┌ layers.0",
        "│ t1: float32[1, 3] = affine(x, layers.0.kernel, layers.0.bias)",
        "│ t2: float32[1, 3] = relu(t1)",
        "└",
        "┌ layers.1",
        "│ t3: float32[1, 1] = affine(t2, layers.1.kernel, layers.1.bias)",
        "└",
        "t4: float32[1, 1] = square(t3)",
        "loss: float32[] = sum(t4, axes = [0, 1], keepDims = false)  # loss",
        "",
        "backward pass of loss",
        "t5: float32[1, 1] = broadcastTo(1, shape = [1, 1])  # ∂loss/∂t4",
        "t6: float32[1, 1] = square.vjp.x(t5, t3)  # ∂t4/∂t3",
        "┌ layers.1",
        "│ t7: float32[1, 3] = matmul(t6, layers.1.kernel, transposeA = false, transposeB = true)  # ∂t3/∂t2",
        "│ t8: float32[3, 1] = matmul(t2, t6, transposeA = true, transposeB = false)  # ∂t3/∂layers.1.kernel",
        "│ t9: float32[1] = sumTo(t6, shape = [1])  # ∂t3/∂layers.1.bias",
        "└",
        "┌ layers.0",
        "│ t10: float32[1, 3] = relu.vjp.x(t7, t2)  # ∂t2/∂t1",
        "│ t11: float32[2, 3] = matmul(x, t10, transposeA = true, transposeB = false)  # ∂t1/∂layers.0.kernel",
        "│ t12: float32[3] = sumTo(t10, shape = [3])  # ∂t1/∂layers.0.bias",
        "└",
        "",
        "updates",
        "┌ layers.0",
        `│ layers.0.kernel ← sgdUpdate(layers.0.kernel, t11, 0.5, 1:float64, ${off})`,
        `│ layers.0.bias ← sgdUpdate(layers.0.bias, t12, 0.5, 1:float64, ${off})`,
        "└",
        "┌ layers.1",
        `│ layers.1.kernel ← sgdUpdate(layers.1.kernel, t8, 0.5, 1:float64, ${off})`,
        `│ layers.1.bias ← sgdUpdate(layers.1.bias, t9, 0.5, 1:float64, ${off})`,
        "└",
      ),
    );
  });

  test("shows values of the time, gradients, formulas and program lines below the nodes", () => {
    const w = parameter([1, -2], { name: "w" });
    const { tape } = record(
      () => {
        const loss = w.mul(3).named("h").square().sum().named("L");
        loss.backward();
        noGrad(() => w.assign(w.sub(1)));
      },
      { sites: true },
    );
    const { line } = tape.nodes[0]!.site!;
    const first = `    line      test/toText.test.ts:${line}  const loss = w.mul(3).named("h").square().sum().named("L");`;
    const text = toText(
      { nodes: [...tape.nodes.slice(0, 3), tape.nodes.at(-1)!], losses: tape.losses },
      {
        values: true,
        gradients: true,
        formulas: true,
        sites: true,
      },
    );
    expect(text).toBe(
      lines(
        "input t2: float32[2]",
        "    value     [0, −3]",
        "parameter w: float32[2]",
        "    value     [1, −2]",
        "    gradient  [18, −36]",
        "",
        "forward pass",
        "h: float32[2] = mul(w, 3)",
        "    formula   h = 3 w",
        "    value     [3, −6]",
        "    gradient  [6, −12]",
        first,
        "t1: float32[2] = square(h)",
        "    formula   t1 = h²",
        "    value     [9, 36]",
        "    gradient  [1, 1]",
        first,
        "L: float32[] = sum(t1, axes = [0], keepDims = false)  # loss",
        "    formula   L = Σᵢ t1ᵢ",
        "    value     45",
        "    gradient  1",
        first,
        "",
        "updates",
        "w ← assign(w, t2)",
        "    formula   w ← t2",
        "    value     [0, −3]",
        `    line      test/toText.test.ts:${line + 2}  noGrad(() => w.assign(w.sub(1)));`,
      ),
    );
  });

  test("shows of each update what it left, whatever came after it", () => {
    const w = parameter([1], { name: "w" });
    const { tape } = record(() => {
      w.assign([2]);
      w.assign([3]);
    });
    w.assign([4]);
    const values = toText(tape, { values: true })
      .split("\n")
      .filter((line) => line.includes("value     "));
    expect(values.slice(0, 1)).toEqual(["    value     [1]"]);
    expect(values.slice(-2)).toEqual(["    value     [2]", "    value     [3]"]);
  });

  test("says of a larger tensor what its elements are like", () => {
    const text = (values: readonly number[], dtype: "float32" | "bool" = "float32"): string =>
      toText(tensor([...values], { name: "x", dtype }), { values: true })
        .split("\n")[1]!
        .trim();
    expect(text(new Array<number>(16).fill(2))).toBe(`value     [${new Array(16).fill("2").join(", ")}]`);
    expect(text([...new Array<number>(16).fill(2), 0])).toBe("value     0 … 2, mean 1.882, std 0.4706, 1 of 17 zero");
    expect(text([...new Array<number>(17).fill(-1), NaN, Infinity])).toBe(
      "value     −1 … −1, mean −1, std 0, 2 of 19 NaN or ∞",
    );
    expect(text(new Array<number>(17).fill(NaN))).toBe("value     17 of 17 NaN or ∞");
    expect(text([...new Array<number>(16).fill(1), 0], "bool")).toBe("value     16 of 17 true");
    expect(text([1, 0], "bool")).toBe("value     [true, false]");
    expect(text([])).toBe("value     []");
  });

  test("says which of several results is which, and where the loss has no gradient", () => {
    const x = tensor([1, 2, 3], { name: "x", requiresGrad: true });
    const { value } = record(() => {
      const [a] = x.split([1, 2]) as readonly Tensor[];
      return a!.sum();
    });
    expect(toText(value, { values: true, gradients: true }).split("\n").slice(3, 8)).toEqual([
      "(t1: float32[1], t2: float32[2]) = split(x, axis = 0, sizes = [1, 2])",
      "    value     t1 = [1]",
      "    value     t2 = [2, 3]",
      "    gradient  t1 = [1]",
      "    gradient  t2 = [0, 0]",
    ]);
  });

  test("marks what requires a gradient where that is not usual, and what a tangent is of", () => {
    const w = parameter([1], { name: "w" }).freeze();
    const x = tensor([1, 2], { name: "x", requiresGrad: true });
    expect(toText(x.mul(w).sum()).split("\n").slice(0, 2)).toEqual([
      "input x: float32[2], requires a gradient",
      "parameter w: float32[1], frozen",
    ]);
  });

  test("says of what each node of a derivative is the derivative, the sum or the tangent", () => {
    const x = tensor([3, 4], { name: "x", requiresGrad: true });
    const matrix = tensor([[1, 2]], { name: "m", requiresGrad: true });
    const summed = record(() => matrix.sum(0).named("s").sum().named("L").backward());
    expect(toText(summed.tape).split("\n").slice(-3)).toEqual([
      "t1: float32[2] = broadcastTo(1, shape = [2])  # ∂L/∂s",
      "t2: float32[1, 2] = reshape(t1, shape = [1, 2])  # cotangent of s",
      "t3: float32[1, 2] = broadcastTo(t2, shape = [1, 2])  # ∂s/∂m",
    ]);
    const squared = record(() => x.mul(x).named("y").sum().named("L").backward());
    expect(toText(squared.tape).split("\n").slice(5)).toEqual([
      "",
      "backward pass of L",
      "t1: float32[2] = broadcastTo(1, shape = [2])  # ∂L/∂y",
      "t2: float32[2] = mul.vjp.a(t1, x)  # ∂y/∂x",
      "t3: float32[2] = mul.vjp.b(t1, x)  # ∂y/∂x",
      "t4: float32[2] = add(t2, t3)  # sum for x",
    ]);
    const pushed = record(() => jvp((y: Tensor) => y.square().named("s"), [tensor([3])], [tensor([1])]));
    expect(toText(pushed.tape).split("\n").slice(2)).toEqual([
      "forward pass",
      "t1: float32[1] = cast(1, dtype = float32)",
      "s: float32[1] = square(x1)",
      "",
      "tangents",
      "t2: float32[1] = square.jvp(t1, x1)  # tangent of s",
    ]);
  });

  test("says of which loss each backward pass is", () => {
    const [w, v, u] = ["w", "v", "u"].map((name) => parameter([1, 2], { name })) as [Parameter, Parameter, Parameter]; // of three names
    const titles = (subject: Parameters<typeof toText>[0]): readonly string[] =>
      toText(subject)
        .split("\n")
        .filter((line) => line.startsWith("backward pass"));
    const twice = record(() => {
      w.square().sum().named("A").backward();
      w.tanh().sum().named("B").backward();
    });
    expect(titles(twice.tape)).toEqual(["backward pass of A", "backward pass of B"]);
    const together = record(() => {
      const [a, b] = [v.square().sum().named("A"), u.tanh().sum().named("B")];
      a.backward();
      b.backward();
    });
    expect(titles(together.tape)).toEqual(["backward pass of A and B"]);
    // The derivatives of a sum are 1: the backward pass begins at the sum of the squares.
    const sums = record(() => {
      w.square().sum().add(1).named("A").backward();
      v.tanh().sum().add(1).named("B").backward();
    });
    expect(titles(sums.tape)).toEqual(["backward pass of A", "backward pass of B"]);
    // What a derivative within a program begins at is not the loss that is asked about.
    const second = record(() => {
      const slope: Tensor = grad((x: Tensor) => x.tanh().sum())(w);
      return slope.square().sum().named("L");
    });
    expect(titles(second.value)).toEqual(["backward pass"]);
  });

  test("quotes names that could be taken for something else, and shows what cannot be seen", () => {
    const name = '<img src=x onerror=alert(1)> "q" \\ \n\u0000\u202E end';
    const text = toText(tensor([1], { requiresGrad: true, name }).neg().named("plain_name-1.α"));
    const quoted = '"<img src=x onerror=alert(1)> \\"q\\" \\\\ \\n\\u0000\\u202e end"';
    expect(text).toBe(
      lines(`input ${quoted}: float32[1], requires a gradient`, `plain_name-1.α: float32[1] = neg(${quoted})  # loss`),
    );
    expect(definitions(text)[0]).toBe(name);
  });

  test("of a tensor that nothing was computed from is its one line", () => {
    expect(toText(tensor([1, 2], { name: "x" }))).toBe("input x: float32[2]");
    expect(toText(tensor(3))).toBe("input x1: float32[]");
    expect(toText(record(() => {}).tape)).toBe("");
  });
});

/** Blocks of layers: Modules in a list of Modules, called one after the other. */
class Deep extends Module {
  readonly blocks: readonly Sequential<readonly Dense<2, 2>[]>[];

  constructor(count: number, layers: number) {
    super();
    const layer = (): Dense<2, 2> => new Dense(2, 2, { activation: "tanh" });
    this.blocks = Array.from({ length: count }, () => new Sequential(...Array.from({ length: layers }, layer)));
  }

  forward(x: Tensor): Tensor {
    let y = x;
    for (const block of this.blocks) y = block.forward(y as Tensor<[2, 2]>) as Tensor;
    return y.sum();
  }
}

describe("folding", () => {
  const run = (blocks: number, layers: number): Tape => {
    const model = new Deep(blocks, layers);
    return record(() => model.forward(tensor([[1, 2]], { name: "x" })).backward()).tape;
  };

  test("a folded Module is one line: how many nodes and parameters, what goes in and what comes out", () => {
    const text = toText(run(2, 2), { fold: ["blocks.0", "blocks.1.layers.1"] });
    expect(text).toBe(
      lines(
        "input x: float32[1, 2]",
        "parameter blocks.1.layers.0.kernel: float32[2, 2]",
        "parameter blocks.1.layers.0.bias: float32[2]",
        "",
        "forward pass",
        "▸ blocks.0: 4 nodes, 4 parameters with 12 values; x → t4: float32[1, 2]",
        "┌ blocks.1",
        "│ ┌ blocks.1.layers.0",
        "│ │ t5: float32[1, 2] = affine(t4, blocks.1.layers.0.kernel, blocks.1.layers.0.bias)",
        "│ │ t6: float32[1, 2] = tanh(t5)",
        "│ └",
        "│ ▸ blocks.1.layers.1: 2 nodes, 2 parameters with 6 values; t6 → t8: float32[1, 2]",
        "└",
        "loss: float32[] = sum(t8, axes = [0, 1], keepDims = false)  # loss",
        "",
        "backward pass of loss",
        "t9: float32[1, 2] = broadcastTo(1, shape = [1, 2])  # ∂loss/∂t8",
        "┌ blocks.1",
        "│ ▸ blocks.1.layers.1: 4 nodes, 1 parameter with 4 values; t9 → t11: float32[1, 2], t12: float32[2, 2], t13: float32[2]",
        "│ ┌ blocks.1.layers.0",
        "│ │ t14: float32[1, 2] = tanh.vjp.x(t11, t5)  # ∂t6/∂t5",
        "│ │ t15: float32[1, 2] = matmul(t14, blocks.1.layers.0.kernel, transposeA = false, transposeB = true)  # ∂t5/∂t4",
        "│ │ t16: float32[2, 2] = matmul(t4, t14, transposeA = true, transposeB = false)  # ∂t5/∂blocks.1.layers.0.kernel",
        "│ │ t17: float32[2] = sumTo(t14, shape = [2])  # ∂t5/∂blocks.1.layers.0.bias",
        "│ └",
        "└",
        "▸ blocks.0: 7 nodes, 1 parameter with 4 values; t15 → t20: float32[2, 2], t21: float32[2], t23: float32[2, 2], t24: float32[2]",
      ),
    );
  });

  test("folds from the innermost Modules outwards until there are few enough lines", () => {
    const tape = run(3, 4);
    const count = (fold: number | readonly string[]): number => toText(tape, { fold }).split("\n").length;
    const whole = count([]);
    const blocks = toText(tape, { fold: ["blocks.0", "blocks.1", "blocks.2"] });
    expect(toText(tape, { fold: whole })).toBe(toText(tape, { fold: [] }));
    expect(count(whole - 1)).toBeLessThan(whole);
    expect(toText(tape, { fold: whole - 1 })).toContain("▸ blocks.0.layers.0");
    expect(toText(tape, { fold: 20 })).toBe(blocks);
    expect(toText(tape, { fold: 1 })).toBe(blocks); // as far as Modules make that possible
    expect(toText(tape)).toBe(toText(tape, { fold: 200 }));
    expect(toText(tape, { fold: Infinity })).toBe(toText(tape, { fold: [] }));
  });

  test("thousands of nodes fold by themselves, and no node is lost", () => {
    const tape = run(25, 20);
    expect(tape.nodes.length).toBeGreaterThan(2500);
    const text = toText(tape);
    expect(text.split("\n").length).toBeLessThanOrEqual(200);
    const folded = [...text.matchAll(/▸ [^:]+: (\d+) nodes?/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    const shown = text.split("\n").filter((line) => / = \w/.test(line) && !line.startsWith("▸"));
    expect(folded + shown.length).toBe(tape.nodes.length);
  });

  test("a Module that is called twice has a box for each call", () => {
    const layer = new Dense(2, 2, { name: "shared" });
    const model = new Sequential(layer, (x: Tensor) => x.neg(), layer);
    const { tape } = record(() => model.forward(tensor([[1, 2]], { name: "x" })));
    expect(toText(tape, { fold: ["layers.0"] }).split("\n")).toEqual([
      "input x: float32[1, 2]",
      "▸ layers.0: 1 node, 2 parameters with 6 values; x → t1: float32[1, 2]",
      "t2: float32[1, 2] = neg(t1)",
      "▸ layers.0: 1 node, 2 parameters with 6 values; t2 → t3: float32[1, 2]",
    ]);
  });
});

describe("toText refuses", () => {
  const nodesOf = (...nodes: readonly Node[]): Tape => ({ nodes, losses: [], reads: [] });

  test("a tape that a backward pass let go of, and what is no tape", () => {
    const loss = parameter([1, 2]).square().sum();
    loss.backward();
    expect(thrownBy(() => toText(loss))).toBe(
      "GradientError: toText: the tape must still be there, got one that a backward pass through sum let go of. " +
        "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
    );
    // @ts-expect-error: no tape
    expect(thrownBy(() => toText({ nodes: 3 }))).toBe(
      "TapegradError: toText: its argument must be a tape or a tensor, got an object. " +
        "Pass the tape of record(fn), or a tensor that was computed.",
    );
  });

  test("options it does not know, or that are not what they must be", () => {
    const x = tensor([1]);
    // @ts-expect-error: misspelt
    expect(thrownBy(() => toText(x, { value: true }))).toBe(
      "DomainError: toText: options must be among values, gradients, formulas, sites, fold, got value. Did you mean values?",
    );
    // @ts-expect-error: no flag
    expect(thrownBy(() => toText(x, { values: 1 }))).toBe("DomainError: toText: values must be true or false, got 1.");
    expect(thrownBy(() => toText(x, { fold: 0 }))).toBe(
      "DomainError: toText: fold must be a whole number from 1 on, got 0.",
    );
    // @ts-expect-error: no list
    expect(thrownBy(() => toText(x, { fold: "layers.0" }))).toBe(
      'DomainError: toText: fold must be "auto", a number of lines or a list of paths of Modules, got "layers.0".',
    );
  });

  test("to fold a Module that is not there", () => {
    const { tape } = trainingStep();
    expect(thrownBy(() => toText(tape, { fold: ["layers.2"] }))).toBe(
      'DomainError: toText: fold must name Modules of the program, got "layers.2". There are layers.0, layers.1.',
    );
    expect(thrownBy(() => toText(tensor([1]), { fold: ["layers.2"] }))).toBe(
      'DomainError: toText: fold must name Modules of the program, got "layers.2". It has none.',
    );
  });

  test("program lines of a tape that has none, and gradients without a loss", () => {
    const { tape } = record(() => tensor([1]).neg());
    expect(thrownBy(() => toText(tape, { sites: true }))).toBe(
      "TapegradError: toText: sites must be noted while the program runs, got a tape without. " +
        "Record it with record(fn, { sites: true }).",
    );
    expect(thrownBy(() => toText(nodesOf(), { gradients: true }))).toBe(
      "GradientError: toText: the tape must have a loss that backward() began at, got one without. " +
        "Call backward() within record(fn), or pass the loss itself.",
    );
    expect(thrownBy(() => toText(tensor([1]), { gradients: true }))).toBe(
      "GradientError: toText: loss must be a scalar of dtype float32 or float64, got shape [1] and dtype float32. " +
        "Reduce it with .sum() or .mean().",
    );
  });
});
