import {
  defineElementwise,
  GradientError,
  type Node,
  parameter,
  Rng,
  record,
  recordProgram,
  type Tensor,
  tensor,
  where,
} from "@tapegrad/core";
import { firstNonFinite } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";

const f64 = (values: number[], name = "x"): Tensor => tensor(values, { dtype: "float64", name, requiresGrad: true });
const f32 = (values: number[], name = "x"): Tensor => tensor(values, { name, requiresGrad: true });

/** The line below the call of this function. */
function nextLine(): number {
  return Number(/:(\d+):\d+\)?$/.exec(new Error().stack!.split("\n")[2]!)![1]) + 1;
}

describe("the reason is the operation that left the finite numbers", () => {
  const cases: readonly (readonly [program: string, run: () => Tensor, reason: string, operands: readonly string[]])[] =
    [
      ["log of 0", () => f64([1, 0]).log().sum(), "logarithm of 0: ln 0", ["x[1] = 0"]],
      ["log of −2", () => f64([-2]).log().sum(), "logarithm of a negative number: ln (−2)", ["x[0] = −2"]],
      ["log1p of −1", () => f64([-1]).log1p().sum(), "logarithm of 0: ln(1 + (−1))", ["x[0] = −1"]],
      [
        "e⁸⁰⁰",
        () => f64([3, 800]).exp().sum(),
        "overflow: e^800 is beyond 1.798e308, the largest float64",
        ["x[1] = 800"],
      ],
      [
        "float32 e¹⁰⁰",
        () => f32([100]).exp().sum(),
        "overflow of float32: e^100 = 2.688e43 is beyond 3.403e38, the largest float32",
        ["x[0] = 100"],
      ],
      [
        "square",
        () => f32([1e30]).square().sum(),
        "overflow of float32: 1e30² = 1e60 is beyond 3.403e38, the largest float32",
        ["x[0] = 1e30"],
      ],
      [
        "pow",
        () => f64([1e200]).pow(3).sum(),
        "overflow: 1e200^3 is beyond 1.798e308, the largest float64",
        ["x[0] = 1e200", "3"],
      ],
      [
        "a root of a negative base",
        () => f64([-8]).pow(0.5).sum(),
        "a power of a negative number that is not whole: (−8)^0.5",
        ["x[0] = −8", "0.5"],
      ],
      [
        "a negative power of 0",
        () => f64([0]).pow(-1).sum(),
        "division by 0: a negative power of 0: 0^(−1)",
        ["x[0] = 0", "−1"],
      ],
      ["√−1", () => f64([-1]).sqrt().sum(), "square root of a negative number: √(−1)", ["x[0] = −1"]],
      [
        "0 / 0",
        () =>
          f64([0])
            .div(f64([0], "y"))
            .sum(),
        "0 / 0",
        ["x[0] = 0", "y[0] = 0"],
      ],
      [
        "3 / 0",
        () =>
          f64([3])
            .div(f64([0], "y"))
            .sum(),
        "division by 0: 3 / 0",
        ["x[0] = 3", "y[0] = 0"],
      ],
      ["1 / 0 of a reciprocal", () => f64([0]).reciprocal().sum(), "division by 0: 1 / 0", ["x[0] = 0"]],
      ["atanh at its pole", () => f64([1]).atanh().sum(), "atanh at ±1, its pole: atanh(1)", ["x[0] = 1"]],
      ["asin", () => f64([2]).asin().sum(), "a number outside of −1 … 1: asin(2)", ["x[0] = 2"]],
      ["acosh", () => f64([0.5]).acosh().sum(), "acosh of a number below 1: acosh(0.5)", ["x[0] = 0.5"]],
      ["lgamma", () => f64([-2]).lgamma().sum(), "a pole of the gamma function: lgamma(−2)", ["x[0] = −2"]],
      [
        "a sum",
        () => f32([3e38, 3e38]).sum(),
        "overflow of float32: 6e38 is beyond 3.403e38, the largest float32",
        ["x in 3e38"],
      ],
      [
        "a product of matrices",
        () =>
          tensor([[2e20]], { name: "a", requiresGrad: true })
            .matmul(tensor([[3e20]], { name: "b" }))
            .sum(),
        "overflow of float32: 6e40 is beyond 3.403e38, the largest float32",
        ["a in 2e20", "b in 3e20"],
      ],
      [
        "a variance of one number",
        () => f64([3]).variance(),
        "division by 0: a number of elements of 1, less a correction of 1, leaves nothing to divide by",
        ["x in 3"],
      ],
      [
        "a mean of nothing",
        () => tensor([], { name: "x", requiresGrad: true }).mean(),
        "there is nothing to take it of: the axis has no elements",
        ["x in no elements"],
      ],
      [
        "a cast",
        () => f64([1e60]).cast("float32").sum(),
        "overflow of float32: 1e60 is beyond 3.403e38, the largest float32",
        ["x in 1e60"],
      ],
    ];
  for (const [program, run, reason, operands] of cases)
    test(program, () => {
      const found = firstNonFinite(run())!;
      expect([found.kind, found.reason]).toEqual(["value", reason]);
      expect(found.operands.map(({ text }) => text)).toEqual(operands);
    });

  test("of an op that someone else wrote it is found in the same way, in the branch that was taken", () => {
    const entropy = defineElementwise({
      name: "entropy",
      inputs: ["p"],
      dtype: "float",
      // The branch that is not taken has a logarithm of 0 as well.
      value: (e, { p }) => e.select(e.less(p, 0), e.log(0), e.mul(p, e.log(p))),
    });
    const found = firstNonFinite((entropy(f64([0.5, 0], "p")) as Tensor).sum())!;
    expect([found.op, found.reason, found.index]).toEqual(["entropy", "logarithm of 0: ln 0", [1]]);
  });

  test("of a choice it is looked for in the branch that was taken, and of NaN and ∞ it is the NaN's", () => {
    const chosen = defineElementwise({
      name: "chosen",
      inputs: ["p"],
      dtype: "float",
      value: (e, { p }) => e.select(e.less(p, 0), e.div(1, p), e.neg(e.log(p))),
    });
    expect(firstNonFinite((chosen(f64([0], "p")) as Tensor).sum())!.reason).toBe("logarithm of 0: ln 0");
    const product = defineElementwise({
      name: "product",
      inputs: ["x", "y"],
      dtype: "float",
      value: (e, { x, y }) => e.mul(e.div(1, x), e.log(y)),
    });
    const found = firstNonFinite((product(f64([0]), f64([-1], "y")) as Tensor).sum())!;
    expect([found.reason, found.operands.map(({ text }) => text)]).toEqual([
      "logarithm of a negative number: ln (−1)",
      ["y[0] = −1"],
    ]);
  });

  test("operands are those that broadcasting brought to the element", () => {
    const a = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { name: "a", requiresGrad: true },
    );
    const row = tensor([1, 1, 0], { name: "row" });
    const column = tensor([[1], [0]], { name: "column" });
    const first = (x: Tensor) => firstNonFinite(x.sum())!.operands.map(({ text }) => text);
    expect(first(a.div(row))).toEqual(["a[0, 2] = 3", "row[2] = 0"]);
    expect(first(a.div(column))).toEqual(["a[1, 0] = 4", "column[1, 0] = 0"]);
    expect(first(row.div(a.sub(4)))).toEqual(["row[0] = 1", "t1[1, 0] = 0"]);
  });

  test("the NaN that an infinity becomes is told as well: ∞ − ∞, and 0 · ∞", () => {
    const x = f64([800]);
    const difference = firstNonFinite(record(() => x.exp().sub(x.exp()).sum()).tape)!;
    expect([difference.op, difference.firstNaN!.op, difference.firstNaN!.reason]).toEqual(["exp", "sub", "∞ − ∞"]);
    const product = firstNonFinite(record(() => x.exp().mul(x.sub(800)).sum()).tape)!;
    expect(product.firstNaN!.reason).toBe("0 · ∞: ∞ · 0");
  });
});

