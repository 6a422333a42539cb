import "./state.ts";
import "./runtime.ts";
import { knownOps } from "@tapegrad/core/facts";
import { subjectOf } from "@tapegrad/gradcheck/ops";
import type { Law } from "../../packages/core/test/laws/check.ts";
import { describeValue, Violation } from "../../packages/core/test/laws/compare.ts";
import { lawsOfDerivatives } from "../../packages/core/test/laws/derivatives.ts";
import { lawsOfEdges } from "../../packages/core/test/laws/edges.ts";
import { knownOps as knownOpsOfNn } from "../../packages/nn/test/specs.ts";
import { state } from "./state.ts";

// A process on the copy of the sources: it is sent an op and the numbers of the mutants to try on it, and sends back what the laws
// of that op say of each.

export interface Job {
  readonly op: string;
  readonly ids: readonly number[];
}

/** What became of one mutant. */
export interface Outcome {
  readonly id: number;
  /** The title of the law that caught it. */
  readonly law?: string;
  /** Was it an error that the mutant itself ran into, a shape that does not fit for one, and not a wrong number? */
  readonly threw?: boolean;
  /** Did any call come by its place? */
  readonly reached: boolean;
  /** Was it another computation anywhere that it was reached? */
  readonly applied: boolean;
  /** A wrong value of an attribute, as text. */
  readonly value?: string;
}

process.on("message", ({ op, ids }: Job) => {
  const specified = [...knownOps, ...knownOpsOfNn].find(({ name }) => name === op);
  if (specified === undefined) throw new Error(`${op} must have a facts, by which laws know it.`);
  const subject = subjectOf(specified);
  const laws = [
    ...lawsOfDerivatives(subject),
    ...lawsOfEdges(subject).filter((_, row) => subject.facts.edges[row]!.gradients !== undefined),
  ];
  const { law, error } = firstBroken(laws, 0);
  if (law !== undefined) throw new Error(`${op}: "${law}" does not hold without any mutant.`, { cause: error });
  process.send!(ids.map((id) => judge(id, laws)));
});

function judge(id: number, laws: readonly Law[]): Outcome {
  const { law, error } = firstBroken(laws, id);
  const reached = state.reached > 0;
  const applied = state.reached > state.inapplicable;
  if (law === undefined)
    return { id, reached, applied, ...(state.value === undefined ? {} : { value: describeValue(state.value) }) };
  const violated = error instanceof Violation || (error instanceof Error && error.cause === undefined);
  return { id, law, threw: !violated, reached, applied };
}

/** The first law that does not hold with a mutant active, and what it said. */
function firstBroken(laws: readonly Law[], id: number): { readonly law?: string; readonly error?: unknown } {
  Object.assign(state, { active: id, reached: 0, inapplicable: 0, value: undefined });
  try {
    for (const { title, check } of laws) {
      try {
        check({ shrink: false });
      } catch (error) {
        return { law: title, error };
      }
    }
    return {};
  } finally {
    state.active = 0;
  }
}
