import type { Node, Tensor } from "@tapegrad/core";
import { formulasOf } from "../reading/formulas.ts";
import { Names } from "../reading/names.ts";
import { readSubject, type Subject } from "../reading/subject.ts";

/** One node of the forward pass. */
export interface ForwardStep {
  /** From 0 on. */
  readonly index: number;
  readonly node: Node;
  /** What the result is called; the first, where there are several, and what is overwritten, where there is none. */
  readonly name: string;
  /** `h = tanh(x)`, in the names of the program. */
  readonly formula: string;
  /** The inputs with the values that went in. */
  readonly operands: readonly { readonly name: string; readonly value: Tensor }[];
  /** What came out; `null` of an op that overwrites a Parameter. */
  readonly value: Tensor | null;
}

/**
 * The forward pass, one node at a time, in the order in which it ran, with the values of that time.
 *
 * @param subject - A tape, or a tensor with all that it was computed from.
 * @param options - `notation` of formulas; `names`, what tensors are called.
 * @throws {@link GradientError} if a backward pass has let go of the tape.
 * @example
 * ```ts
 * const a = tensor(2, { requiresGrad: true, name: "a" });
 * const steps = [...forwardSteps(a.square().named("L"))];
 * steps.map(({ formula, value }) => [formula, value?.item()]); // => [["L = a²", 4]]
 * ```
 */
export function* forwardSteps(
  subject: Subject,
  options: { readonly notation?: "text" | "latex"; readonly names?: Names } = {},
): Generator<ForwardStep, void> {
  const reading = readSubject("forwardSteps", subject);
  const { notation = "text", names = new Names(reading) } = options;
  for (const [index, node] of reading.nodes.entries()) {
    const shown = node.outputs[0] ?? node.inputs[0]!;
    yield {
      index,
      node,
      name: names.of(shown),
      formula: formulasOf(node, names, notation).value,
      operands: node.inputs.map((x, i) => ({ name: names.of(x), value: node.inputAtTime(i) })),
      value: node.outputs.length === 0 ? null : node.outputAtTime(),
    };
  }
}