describe("where it is", () => {
  test("a NaN planted in the middle of 60 nodes is found with file, line, its text, and the operand", () => {
    const rng = new Rng(1);
    const w = parameter(rng.normal([4, 4]).mul(0.5).toArray() as number[][], { name: "w" });
    const x = tensor([[0.1, 0.2, 0.3, 0.4]], { name: "x" });
    let line = 0;
    const { tape } = record(
      () => {
        let h: Tensor = x;
        for (let i = 0; i < 15; i++) h = h.matmul(w).tanh();
        const before = h.named("before");
        const shifted = before.sub(2).named("shifted");
        line = nextLine();
        h = shifted.sqrt(); // the fault
        for (let i = 0; i < 14; i++) h = h.matmul(w).tanh();
        const loss = h.sum();
        loss.backward();
        return loss;
      },
      { sites: true },
    );
    expect(tape.nodes.filter((node) => node.derivativeOf === null).length).toBe(61);
    const found = firstNonFinite(tape)!;
    expect(found.site!.file).toMatch(/inspect\/test\/trouble\/firstNonFinite\.test\.ts$/);
    expect([found.op, found.site!.line, found.line, found.count]).toEqual([
      "sqrt",
      line,
      "h = shifted.sqrt(); // the fault",
      4,
    ]);
    expect(found.operands[0]!.name).toBe("shifted");
    expect(found.operands[0]!.value).toBeLessThan(-1);
    expect(found.chain.map(({ op }) => op)).toEqual([null, "matmul", "tanh", "sub", "sqrt"]);
    expect(found.chain[0]!.name).toBe("w");
    expect(String(found)).toContain(`trouble/firstNonFinite.test.ts:${line}: h = shifted.sqrt(); // the fault`);
  });

  test("of a model the path of the layer is told", () => {
    const model = new Sequential(
      new Dense(2, 2, { rng: new Rng(0) }),
      (x: Tensor) => x.sub(100).log(),
      new Dense(2, 1, { rng: new Rng(0) }),
    );
    const found = firstNonFinite(record(() => model.forward(tensor([[1, 2]])).sum()).tape)!;
    expect([found.op, found.chain.map(({ name }) => name)[0]]).toEqual(["log", "x1"]);
    const inside = new Sequential(new Dense(2, 2, { rng: new Rng(0), activation: (x) => x.sub(100).sqrt() }));
    expect(firstNonFinite(record(() => inside.forward(tensor([[1, 2]])).sum()).tape)!.path).toBe("layers.0");
  });

  test("the chain is the shortest way from an input, and begins at no plain number", () => {
    const x = f64([1000]);
    const long = x.mul(2).add(1).sub(3);
    const loss = long.mul(x.add(5)).exp().sum();
    const { chain } = firstNonFinite(loss)!;
    expect(chain.map(({ op }) => op)).toEqual([null, "add", "mul", "exp"]);
    expect(chain[0]!.name).toBe("x");
    expect([chain[2]!.range.min, chain[2]!.range.max]).toEqual([1998 * 1005, 1998 * 1005]);
  });

  test("numbers that grow until they overflow: the way along the largest ones", () => {
    let h = f32([2]);
    for (let i = 0; i < 9; i++) h = h.square();
    const found = firstNonFinite(h.sum())!;
    // 2, 4, 16 … 2^(2^6); 2^128 is beyond float32.
    expect(found.growth.map(({ range }) => range.max)).toEqual([2, 4, 16, 256, 65536, 2 ** 32, 2 ** 64, Number.NaN]);
    expect(String(found)).toContain("Largest numbers: x 2 → t3 256 → t4 65540 → t5 4.295e9 → t6 1.845e19 → t7 ∞");
  });

  test("an input that is not finite to begin with is said to be that, with the line that uses it", () => {
    let line = 0;
    const x = tensor([1, Number.NaN], { name: "x" });
    const { tape } = record(
      () => {
        line = nextLine();
        return x.mul(2).sum();
      },
      { sites: true },
    );
    const found = firstNonFinite(tape)!;
    expect([found.name, found.op, found.index, found.reason, found.site!.line]).toEqual([
      "x",
      null,
      [1],
      "it was so to begin with",
      line,
    ]);
    expect(String(found)).toBe(
      "The first value that is not finite: x[1] = NaN, 1 of 2 elements.\n  it was so to begin with\n" +
        `  an input, first used at trouble/firstNonFinite.test.ts:${line}: return x.mul(2).sum();`,
    );
  });
});

