import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { equivalents } from "./equivalent.ts";
import { type Mutant, plant } from "./plant.ts";
import { report } from "./report.ts";
import { findRules } from "./rules.ts";
import { runMutants, type Trial } from "./run.ts";

const op = `
export const halfSquare: HalfSquare = /* @__PURE__ */ defineElementwise({
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
const names = new Set(["mul", "sub"]);

describe("plant", () => {
  const { text, mutants } = plant(findRules(op), "halfSquare.ts", 1, names);

  test("makes every operation, operand and name of a rule wrong in every way that there is for it", () => {
    expect(mutants.map(({ kind, original, mutated }) => `${kind}: ${original} → ${mutated}`)).toEqual([
      "dropped term: mul(cotangent, sub(a, b)) → 0",
      "sign: mul(cotangent, sub(a, b)) → −mul(cotangent, sub(a, b))",
      "factor: mul(cotangent, sub(a, b)) → 2 mul(cotangent, sub(a, b))",
      "dropped term: mul(cotangent, sub(a, b)) → cotangent",
      "dropped term: mul(cotangent, sub(a, b)) → sub(a, b)",
      "factor: mul(cotangent, sub(a, b)) → div(cotangent, sub(a, b))",
      "ignored cotangent: mul(cotangent, sub(a, b)) → mul(1, sub(a, b))",
      "stopped gradient: mul(cotangent, sub(a, b)) → mul(stopGradient(cotangent), sub(a, b))",
      "sign: mul(cotangent, sub(a, b)) → mul(cotangent, −sub(a, b))",
      "factor: mul(cotangent, sub(a, b)) → mul(cotangent, 2 sub(a, b))",
      "dropped term: mul(cotangent, sub(a, b)) → mul(cotangent, a)",
      "dropped term: mul(cotangent, sub(a, b)) → mul(cotangent, −b)",
      "sign: mul(cotangent, sub(a, b)) → mul(cotangent, add(a, b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(b, a))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(b, b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(output, b))",
      "stopped gradient: mul(cotangent, sub(a, b)) → mul(cotangent, sub(stopGradient(a), b))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(a, a))",
      "swapped operands: mul(cotangent, sub(a, b)) → mul(cotangent, sub(a, output))",
    ]);
    expect(new Set(mutants.map(({ line, rule }) => `${line} ${rule}`))).toEqual(new Set(["7 a"]));
  });

  test("leaves what computes the value as it is, and asks for every mutant once", () => {
    const [before, after] = text.split(/vjp: \{[\s\S]*?\n {2}\}/);
    expect(op.startsWith(before!)).toBe(true);
    expect(op.endsWith(after!)).toBe(true);
    expect([...text.matchAll(/__mutant\.is\((\d+)\)/g)].map(([, id]) => Number(id)).sort((a, b) => a - b)).toEqual(
      mutants.map(({ id }) => id),
    );
  });
});

describe("the laws", () => {
  test("catch every mutant of tanh and permute, a wrong sign by the derivative, a stopped gradient by the second", {
    timeout: 120_000,
  }, async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const trials = await runMutants({ root, ops: ["tanh", "permute"] });
    const { ok, text } = report(trials, equivalents, false);
    expect(ok, text).toBe(true);
    const lawsOf = (kind: string): Set<string | undefined> =>
      new Set(trials.filter(({ op, mutant }) => op === "tanh" && mutant.kind === kind).map(({ law }) => law));
    expect(lawsOf("sign")).toEqual(new Set(["has for x the derivative that differences have"]));
    expect(lawsOf("stopped gradient")).toEqual(
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
    rule: "a",
    kind: "sign",
    original: "sub(a, b)",
    mutated: "add(a, b)",
  };
  const survivor: Trial = { op: "halfSquare", mutant, shared: false, reached: true, applied: true };
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
    expect(report([{ ...survivor, applied: false }], [], true).text).toContain("0 wrong rules of 0 ops");
  });
});
