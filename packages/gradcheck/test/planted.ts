import { type Dynamic, type Op, opOf, record, reshape, slice, type Tensor, tensor } from "@tapegrad/core";
import { knownOps } from "@tapegrad/core/facts";
import { arbitraries, checkGradients, type GradientReport } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { expect, test } from "vitest";

// Wrong derivatives that are planted to be found: from random programs or inputs, made small, and blamed on the op they are in.

/** What was found: how many nodes and elements the smallest failing case has. */
export interface Found {
  readonly nodes: number;
  readonly elements: number;
}

/** Faults that are planted, each found once, whichever test asks first; and how small the cases are that show them. */
export function plantedFaults(): {
  readonly plant: (title: string, find: () => Found) => void;
  readonly testSizes: (count: number) => void;
} {
  const plants: (() => Found)[] = [];
  return {
    plant(title, find) {
      let found: Found | null = null;
      const once = (): Found => {
        found ??= find();
        return found;
      };
      plants.push(once);
      test(title, () => {
        once();
      });
    },
    testSizes(count) {
      test("the median of the smallest cases has at most 3 nodes and 4 elements", { timeout: 60_000 }, () => {
        const all = plants.map((once) => once());
        const median = (values: readonly number[]): number =>
          [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
        expect(all).toHaveLength(count);
        expect(median(all.map(({ nodes }) => nodes))).toBeLessThanOrEqual(3);
        expect(median(all.map(({ elements }) => elements))).toBeLessThanOrEqual(4);
      });
    },
  };
}

export type Rule = NonNullable<Op["rules"][number]>;
export type RuleContext = Parameters<Rule>[1];

/** Ops that are mixed with the one that is wrong. */
const company = ["add", "tanh", "mul", "exp", "sum", "reshape", "softplus"];

export interface PlantedOp {
  readonly op: string;
  readonly input?: number;
  /** From the right rule to a wrong one. */
  readonly wrong: (right: Rule) => Rule;
}

/** Replaces a rule of an op while `run` runs. */
function withRule<T>({ op: name, input = 0, wrong }: PlantedOp, run: () => T): T {
  const { call } = knownOps.find((op) => op.name === name)!;
  // A function composed of ops: the last of them is the one it is about.
  const composed = (): Op => record(() => (call as (x: Tensor) => Tensor)(tensor([1]) as Tensor)).tape.nodes.at(-1)!.op;
  const rules = (opOf(call) ?? composed()).rules as Rule[]; // restored below
  const right = rules[input]!;
  rules[input] = wrong(right);
  try {
    return run();
  } finally {
    rules[input] = right;
  }
}

/** Random programs with a wrong op in them: the smallest that fails. */
export function findInPrograms(planted: PlantedOp): Found {
  return withRule(planted, () => {
    const ops = [...new Set([planted.op, ...company])];
    const details = fc.check(
      fc.property(
        arbitraries.expression({ ops }),
        ({ f, inputs }) => checkGradients(f, inputs as Tensor[], { seed: 1 }).ok,
      ),
      { seed: 1, numRuns: 300 },
    );
    expect(details.failed, "found").toBe(true);
    const [program] = details.counterexample!;
    const report = checkGradients(program.f, program.inputs as Tensor[], { seed: 1 });
    requireBlame(report, planted.op);
    return { nodes: program.steps.length, elements: program.elements };
  });
}

/** A function of a user's with a wrong op in it, at random inputs. */
export function findAtInputs<Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
  inputs: readonly fc.Arbitrary<Tensor>[],
): Found {
  const property = fc.property(
    fc.tuple(...inputs),
    (args) => checkGradients(f, args as unknown as Args, { seed: 1 }).ok,
  );
  const details = fc.check(property, { seed: 1, numRuns: 300 });
  expect(details.failed, "found").toBe(true);
  const args = details.counterexample![0] as unknown as Args;
  requireBlame(checkGradients(f, args, { seed: 1 }), "planted");
  return {
    nodes: record(() => f(...args)).tape.nodes.length,
    elements: args.reduce((total, { size }) => total + size, 0),
  };
}

function requireBlame(report: GradientReport, op: string): void {
  expect(report.verdict, `${report}`).toBe("fail");
  expect([...new Set(report.blame.map((blame) => blame.op))], `${report}`).toEqual([op]);
}

/** Where a sum over the axes along which an input was repeated belongs, only the first of its terms. */
export function firstTerm(x: Tensor, shape: readonly number[]): Tensor {
  const missing = x.ndim - shape.length;
  const ranges = (x.shape as readonly number[]).map((n, axis): [number, number] => [
    0,
    axis < missing || shape[axis - missing] === 1 ? 1 : n,
  ]);
  return reshape(slice(x, ranges) as Tensor, shape as Dynamic);
}