describe("what is passed over", () => {
  test("the −∞ of a mask that softmax makes 0 is no trouble, until a whole row is masked", () => {
    const scores = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { requiresGrad: true, name: "scores" },
    );
    const masked = (mask: boolean[][]) =>
      record(() => where(tensor(mask), scores, -Infinity).softmax().square().sum()).tape;
    expect(
      firstNonFinite(
        masked([
          [true, false],
          [true, true],
        ]),
      ),
    ).toBeNull();
    const found = firstNonFinite(
      masked([
        [true, false],
        [false, false],
      ]),
    )!;
    expect([found.firstNaN!.op, found.firstNaN!.index, found.firstNaN!.reason]).toEqual([
      "softmax",
      [1, 0],
      "all 2 values it is made of are −∞",
    ]);
  });

  test("a NaN that nothing more is made of than whole numbers is trouble", () => {
    const found = firstNonFinite(record(() => tensor([-1, 2], { name: "x" }).log().argmax()).tape)!;
    expect([found.op, found.operands[0]!.text]).toEqual(["log", "x[0] = −1"]);
    expect(firstNonFinite(record(() => tensor([0, 2]).log().argmax()).tape)).toBeNull();
  });

  test("all finite: null, of values and of cotangents", () => {
    expect(firstNonFinite(f64([1, 2]).exp().sum())).toBeNull();
    expect(firstNonFinite(record(() => tensor([1, 2]).exp()).tape)).toBeNull();
    expect(firstNonFinite(record(() => f64([2]).sqrt().sum().backward()).tape)).toBeNull();
  });
});

