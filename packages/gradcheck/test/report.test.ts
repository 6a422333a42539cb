import { customVjp, dropout, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { checkGradients } from "@tapegrad/gradcheck";
import { Dense, sequential } from "@tapegrad/nn";
import { expect, test } from "vitest";
import { number, vector } from "./vector.ts";

// What people read, to the letter. Paths and line numbers, which depend on where this file is, are replaced.

function withoutPlaces(text: string): string {
  return text.replace(/ at \S+\/(\w+\.test\.ts):\d+:\d+/g, " at $1:LINE");
}

/** The line on which this function is called. */
function lineHere(): number {
  const frame = new Error().stack!.split("\n")[2]!;
  return Number(/:(\d+):\d+\)?$/.exec(frame)![1]);
}

const halvedSquare = customVjp({
  name: "halvedSquare",
  forward: (x: Tensor) => x.square(),
  vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[0]!)],
});

test("pass", () => {
  expect(`${checkGradients((x: Tensor) => x.mul(x).sum(), [vector(1, 2)], { seed: 1 })}`).toBe(
    `gradients: pass (2 pass; 2 in all)
  seed 1, 22 evaluations`,
  );
});

test("fail, where blame looks at the op by itself, under a random cotangent of its own", () => {
  const report = checkGradients((x: Tensor) => halvedSquare(x).sum(), [vector(1, 2)], { seed: 1 });
  expect(withoutPlaces(`${report}`).replace(/± \S+/g, "± BOUND")).toBe(
    `gradients: fail (2 fail; 2 in all)
  fail            input[0]: derivative analytic 1, numeric 2 ± BOUND
  fail            input[1]: derivative analytic 2, numeric 4 ± BOUND
  blame: the rule of halvedSquare for input0, inputs [2] at report.test.ts:LINE
         analytic -0.5680625, numeric -1.136125 ± BOUND
  seed 1, ${report.evaluations} evaluations`,
  );
});

test("kink", () => {
  const report = checkGradients((x: Tensor) => x.abs(), [number(0)], { seed: 1 });
  expect(`${report}`.replace(/± \S+/g, "± BOUND")).toBe(
    `gradients: kink (1 kink; 1 in all)
  kink            input: derivative analytic 0, numeric 0 ± BOUND from below -1, from above 1: subgradients [-1, 1]
  seed 1, ${report.evaluations} evaluations`,
  );
});

test("ill-conditioned", () => {
  const report = checkGradients((x: Tensor) => x.sqrt(), [number(0)], { seed: 1 });
  expect(`${report}`).toBe(
    `gradients: ill-conditioned (1 ill-conditioned; 1 in all)
  ill-conditioned input: derivative analytic Infinity, numeric NaN ± Infinity
  seed 1, ${report.evaluations} evaluations`,
  );
});

test("a gradient that left the tape: no op is to blame, and the report says where to look", () => {
  const report = checkGradients((x: Tensor) => x.detach().square().add(x).sum(), [number(3)], { seed: 1 });
  expect(`${report}`.replace(/± \S+/g, "± BOUND")).toBe(
    `gradients: fail (1 fail; 1 in all)
  fail            input: derivative analytic 1, numeric 7 ± BOUND
  no op is wrong by itself: look for a value that left the tape (detach, item, toArray, noGrad) on the way.
  seed 1, ${report.evaluations} evaluations`,
  );
});

test("the worst comes first, and of many entries eight are shown", () => {
  const report = checkGradients((x: Tensor) => halvedSquare(x), [tensor(new Float64Array(12).fill(1))], { seed: 1 });
  const lines = `${report}`.split("\n");
  expect(lines.filter((line) => line.startsWith("  fail"))).toHaveLength(8);
  expect(lines).toContain("  … and 4 more");
  const mixed = checkGradients((x: Tensor, y: Tensor) => x.abs().add(halvedSquare(y)), [vector(0), vector(1)], {
    seed: 1,
  });
  expect(`${mixed}`).toMatch(/^gradients: fail \(1 fail, 1 kink; 2 in all\)\n {2}fail .*\n {2}kink /);
  expect(mixed.with("kink").map(({ path }) => path)).toEqual(["[0]"]);
  expect(mixed.ok).toBe(false);
});

test("blame names the op, its input and all input shapes, and the line of the program", () => {
  const weighted = customVjp({
    name: "weighted",
    forward: (x: Tensor, w: Tensor) => x.mul(w),
    vjp: (cotangent, { inputs: [x, w] }) => [cotangent.mul(w!), cotangent.mul(x!).sum(0).mul(2)],
  });
  let line = 0;
  const f = (x: Tensor, w: Tensor): Tensor => {
    const hidden = x.tanh();
    line = lineHere() + 1;
    const output = weighted(hidden, w);
    return output.square();
  };
  const { blame } = checkGradients(
    f,
    [
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      vector(1, 2, 3),
    ],
    { seed: 1 },
  );
  expect(blame).toHaveLength(1);
  const [{ op, input, inputShapes, module, site }] = blame as [(typeof blame)[0]];
  expect({ op, input, inputShapes, module }).toEqual({
    op: "weighted",
    input: "input1",
    inputShapes: [[2, 3], [3]],
    module: "",
  });
  expect([site!.line, site!.file.replace(/.*\//, "")]).toEqual([line, "report.test.ts"]);
});

test("an op that is wrong at two lines is blamed at both; at one line, once", () => {
  const f = (x: Tensor): Tensor => {
    let y = halvedSquare(x);
    for (let i = 0; i < 3; i++) y = halvedSquare(y.tanh());
    return y;
  };
  const { blame } = checkGradients(f, [number(0.9)], { seed: 1 });
  expect(blame.map(({ op }) => op)).toEqual(["halvedSquare", "halvedSquare"]);
  expect(blame[1]!.site!.line - blame[0]!.site!.line).toBe(1);
});

test("an op that draws random numbers starts anew each time it is looked at, and is not blamed", () => {
  const f = (x: Tensor): Tensor => halvedSquare(dropout(x, { p: 0.3, rng: new Rng(5) })).sum();
  const { blame } = checkGradients(f, [vector(1, 2, 3, 4)], { seed: 1 });
  expect(blame.map(({ op }) => op)).toEqual(["halvedSquare"]);
});

test("blame in a model says which Module", () => {
  const kernel = parameter([[1, 2]]);
  const model = sequential(new Dense(2, 1, { kernelInitializer: "ones", activation: (x: Tensor) => halvedSquare(x) }));
  const report = checkGradients((x: Tensor) => model.forward(x.add(kernel)).sum(), [tensor([[3, 4]])], {
    module: model as never,
    seed: 1,
  });
  expect(withoutPlaces(`${report}`)).toMatch(
    / {2}blame: the rule of halvedSquare for input0, inputs \[1, 1\] in layers\.0 at /,
  );
});
