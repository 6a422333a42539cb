import { formulaName, type Node, type Tensor } from "@tapegrad/core";
import { formulasOf } from "../reading/formulas.ts";
import { kindOf, type Names } from "../reading/names.ts";
import { type BackwardStep, backwardSteps } from "../steps/backwardSteps.ts";
import { formulasWithNumbers } from "./numbers.ts";
import type { Style } from "./style.ts";

/** A leaf of a program, or a result, with its value. */
export interface Valued {
  /** As the notation writes it, and as the program does. */
  readonly symbol: string;
  readonly name: string;
  readonly value: Tensor;
}

/** One node of the forward pass. */
export interface ForwardLine {
  readonly node: Node;
  readonly results: readonly Valued[];
  /** `h = tanh(t2)`, and of scalars the right side with numbers: `tanh(0.5)`. */
  readonly formula: string;
  readonly numbers: string | null;
}

/** What a node contributes to the cotangent of one of its inputs. */
export interface EdgeLine {
  /** The cotangent of the input, and the derivative of the result by it, `∂h/∂x`. */
  readonly symbol: string;
  readonly derivative: string;
  readonly operandName: string;
  /** `t̄2 = …`, and of scalars the right side with numbers. */
  readonly formula: string;
  readonly numbers: string | null;
  readonly local: Tensor | null;
  readonly localKind: "slope" | "jacobian" | null;
  readonly contribution: Tensor;
  /** Are there several contributions? */
  readonly isShared: boolean;
  /** Of the last of several: all of them, and their sum. */
  readonly terms: readonly Tensor[];
  readonly sum: Tensor;
}

/** One node of the backward pass. */
export interface BackwardLines {
  readonly formula: string;
  /** The cotangents of its results. */
  readonly cotangents: readonly Valued[];
  readonly edges: readonly EdgeLine[];
}

/** A loss and its gradients, with every step between. */
export interface Derivation {
  readonly loss: Valued;
  /** What the program begins with. */
  readonly given: readonly Valued[];
  readonly forward: readonly ForwardLine[];
  readonly backward: readonly BackwardLines[];
  /** The cotangent of the loss, as it is written. */
  readonly lossBar: string;
  /** Of each leaf the gradient, `∂L/∂w`. */
  readonly gradients: readonly Valued[];
}

/** Goes through a program forward and backward. */
export function derivationOf(loss: Tensor, nodes: readonly Node[], names: Names, style: Style): Derivation {
  const valued = (x: Tensor, value: Tensor): Valued => {
    const name = names.of(x);
    return { symbol: formulaName(name, style), name, value };
  };
  const given = new Map<Tensor, Valued>();
  for (const node of nodes)
    node.inputs.forEach((x, i) => {
      if (x.node === null && kindOf(x) !== "constant" && !given.has(x)) given.set(x, valued(x, node.inputAtTime(i)));
    });
  const forward = nodes.map((node) => ({
    node,
    results: node.outputs.map((y, i) => valued(y, node.outputAtTime(i))),
    formula: formulasOf(node, names, style.notation).value,
    numbers: formulasWithNumbers(node, style, null)?.value ?? null,
  }));
  const symbolOfLoss = valued(loss, loss);
  const { backward, gradients } = backwardLines(loss, names, style);
  return {
    loss: symbolOfLoss,
    given: [...given.values()],
    forward,
    backward,
    lossBar: formulaName(symbolOfLoss.name, { ...style, bar: true }),
    gradients: [...given].flatMap(([x, { symbol, name }]) => {
      const value = gradients.get(x);
      return value === undefined ? [] : [{ symbol: derivative(symbolOfLoss.symbol, symbol, style), name, value }];
    }),
  };
}

function backwardLines(
  loss: Tensor,
  names: Names,
  style: Style,
): { readonly backward: BackwardLines[]; readonly gradients: ReadonlyMap<Tensor, Tensor> } {
  const steps = [...backwardSteps(loss, { names, notation: style.notation })];
  const counts = new Map<Tensor, number>();
  for (const { operand } of steps) counts.set(operand, (counts.get(operand) ?? 0) + 1);
  const terms = new Map<Tensor, Tensor[]>();
  const gradients = new Map<Tensor, Tensor>();
  const backward: (BackwardLines & { readonly node: Node; readonly edges: EdgeLine[] })[] = [];
  for (const step of steps) {
    const { node, operand, contribution, isComplete } = step;
    if (backward.at(-1)?.node !== node) backward.push(openLines(step, names, style));
    const all = [...(terms.get(operand) ?? []), contribution];
    terms.set(operand, all);
    backward.at(-1)!.edges.push(edgeLine(step, counts.get(operand)! > 1, isComplete ? all : [], style));
    if (operand.node === null && isComplete) gradients.set(operand, step.sum);
  }
  return { backward, gradients };
}

function openLines({ node, cotangents }: BackwardStep, names: Names, style: Style) {
  return {
    node,
    formula: formulasOf(node, names, style.notation).value,
    cotangents: node.outputs.map((y, i) => {
      const name = names.of(y);
      return { symbol: formulaName(name, { ...style, bar: true }), name, value: cotangents[i]! };
    }),
    edges: [] as EdgeLine[],
  };
}

function edgeLine(step: BackwardStep, isShared: boolean, terms: readonly Tensor[], style: Style): EdgeLine {
  const { node, input, operandName, resultName, formula, cotangent, local, localKind, contribution, sum } = step;
  return {
    symbol: formulaName(operandName, { ...style, bar: true }),
    derivative: derivative(formulaName(resultName, style), formulaName(operandName, style), style),
    operandName,
    formula,
    numbers: formulasWithNumbers(node, style, cotangent)?.inputs[input] ?? null,
    local,
    localKind,
    contribution,
    isShared,
    terms: isShared ? terms : [],
    sum,
  };
}

function derivative(above: string, below: string, { notation }: Style): string {
  return notation === "latex" ? `\\frac{\\partial ${above}}{\\partial ${below}}` : `∂${above}/∂${below}`;
}
