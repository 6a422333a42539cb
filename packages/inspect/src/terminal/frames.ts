import type { Tape, Tensor } from "@tapegrad/core";
import { Names } from "../reading/names.ts";
import { siteText, sourceLine } from "../reading/sourceLine.ts";
import { backwardSteps } from "../steps/backwardSteps.ts";
import { forwardSteps } from "../steps/forwardSteps.ts";

/** A tensor that a frame shows, under what it is there. */
export interface Shown {
  readonly label: string;
  readonly tensor: Tensor;
}

/** One step of a program, forward or backward: what a screen shows at a time. */
export interface Frame {
  readonly pass: "forward" | "backward";
  /** From 1 on within its pass. */
  readonly number: number;
  /** One line that says it all: `L → h   h̄ = 2 L̄ h`. */
  readonly line: string;
  /** Names that lead here when one jumps to them. */
  readonly names: readonly string[];
  readonly formula: string;
  readonly shown: readonly Shown[];
  /** What is still to be said of it: that a sum is complete, or not. */
  readonly note: string;
  readonly site: string | null;
}

/** All frames of a tape: first every node of the program, then every edge of the backward pass of its last loss. */
export function framesOf(tape: Tape): readonly Frame[] {
  const loss = tape.losses.at(-1) ?? null;
  // What rules and optimizers ran belongs to the backward pass, which is shown edge by edge.
  const nodes = tape.nodes.filter((node) => node.derivativeOf === null && node.op.mutates.length === 0);
  const names = new Names({ nodes, loss });
  const forward = [...forwardSteps({ nodes, losses: [] }, { names })].map((step, i): Frame => {
    const { site, path } = step.node;
    const result = { label: step.name, tensor: step.value! }; // these ops have a result
    return {
      pass: "forward",
      number: i + 1,
      line: step.formula.startsWith(`${step.name} =`) ? step.formula : `${step.name}: ${step.formula}`,
      names: [step.name],
      formula: step.formula,
      shown: [...step.operands.map(({ name, value }) => ({ label: name, tensor: value })), result],
      note: path === "" ? "" : `in ${path}`,
      site: site === null ? null : `${siteText(site)}   ${sourceLine(site) ?? ""}`.trimEnd(),
    };
  });
  if (loss === null) return forward;
  const backward = [...backwardSteps(loss, { names })].map((step): Frame => {
    const { resultName, operandName, node } = step;
    const local = step.local === null ? [] : [{ label: `∂${resultName}/∂${operandName}`, tensor: step.local }];
    return {
      pass: "backward",
      number: step.index + 1,
      line: `${resultName} → ${operandName}   ${step.formula}`,
      names: [operandName, resultName],
      formula: step.formula,
      shown: [
        { label: `cotangent of ${resultName}`, tensor: step.cotangent },
        ...local,
        { label: "contribution", tensor: step.contribution },
        { label: `cotangent of ${operandName}, so far`, tensor: step.sum },
      ],
      note: step.isComplete ? `the cotangent of ${operandName} is complete` : "further contributions follow",
      site: node.site === null ? null : `${siteText(node.site)}   ${sourceLine(node.site) ?? ""}`.trimEnd(),
    };
  });
  return [...forward, ...backward];
}