describe("cotangents, where all values are finite", () => {
  test("the slope of a root at 0 is infinite: which edge, of what, and the way from the loss", () => {
    let line = 0;
    const { tape } = record(
      () => {
        const x = f64([4, 0]);
        line = nextLine();
        const loss = x.sqrt().named("r").sum().named("L");
        loss.backward();
      },
      { sites: true },
    );
    const found = firstNonFinite(tape)!;
    expect([found.kind, found.name, found.value, found.index, found.op]).toEqual([
      "cotangent",
      "x",
      Infinity,
      [1],
      "sqrt",
    ]);
    expect([found.reason, found.site!.line]).toEqual(["division by 0: 0.5 / 0", line]);
    expect(found.chain.map(({ name }) => name)).toEqual(["L", "r", "x"]);
    expect(String(found).split("\n").slice(0, 4)).toEqual([
      "The first cotangent that is not finite: that of x[1], ∞, 1 of 2 elements.",
      "  division by 0: 0.5 / 0",
      `  back through sqrt from r at trouble/firstNonFinite.test.ts:${line}: const loss = x.sqrt().named("r").sum().named("L");`,
      "  r[1] = 0",
    ]);
  });

  test("the way from the loss goes where a derivative goes, not through a detach", () => {
    const { value } = record(() => {
      const r = f64([0]).sqrt().named("r");
      return r.detach().add(r.tanh().sin()).sum();
    });
    expect(firstNonFinite(value)!.chain.map(({ op }) => op)).toEqual(["sum", "add", "sin", "tanh", "sqrt", null]);
  });

  test("a cotangent that overflows float32 says with which numbers", () => {
    const found = firstNonFinite(f32([1e-30]).mul(1e20).mul(1e20).sum())!;
    expect([found.kind, found.reason]).toEqual([
      "cotangent",
      "overflow of float32: 1e20 · 1e20 = 1e40 is beyond 3.403e38, the largest float32",
    ]);
    expect(found.operands.map(({ text }) => text)).toEqual(["the cotangent of t1[0] = 1e20", "1e20"]);
  });

  test("an overflow of the sum where contributions meet is found", () => {
    const x = f32([1e-10]);
    const found = firstNonFinite(x.mul(3e38).add(x.mul(3e38)).sum())!;
    expect([found.kind, found.name, found.reason]).toEqual([
      "cotangent",
      "x",
      "overflow of float32: 3e38 + 3e38 = 6e38 is beyond 3.403e38, the largest float32",
    ]);
  });

  test("looking for them changes no gradient and no tape", () => {
    const x = f64([0]);
    const loss = x.sqrt().sum();
    firstNonFinite(loss);
    expect(x.grad).toBeNull();
    loss.backward();
    expect(x.grad!.item()).toBe(Infinity);
  });
});

