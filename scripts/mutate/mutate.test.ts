import { describe, expect, test } from "vitest";
import { findDerivatives } from "../sources/derivatives.ts";
import { equivalents } from "./equivalent.ts";
import { type Mutant, plant } from "./plant.ts";
import { properties } from "./properties.ts";
import { report } from "./report.ts";
import { runMutants, type Trial } from "./run.ts";
import { withFreshReadings } from "./shared.ts";

function listed(mutants: readonly Mutant[]): string[] {
  return mutants.map(({ kind, original, mutated }) => `${kind}: ${original} → ${mutated}`);
}

describe("plant", () => {
  const op = `
export const halfSquare: HalfSquare = /* @__PURE__ */ defineOp({
  name: "halfSquare",
  inputs: ["a", "b"],
  forward: (a, b) => (a - b) ** 2 / 2 + twice(0),
  vjp: {
    a: (cotangent, { a, b }) => mul(cotangent, sub(a, b)),
    b: "nondifferentiable",
  },
});
function twice(x: number): number {
  return 2 * x;
}
`;
  const { text, mutants } = plant(findDerivatives(op), "halfSquare.ts", 1, properties);

  test("makes every operation, operand and name of a rule wrong in every way that there is for it", () => {
    expect(listed(mutants)).toEqual([
      "dropped term: mul(cotangent, sub(a, b)) → 0",
      "sign: mul(cotangent, sub(a, b)) → −mul(cotangent, sub(a, b))",
      "factor: mul(cotangent, sub(a, b)) → 2 mul(cotangent, sub(a, b))",
      "dropped term: mul(cotangent, sub(a, b)) → cotangent",
      "dropped term: mul(cotangent, sub(a, b)) → sub(a, b)",
      "neighbour: mul(cotangent, sub(a, b)) → add(cotangent, sub(a, b))",
      "neighbour: mul(cotangent, sub(a, b)) → sub(cotangent, sub(a, b))",
      "neighbour: mul(cotangent, sub(a, b)) → div(cotangent, sub(a, b))",
      "ignored cotangent: mul(cotangent, sub(a, b)) → mul(1, sub(a, b))",
      "stopped gradient: mul(cotangent, sub(a, b)) → mul(stopGradient(cotangent), sub(a, b))",
      "sign: mul(cotangent, sub(a, b)) → mul(cotangent, −sub(a, b))",
      "factor: mul(cotangent, sub(a, b)) → mul(cotangent, 2 sub(a, b))",
      "dropped term: mul(cotangent, sub(a, b)) → mul(cotangent, a)",
      "dropped term: mul(cotangent, sub(a, b)) → mul(cotangent, b)",
      "neighbour: mul(cotangent, sub(a, b)) → mul(cotangent, add(a, b))",
      "neighbour: mul(cotangent, sub(a, b)) → mul(cotangent, mul(a, b))",
      "neighbour: mul(cotangent, sub(a, b)) → mul(cotangent, div(a, b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(b, a))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(b, b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(output, b))",
      "stopped gradient: mul(cotangent, sub(a, b)) → mul(cotangent, sub(stopGradient(a), b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(a, a))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(a, output))",
    ]);
    expect(new Set(mutants.map(({ line, place }) => `${line} ${place}`))).toEqual(new Set(["7 a"]));
  });

  test("leaves what computes the value as it is, and asks for every mutant once", () => {
    const [before, after] = text.split(/vjp: \{[\s\S]*?\n {2}\}/);
    expect(op.startsWith(before!)).toBe(true);
    expect(op.endsWith(after!)).toBe(true);
    expect([...text.matchAll(/__mutant\.is\((\d+)\)/g)].map(([, id]) => Number(id)).sort((a, b) => a - b)).toEqual(
      mutants.map(({ id }) => id),
    );
  });

  test("makes slopes wrong: operations, operands, constants, guards, orders", () => {
    const slopes = `
export const odd: Odd = /* @__PURE__ */ defineElementwise({
  name: "odd",
  inputs: ["x", condition("c")],
  value: (e, { x }) => e.mul(x, 3),
  slope: { x: (e, { x }, { alpha }) => e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) },
});
`;
    expect(listed(plant(findDerivatives(slopes), "odd.ts", 1, properties).mutants)).toEqual([
      "dropped guard: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.chain(e.polygamma(1, e.sub(x, 0.5)), alpha)",
      "sign: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.neg(e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))))",
      "factor: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.mul(2, e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))))",
      "dropped guard: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.mul(alpha, e.polygamma(1, e.sub(x, 0.5)))",
      "dropped term: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → alpha",
      "dropped term: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.polygamma(1, e.sub(x, 0.5))",
      "ignored attribute: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.chain(1, e.polygamma(1, e.sub(x, 0.5)))",
      "ignored attribute: e.chain(alpha, e.polygamma(1, e.sub(x, 0.5))) → e.chain(e.mul(2, alpha), e.polygamma(1, e.sub(x, 0.5)))",
      "sign: e.polygamma(1, e.sub(x, 0.5)) → e.neg(e.polygamma(1, e.sub(x, 0.5)))",
      "factor: e.polygamma(1, e.sub(x, 0.5)) → e.mul(2, e.polygamma(1, e.sub(x, 0.5)))",
      "wrong order: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1 + 1, e.sub(x, 0.5))",
      "wrong order: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1 - 1, e.sub(x, 0.5))",
      "dropped term: e.polygamma(1, e.sub(x, 0.5)) → e.sub(x, 0.5)",
      "neighbour: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.add(x, 0.5))",
      "swapped operands: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.sub(0.5, x))",
      "sign: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.neg(e.sub(x, 0.5)))",
      "factor: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.mul(2, e.sub(x, 0.5)))",
      "dropped term: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, x)",
      "dropped term: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, 0.5)",
      "swapped operands: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.sub(output, 0.5))",
      "wrong constant: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.sub(x, 0))",
      "wrong constant: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.sub(x, 1))",
      "wrong constant: e.polygamma(1, e.sub(x, 0.5)) → e.polygamma(1, e.sub(x, -0.5))",
    ]);
  });

  test("makes every entry of a table of slopes wrong, also one that is the name of a function", () => {
    const table = `
const slopes = {
  neg: [() => -1],
  floor: [flat],
  div: [(e, [, b]) => e.div(1, b!), (e, _, y) => y],
};
`;
    const { mutants, text } = plant(
      findDerivatives(table, { functions: [], tables: ["slopes"] }),
      "table.ts",
      1,
      properties,
    );
    expect(mutants.map(({ place, mutated }) => `${place}: ${mutated}`)).toEqual([
      "neg[0]: 0",
      "neg[0]: -2 * 1",
      "neg[0]: 1",
      "floor[0]: 1",
      "floor[0]: y",
      "div[0]: e.mul(1, b!)",
      "div[0]: e.div(b!, 1)",
      "div[0]: e.neg(e.div(1, b!))",
      "div[0]: e.mul(2, e.div(1, b!))",
      "div[0]: 1",
      "div[0]: b!",
      "div[0]: e.div(0, b!)",
      "div[0]: e.div(2, b!)",
      "div[0]: e.div(-1, b!)",
      "div[0]: e.div(1, operand 0!)",
      "div[0]: e.div(1, y!)",
      "div[1]: e.neg(y)",
      "div[1]: e.mul(2, y)",
      "div[1]: operand 0",
      "div[1]: operand 1",
    ]);
    expect(text).toContain("__operands[0]");
  });

  test("a file that remembers its readings must have the place where it forgets them", () => {
    expect(() => withFreshReadings("class ElementwiseOp {}")).toThrow("must have reading(attrs)");
  });
});

