// How fast tapegrad is meant to be, relative to others measured in the same run.
import { fastest, type Outcomes } from "./outcomes.ts";
import type { Results } from "./rounds.ts";

/** `mine` is to take at most `factor` of the time of `theirs`; each names the fastest of those whose names it begins. */
interface RelativeAim {
  readonly workload: string;
  readonly mine: string;
  readonly theirs: string;
  readonly factor: number;
}

/** `mine` is to take at most so many milliseconds. */
interface AbsoluteAim {
  readonly workload: string;
  readonly mine: string;
  readonly milliseconds: number;
}

type Aim = RelativeAim | AbsoluteAim;

const relative = (workload: string, mine: string, theirs: string, factor: number): Aim => {
  return { workload, mine: `tapegrad-${mine}`, theirs, factor };
};
const absolute = (workload: string, mine: string, milliseconds: number): Aim => {
  return { workload, mine: `tapegrad-${mine}`, milliseconds };
};

const aims: readonly Aim[] = [
  ...["matmul", "matmul-512"].flatMap((matmul) => [
    relative(matmul, "eager-1", "jaxjs", 0.6),
    relative(matmul, "eager-1", "torch-1", 1.3),
    relative(matmul, "eager-1", "peak", 1 / 0.75),
    relative(matmul, "eager-2", "tapegrad-eager-1", 0.62),
  ]),
  relative("step-784-512-10", "eager-2", "torch-2", 1.3),
  relative("step-784-512-10", "eager-2", "jaxjs-eager", 1 / 4),
  relative("step-784-512-10", "jit-2", "jax-jit", 0.85),
  relative("step-784-100-10", "eager", "torch", 1),
  relative("step-784-100-10", "jit", "jax-jit", 0.85),
  relative("step-64-50-10", "eager", "torch", 1 / 4),
  relative("step-64-50-10", "jit", "jax-jit", 0.4),
  absolute("step-2-4-2", "eager", 0.01),
  relative("step-2-4-2", "eager", "torch", 1 / 40),
  absolute("step-2-4-2", "jit", 0.001),
  relative("step-2-4-2", "jit", "jax-jit", 1 / 100),
  relative("chain", "eager", "torch", 1 / 30),
  relative("chain", "jit", "torch", 1 / 500),
  ...["step-784-512-10", "step-64-50-10", "step-2-4-2", "chain"].map((step) =>
    relative(step, "recorded-1", "tapegrad-eager-1", 2),
  ),
  ...["tanh", "exp", "log", "sigmoid"].flatMap((op) => [
    relative(op, "eager-2", "torch-2", 1),
    relative(op, "eager-2", "jaxjs", 0.3),
  ]),
  relative("cross-entropy", "eager", "torch", 1.2),
  relative("cross-entropy", "jit", "torch", 0.6),
  relative("adam", "eager-1", "torch-1", 1),
  relative("digits", "jit", "sklearn", 1 / 4),
];

/** An aim and what was reached of it; `reached` is `null` where one side was not measured. */
export interface Judgement {
  readonly workload: string;
  readonly aim: string;
  readonly reached: string | null;
  readonly met: boolean;
}

/** The aims of the workloads that were measured. */
export function judge({ outcomes }: Results): Judgement[] {
  return aims.flatMap((aim) => {
    const found = [...outcomes].find(([{ name }]) => name === aim.workload);
    return found === undefined ? [] : [judgeOne(aim, found[0].title, found[1])];
  });
}

function judgeOne(aim: Aim, workload: string, outcomes: Outcomes): Judgement {
  const mine = fastest(outcomes, aim.mine);
  if ("milliseconds" in aim) {
    const text = `${aim.mine} ≤ ${aim.milliseconds * 1000} µs`;
    if (mine === null) return { workload, aim: text, reached: null, met: false };
    return { workload, aim: text, reached: `${(mine * 1000).toPrecision(3)} µs`, met: mine <= aim.milliseconds };
  }
  const theirs = fastest(outcomes, aim.theirs);
  const text = `${aim.mine} ≤ ${fraction(aim.factor)} × ${aim.theirs}`;
  if (mine === null || theirs === null) return { workload, aim: text, reached: null, met: false };
  return { workload, aim: text, reached: `${(mine / theirs).toPrecision(3)} ×`, met: mine / theirs <= aim.factor };
}

const fraction = (factor: number): string =>
  factor <= 0.25 ? `1/${Math.round(1 / factor)}` : String(Number(factor.toFixed(2)));