describe("updates, and what was overwritten since", () => {
  test("what an update leaves behind is looked at last", () => {
    const w = parameter([1], { name: "w" });
    const optimizer = new SGD([w], { learningRate: 1e10 });
    const { tape } = record(() => {
      w.mul(1e30).sum().backward();
      optimizer.step();
    });
    const found = firstNonFinite(tape)!;
    expect([found.kind, found.name, found.value, found.op]).toEqual(["update", "w", -Infinity, "sgdUpdate"]);
    expect(found.reason).toBe("sgdUpdate overwrote it with that, though the gradient is finite");
    expect(found.operands.map(({ text }) => text).slice(0, 2)).toEqual(["w in 1", "t3 in 1e30"]);
  });

  test("values are those of the time, whatever was overwritten since", () => {
    const w = parameter([-1], { name: "w" });
    const { tape } = record(() => {
      w.sqrt().sum();
      w.assign([4]);
    });
    expect(firstNonFinite(tape)!.operands.map(({ text }) => text)).toEqual(["w[0] = −1"]);
  });

  test("a program that is recorded as it runs has them too", () => {
    const recorded = recordProgram({ sites: true });
    f64([0], "z").log().sum();
    recorded.stop();
    expect(firstNonFinite(recorded.tape)!.reason).toBe("logarithm of 0: ln 0");
  });
});

describe("what cannot be looked at", () => {
  test("a tape that a backward pass let go of", () => {
    const loss = f64([0]).log().sum();
    loss.backward();
    expect(() => firstNonFinite(loss)).toThrow(
      new GradientError(
        "firstNonFinite: the tape must still be there, got one that a backward pass through sum let go of. " +
          "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
      ),
    );
  });

  test("what is neither tape nor tensor", () => {
    expect(() => firstNonFinite(3 as never)).toThrow(
      "firstNonFinite: its argument must be a tape or a tensor, got 3. Pass the tape of record(fn), or a tensor that was computed.",
    );
  });

  test("lines that were not noted are not missed in silence", () => {
    expect(String(firstNonFinite(f64([0]).log().sum()))).toMatch(
      /\nProgram lines: record\(fn, \{ sites: true \}\) notes them\.$/,
    );
  });

  test("a number whose making was not recorded is said to be that", () => {
    expect(firstNonFinite(tensor([0]).log().sum())!.reason).toBe(
      "how it was computed was not recorded: compute it within record(fn), or of a tensor that requires a gradient",
    );
  });
});

test("of any program: null exactly where there is no NaN, and the loss and the gradient are finite", () => {
  const rng = new Rng(7);
  const steps: readonly ((x: Tensor) => Tensor)[] = [
    (x) => x.exp(),
    (x) => x.square(),
    (x) => x.sub(1),
    (x) => x.log(),
    (x) => x.sqrt(),
    (x) => x.reciprocal(),
    (x) => x.mul(x),
    (x) => x.neg(),
  ];
  const isBad = (x: Tensor): boolean => Array.from(x.data).some((value) => !Number.isFinite(value));
  let troubles = 0;
  for (let n = 0; n < 200; n++) {
    const x = tensor(rng.uniform([3], { low: -2, high: 2 }).toArray() as number[], {
      dtype: "float64",
      requiresGrad: true,
    });
    let nodes: readonly Node[] = [];
    const { tape } = record(() => {
      let h: Tensor = x;
      for (let k = 0; k < 5; k++) h = steps[Math.floor(rng.uniform([]).item() * steps.length)]!(h);
      h.sum().backward();
    });
    nodes = tape.nodes.filter(({ derivativeOf }) => derivativeOf === null);
    const hasNaN = nodes.some(({ outputs }) => Array.from(outputs[0]!.data).some(Number.isNaN));
    // An infinity that becomes 0 again, as by reciprocal, is none.
    const expected = hasNaN || isBad(nodes.at(-1)!.outputs[0]!) || isBad(x.grad!);
    if (expected) troubles++;
    const found = firstNonFinite(tape);
    expect(found !== null, `program ${n}`).toBe(expected);
    if (found?.kind === "value")
      expect(found.chain.slice(0, -1).every(({ range }) => range.nans + range.infinities === 0)).toBe(true);
  }
  expect(troubles).toBeGreaterThan(50);
  expect(troubles).toBeLessThan(190);
});