describe("the laws", () => {
  test("catch every mutant of tanh, permute and softmax", { timeout: 120_000 }, async () => {
    const trials = await runMutants({ ops: ["tanh", "permute", "softmax"] });
    const { ok, text } = report(trials, equivalents, false);
    expect(ok, text).toBe(true);
    const lawsOf = (op: string, kind: string): Set<string | undefined> =>
      new Set(trials.filter(({ mutant }) => mutant.op === op && mutant.kind === kind).map(({ law }) => law));
    expect(lawsOf("tanh", "sign")).toEqual(new Set(["has for x the derivative that differences have"]));
    expect(lawsOf("permute", "stopped gradient")).toEqual(
      new Set(["has the second derivative that differences of the first have"]),
    );
  });
});

describe("report", () => {
  const mutant: Mutant = {
    id: 1,
    op: "halfSquare",
    file: "ops/halfSquare.ts",
    line: 7,
    place: "a",
    kind: "sign",
    original: "sub(a, b)",
    mutated: "add(a, b)",
  };
  const survivor: Trial = { mutant, reached: true, applied: true };
  const proof = { file: "halfSquare.ts", original: "sub(a, b)", mutated: "add(a, b)", proof: "b = 0" };

  test("names a survivor with its place and what was changed, and is not content", () => {
    const { ok, text } = report([survivor], [], true);
    expect(ok).toBe(false);
    expect(text).toContain("ops/halfSquare.ts:7  halfSquare, a: sign\n    is      sub(a, b)\n    mutant  add(a, b)");
    expect(text).toContain("1 survive. Score: 0 %.");
  });

  test("is content with a proof, and with a law that caught it", () => {
    expect(report([survivor], [proof], true).ok).toBe(true);
    expect(report([{ ...survivor, law: "has for a the derivative" }], [], true).ok).toBe(true);
  });

  test("is not content with a rule that no law comes by, nor with a proof of what is caught or of two mutants at once", () => {
    expect(report([{ ...survivor, reached: false, applied: false }], [], true).ok).toBe(false);
    expect(report([{ ...survivor, law: "has for a the derivative" }], [proof], true).ok).toBe(false);
    expect(report([survivor, { ...survivor, mutant: { ...mutant, id: 2 } }], [proof], true).ok).toBe(false);
  });

  test("does not count what made nothing wrong", () => {
    expect(report([{ ...survivor, applied: false }], [], true).text).toContain("0 wrong derivatives in 0 ops");
  });
});
