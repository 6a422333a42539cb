import {
  formatReceived,
  GradientError,
  type Node,
  oneOf,
  optionsOf,
  TapegradError,
  Tensor,
  whole,
} from "@tapegrad/core";
import { Names } from "../reading/names.ts";
import { nodesBehind, readSubject, type Subject } from "../reading/subject.ts";
import { requireLoss } from "../steps/backwardSteps.ts";
import { type Derivation, derivationOf } from "./derivation.ts";
import type { Style } from "./style.ts";

/** Options of `explain` and `toLatex`. */
export interface DerivationOptions {
  /** The forward pass or the backward pass alone; default both. */
  readonly part?: "both" | "forward" | "backward";
  /** Significant digits of numbers; default 4. */
  readonly digits?: number;
  /** The elements of a tensor are written if there are at most so many, and otherwise what they are like; default 16. */
  readonly maxValues?: number;
  /** Only the lines about tensors of these names. */
  readonly only?: readonly string[];
  /** At most so many nodes are written down; default 200. */
  readonly maxNodes?: number;
}

/** A derivation that was asked for, and how it is to be written. */
export interface Asked {
  readonly derivation: Derivation;
  readonly part: "both" | "forward" | "backward";
  readonly style: Style;
}

/**
 * Reads the arguments, and derives what they ask for.
 *
 * @param where - The function that is called, for errors.
 * @param others - Options that it has besides.
 */
export function asked(
  where: string,
  subject: Subject,
  options: DerivationOptions,
  notation: Style["notation"],
  others: readonly string[] = [],
): Asked {
  optionsOf(where, options, ["part", "digits", "maxValues", "only", "maxNodes", ...others]);
  const part = oneOf(where, "part", options.part ?? "both", ["both", "forward", "backward"]);
  const digits = whole(where, "digits", options.digits ?? 4, { min: 1, max: 17 });
  const maxValues = whole(where, "maxValues", options.maxValues ?? 16, { min: 0 });
  const maxNodes = whole(where, "maxNodes", options.maxNodes ?? 200, { min: 1 });
  const loss = lossOf(where, subject);
  const nodes = nodesBehind(where, [loss]);
  const names = new Names({ nodes, loss });
  const chosen = options.only === undefined ? null : chosenNames(where, options.only, names);
  const count = chosen === null ? nodes.length : nodes.filter((node) => isChosen(node, chosen, names)).length;
  if (count > maxNodes)
    throw new TapegradError({
      where,
      argument: `what "${names.of(loss)}" was computed by`,
      expected: `must be at most ${maxNodes} nodes`,
      received: `${count}`,
      advice: "Name the tensors to write about with only, or raise maxNodes.",
    });
  const style: Style = { notation, digits, maxValues };
  const all = derivationOf(loss, nodes, names, style);
  return { derivation: chosen === null ? all : restricted(all, chosen), part, style };
}

/** @throws TapegradError or GradientError unless a backward pass can begin there. */
function lossOf(where: string, subject: Subject): Tensor {
  const { loss } = subject instanceof Tensor ? { loss: subject } : readSubject(where, subject);
  if (loss === null)
    throw new GradientError({
      where,
      argument: "the tape",
      expected: "must have a loss",
      received: "one without a backward pass",
      advice: "Call backward() within record, or pass the loss itself.",
    });
  requireLoss(where, loss);
  return loss;
}

function chosenNames(where: string, only: unknown, names: Names): ReadonlySet<string> {
  const known = new Set([...names.entries()].map(([, name]) => name));
  if (!Array.isArray(only))
    throw new TapegradError({
      where,
      argument: "only",
      expected: "must be a list of names",
      received: formatReceived(only),
    });
  for (const name of only as readonly unknown[])
    if (!known.has(name as string)) {
      const list = [...known];
      throw new TapegradError({
        where,
        argument: "only",
        expected: "must name tensors of the program",
        received: formatReceived(name),
        advice: `It has ${list.slice(0, 20).join(", ")}${list.length > 20 ? ", …" : ""}.`,
      });
    }
  return new Set(only as readonly string[]);
}

function isChosen({ inputs, outputs }: Node, chosen: ReadonlySet<string>, names: Names): boolean {
  return [...inputs, ...outputs].some((x) => chosen.has(names.of(x)));
}

/** The lines of a derivation that are about some tensors: how they were computed, what they get, and what they give. */
function restricted(derivation: Derivation, chosen: ReadonlySet<string>): Derivation {
  const has = ({ name }: { readonly name: string }): boolean => chosen.has(name);
  return {
    ...derivation,
    given: derivation.given.filter(has),
    forward: derivation.forward.filter(({ results }) => results.some(has)),
    backward: derivation.backward
      .map((lines) => ({
        ...lines,
        edges: lines.cotangents.some(has)
          ? lines.edges
          : lines.edges.filter(({ operandName }) => chosen.has(operandName)),
      }))
      .filter(({ edges }) => edges.length > 0),
    gradients: derivation.gradients.filter(has),
  };
}
