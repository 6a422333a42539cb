import { formatShape, TapegradError, type Tensor } from "@tapegrad/core";
import { elementName } from "../reading/elements.ts";
import { formulasOf } from "../reading/formulas.ts";
import { kindOf, type Names, numberText } from "../reading/names.ts";
import { nodesBehind } from "../reading/subject.ts";
import { numbersOf } from "../scalar/probe.ts";
import { type BackwardStep, backwardSteps } from "../steps/backwardSteps.ts";
import type { Hidden } from "./hidden.ts";

/** The most nodes and the most numbers of one tensor that a person still fills in. */
const [mostNodes, mostNumbers] = [60, 64];
/** A Jacobian of more entries, or wider, is not written out: the rule says what to do. */
const [mostEntries, mostColumns] = [24, 6];

/** One number of a sheet. */
export interface Cell {
  readonly text: string;
  /** The number of its blank, from 0 on; `null` where it is shown. */
  readonly blank: number | null;
}

/** The numbers of a tensor, in row-major order. */
export interface Quantity {
  /** `value of h`, as it is said. */
  readonly label: string;
  readonly shape: readonly number[];
  readonly cells: readonly Cell[];
}

/** A number to be found. */
export interface Blank {
  /** `value of h[0]`. */
  readonly label: string;
  readonly answer: number;
  readonly text: string;
}

/** A formula as text and as LaTeX. */
export interface Formula {
  readonly text: string;
  readonly latex: string;
}

export interface Given {
  readonly name: string;
  readonly value: Quantity;
}

export interface ForwardLine {
  readonly op: string;
  readonly formula: Formula;
  readonly operands: readonly string[];
  readonly results: readonly Given[];
}

export interface BackwardLine {
  readonly result: string;
  readonly operand: string;
  readonly rule: Formula;
  readonly localKind: "slope" | "jacobian" | null;
  readonly local: Quantity | null;
  /** What this edge contributes; the cotangent itself where it is the only edge. `null` where cotangents are not on the sheet. */
  readonly contribution: Quantity | null;
  readonly isOnly: boolean;
  /** Did broadcasting repeat the operand? */
  readonly isRepeated: boolean;
  /** The cotangent, after the last of several edges. */
  readonly sum: Quantity | null;
}

/** A program as a student gets it. */
export interface Sheet {
  readonly loss: string;
  readonly given: readonly Given[];
  readonly forward: readonly ForwardLine[];
  readonly backward: readonly BackwardLine[];
  readonly cotangents: ReadonlyMap<string, Quantity>;
  readonly blanks: readonly Blank[];
}

/** @throws TapegradError if the program is too large for a person, or nothing is left blank. */
export function sheetOf(where: string, loss: Tensor, names: Names, hidden: Hidden): Sheet {
  const nodes = nodesBehind(where, [loss]);
  refuseLarge(where, nodes.length, new Set(nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])), names);
  const blanks: Blank[] = [];
  const quantity: MakeQuantity = (label, x, isHidden) => ({
    label,
    shape: [...x.shape],
    cells: numbersOf(x).map((answer, index) => {
      const text = numberText(answer);
      if (!isHidden) return { text, blank: null };
      blanks.push({ label: elementName(label, x, index), answer, text });
      return { text, blank: blanks.length - 1 };
    }),
  });

  const given: Given[] = [];
  const seen = new Set<Tensor>();
  for (const node of nodes)
    for (const [i, x] of node.inputs.entries()) {
      if (x.node !== null || seen.has(x) || kindOf(x) === "constant") continue;
      seen.add(x);
      const name = names.of(x);
      given.push({ name, value: quantity(`value of ${name}`, node.inputAtTime(i), hidden.value(name, true)) });
    }

  const forward = nodes.map((node): ForwardLine => {
    const [text, latex] = [formulasOf(node, names, "text"), formulasOf(node, names, "latex")];
    return {
      op: node.op.name,
      formula: { text: text.value, latex: latex.value },
      operands: node.inputs.map((x) => names.of(x)),
      results: node.outputs.map((y, slot) => {
        const name = names.of(y);
        return { name, value: quantity(`value of ${name}`, node.outputAtTime(slot), hidden.value(name, false)) };
      }),
    };
  });

  const { backward, cotangents } = hidden.hasBackward ? backwardOf(loss, names, hidden, quantity) : nothing;
  if (blanks.length === 0)
    throw new TapegradError({
      where,
      argument: "hide",
      expected: "must leave at least one number blank",
      received: "names of tensors that have no such number",
      advice: 'Only what is computed has cotangents and local derivatives: try hide: "cotangents".',
    });
  return { loss: names.of(loss), given, forward, backward, cotangents, blanks };
}

type MakeQuantity = (label: string, x: Tensor, isHidden: boolean) => Quantity;
type Backward = Pick<Sheet, "backward" | "cotangents">;

const nothing: Backward = { backward: [], cotangents: new Map() };

function backwardOf(loss: Tensor, names: Names, hidden: Hidden, quantity: MakeQuantity): Backward {
  const cotangents = new Map<string, Quantity>();
  const backward: BackwardLine[] = [];
  const started = new Set<Tensor>();
  const latex = backwardSteps(loss, { names, notation: "latex", jacobianLimit: 0 });
  for (const step of backwardSteps(loss, { names, jacobianLimit: mostEntries })) {
    const { resultName: result, operandName: operand, isComplete } = step;
    const [isHidden, isFirst] = [hidden.cotangent(operand), !started.has(step.operand)];
    started.add(step.operand);
    const isOnly = isFirst && isComplete;
    const isWide = step.localKind === "jacobian" && step.operand.size > mostColumns;
    const local = step.local === null || isWide ? null : quantity(localLabel(step), step.local, hidden.local(operand));
    const label = isOnly ? `cotangent of ${operand}` : `contribution of ${result} to the cotangent of ${operand}`;
    const contribution = hidden.hasCotangents ? quantity(label, step.contribution, isHidden) : null;
    const sum =
      contribution !== null && isComplete && !isOnly ? quantity(`cotangent of ${operand}`, step.sum, isHidden) : null;
    const complete = sum ?? contribution;
    if (isComplete && complete !== null) cotangents.set(operand, complete);
    const rule = { text: step.formula, latex: (latex.next().value as BackwardStep).formula }; // as many steps as here
    if (local === null && contribution === null) continue;
    const isRepeated = step.cotangent.size > step.operand.size;
    backward.push({ result, operand, rule, localKind: step.localKind, local, contribution, isOnly, isRepeated, sum });
  }
  return { backward, cotangents };
}

function localLabel({ localKind, resultName, operandName }: BackwardStep): string {
  const [start, end] = localKind === "slope" ? ["local derivative", ""] : ["Jacobian", ", entry "];
  return `${start} of ${resultName} by ${operandName}${end}`;
}

function refuseLarge(where: string, nodes: number, tensors: ReadonlySet<Tensor>, names: Names): void {
  const advice = "Take a smaller program: a person fills this in.";
  if (nodes > mostNodes) {
    const expected = `must have at most ${mostNodes} nodes`;
    throw new TapegradError({ where, argument: "the program", expected, received: `${nodes}`, advice });
  }
  for (const x of tensors)
    if (x.size > mostNumbers) {
      const expected = `must have at most ${mostNumbers} numbers`;
      throw new TapegradError({
        where,
        argument: `"${names.of(x)}"`,
        expected,
        received: formatShape(x.shape),
        advice,
      });
    }
}
