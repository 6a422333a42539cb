import { formulaOf, noGrad, type Op, outputTypes, Tensor } from "@tapegrad/core";
import { differentiableInputs, isFloat, nodesOf, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { requireSame, requireShape, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { lawOf } from "./call.ts";

/** What a call leaves behind. */
export function lawsOfTraces(subject: Subject): Law[] {
  const { op } = subject;
  const title = "writes one node if it is recorded, from which it can be run again, and none under noGrad";
  const laws = [
    lawOf(subject, title, {}, ({ inputs, args }) => {
      const asked = inputs.map((x) => leaf(x, isFloat(x)));
      const plain = outputsOf(noGrad(() => subject.call(asked, args)));
      for (const output of plain)
        if ((output.node !== null || output.requiresGrad) && !asked.includes(output))
          throw new Violation("noGrad recorded");
      if (op !== undefined) requireTracking(subject, asked, outputsOf(subject.call(asked, args)));
      const { outputs, nodes } = nodesOf(() => subject.call(asked, args));
      requireSame("recorded", outputs, plain);
      if (op === undefined || outputs.every((output) => asked.includes(output))) return; // composed, or an input itself
      const own = nodes.filter((node) => node.op === op);
      if (own.length !== 1) throw new Violation(`${own.length} nodes of ${op.name} instead of one`);
      const [node] = own;
      const types = outputTypes(op, node!.inputs, node!.attrs);
      types.forEach(({ shape, dtype }, k) => {
        const output = node!.outputs[k]!;
        if (output.dtype !== dtype)
          throw new Violation(`the node's attributes give ${dtype}, the call ${output.dtype}`);
        requireShape(output, shape);
      });
    }),
  ];
  return op === undefined ? laws : [...laws, formula(op)];
}

function formula(op: Op): Law {
  return {
    title: "states its value, and each rule, as a line of mathematics",
    check() {
      const lines = formulaOf(op) as { readonly [name: string]: string | undefined };
      const missing = ["value", ...op.inputNames.filter((_, i) => op.rules[i] !== null)].filter(
        (name) => !/\S/.test(lines[name] ?? ""),
      );
      if (missing.length > 0) throw new Violation(`formula.${missing.join(", formula.")} missing`);
    },
  };
}

/** @throws Violation unless float outputs require a gradient exactly if an input does that has a rule. */
function requireTracking(subject: Subject, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
  const through = differentiableInputs(subject, inputs).length > 0;
  for (const output of outputs) {
    if (inputs.includes(output) || output.requiresGrad === (through && isFloat(output))) continue;
    throw new Violation(`the result ${output.requiresGrad ? "requires a gradient" : "requires no gradient"}`);
  }
}

/** The same values in a leaf of its own. */
function leaf(x: Tensor, requiresGrad: boolean): Tensor {
  const copy: Tensor = new Tensor(x.shape, x.dtype, x.data.slice());
  copy.requiresGrad = requiresGrad;
  return copy;
}
