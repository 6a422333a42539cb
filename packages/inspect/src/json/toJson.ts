import { inputName, type Node, optionsOf, type Tensor, whole } from "@tapegrad/core";
import { formulasOf } from "../reading/formulas.ts";
import { kindOf, Names } from "../reading/names.ts";
import { sourceLine } from "../reading/sourceLine.ts";
import { type Reading, readSubject, type Subject } from "../reading/subject.ts";
import { valuesAtTime } from "../reading/valuesAtTime.ts";
import { backwardSteps } from "../steps/backwardSteps.ts";
import { plainAttributes } from "./attributes.ts";
import type { EdgeEntry, FormulaEntry, NodeEntry, TapeDocument, TensorEntry } from "./document.ts";
import { valueEntry } from "./values.ts";

/** Options of {@link toJson}. */
export interface JsonOptions {
  /** The elements of a tensor are given if there are at most so many, and otherwise what they are like; default 64. */
  readonly maxValues?: number;
}

/**
 * What a program computed, as plain data: tensors with values and cotangents, nodes with formulas, and the backward pass edge by edge.
 * `JSON.stringify` writes it without loss. `docs/tape-json.md` describes the format, `docs/tape.schema.json` is its JSON Schema.
 *
 * Values are those of the time at which they were used, whatever has been overwritten since.
 *
 * @param subject - A tape of `record`, or a tensor with all that it was computed from.
 * @param options - See {@link JsonOptions}.
 * @throws {@link GradientError} if a backward pass has let go of the tape; {@link TapegradError} if it is neither tape nor tensor.
 * @example
 * ```ts
 * const a = tensor(2, { requiresGrad: true, name: "a" });
 * const { tensors, backward } = toJson(a.square().named("L"));
 * tensors.map(({ name, value }) => [name, value.values]); // => [["a", [2]], ["L", [4]]]
 * backward.map(({ formula, sum }) => [formula.text, sum.values]); // => [["ā = 2 L̄ a", [4]]]
 * ```
 */
export function toJson(subject: Subject, options: JsonOptions = {}): TapeDocument {
  optionsOf("toJson", options, ["maxValues"]);
  const limit = whole("toJson", "maxValues", options.maxValues ?? 64, { min: 0 });
  const reading = readSubject("toJson", subject);
  const names = new Names(reading);
  const formulas = reading.nodes.map((node) => bothNotations(node, names));
  const { edges, cotangents } = backwardPass(reading, names, formulas, limit);
  return {
    format: "tapegrad-tape",
    version: 1,
    loss: reading.loss === null ? null : names.of(reading.loss),
    tensors: tensorEntries(reading, names, cotangents, limit),
    nodes: reading.nodes.map((node, i) => nodeEntry(node, names, formulas[i]!.value)),
    backward: edges,
  };
}

/** The formulas of a node, each in both notations. */
interface BothNotations {
  readonly value: FormulaEntry;
  readonly inputs: readonly FormulaEntry[];
}

function bothNotations(node: Node, names: Names): BothNotations {
  const [text, latex] = [formulasOf(node, names, "text"), formulasOf(node, names, "latex")];
  return {
    value: { text: text.value, latex: latex.value },
    inputs: text.inputs.map((one, i) => ({ text: one ?? "", latex: latex.inputs[i] ?? "" })),
  };
}

/** Can a backward pass begin there? */
function hasGradient(loss: Tensor | null): loss is Tensor {
  return loss !== null && loss.node !== null && loss.requiresGrad && loss.ndim === 0;
}

function backwardPass(
  { nodes, loss }: Reading,
  names: Names,
  formulas: readonly BothNotations[],
  limit: number,
): { readonly edges: readonly EdgeEntry[]; readonly cotangents: ReadonlyMap<Tensor, Tensor> } {
  const edges: EdgeEntry[] = [];
  const cotangents = new Map<Tensor, Tensor>();
  if (!hasGradient(loss)) return { edges, cotangents };
  const formulasAt = new Map(nodes.map((node, i) => [node, formulas[i]!]));
  for (const step of backwardSteps(loss, { names })) {
    const { node, input, operand, local, localKind } = step;
    node.outputs.forEach((output, slot) => void cotangents.set(output, step.cotangents[slot]!));
    cotangents.set(operand, step.sum);
    edges.push({
      node: node.id,
      input,
      result: step.resultName,
      operand: step.operandName,
      formula: formulasAt.get(node)!.inputs[input]!,
      local: local === null ? null : { kind: localKind!, ...valueEntry(local, limit) },
      contribution: valueEntry(step.contribution, limit),
      sum: valueEntry(step.sum, limit),
      isComplete: step.isComplete,
    });
  }
  return { edges, cotangents };
}

function tensorEntries(
  { nodes, loss }: Reading,
  names: Names,
  cotangents: ReadonlyMap<Tensor, Tensor>,
  limit: number,
): readonly TensorEntry[] {
  const entries = new Map<string, TensorEntry>();
  const valueAt = valuesAtTime({ nodes, loss });
  const enter = (x: Tensor, node: Node | null): void => {
    const name = names.of(x);
    if (entries.has(name)) return;
    const isMade = node?.outputs.includes(x) === true;
    const kind = isMade || kindOf(x) !== "result" ? kindOf(x) : "input"; // what was computed before is given here
    const cotangent = cotangents.get(x);
    entries.set(name, {
      name,
      kind,
      shape: [...x.shape],
      dtype: x.dtype,
      requiresGrad: x.requiresGrad,
      path: kind === "input" || node === null ? "" : node.path,
      value: valueEntry(valueAt(x), limit),
      cotangent: cotangent === undefined ? null : valueEntry(cotangent, limit),
    });
  };
  for (const node of nodes) {
    for (const x of node.inputs) enter(x, node);
    for (const x of node.outputs) enter(x, node);
  }
  if (loss !== null) enter(loss, null);
  return [...entries.values()];
}

function nodeEntry(node: Node, names: Names, formula: FormulaEntry): NodeEntry {
  const { id, op, inputs, outputs, attrs, path, site, derivativeOf } = node;
  return {
    id,
    op: op.name,
    inputs: inputs.map((x, i) => ({ name: inputName(op, i), tensor: names.of(x) })),
    outputs: outputs.map((x) => names.of(x)),
    overwrites: op.mutates.map((i) => names.of(inputs[i]!)),
    attributes: plainAttributes(attrs),
    path,
    site: site === null ? null : { file: site.file, line: site.line, column: site.column, text: sourceLine(site) },
    formula,
    derivativeOf:
      derivativeOf === null ? null : { node: derivativeOf.node.id, input: derivativeOf.input, part: derivativeOf.part },
  };
}
