import { type DType, Tensor, type TensorType, zeros } from "@tapegrad/core";
import { nodesOf, type Subject } from "../../arbitraries/subject.ts";
import { requireSame } from "../compare.ts";
import type { Law } from "../law.ts";
import { lawOf } from "./call.ts";

/**
 * What a kernel does with the buffers it is given. Where outputs live is the caller's choice, and a replay uses the same buffers
 * again and again: what was in them must not matter.
 */
export function lawsOfBuffers(subject: Subject): Law[] {
  const { op } = subject;
  if (op === undefined || op.alias || op.draws || op.mutates.length > 0) return [];
  const title = "fills the outputs it is given completely, whatever is in them, with the same bits each time";
  return [
    lawOf(subject, title, {}, ({ inputs, args }) => {
      const { nodes } = nodesOf(() => subject.call(inputs, args));
      const node = nodes.find((one) => one.op === op);
      if (node === undefined) return; // nothing ran: the result is an input
      const fill = (outputs: readonly Tensor[]): void => {
        const saved = (op.saves?.(node.inputs, node.attrs) ?? []).map((type) => filledType(type, rubbish[type.dtype]));
        op.forward(outputs, node.inputs, node.attrs, saved);
      };
      const clean = node.outputs.map((y) => filledLike(y, 0));
      fill(clean);
      requireSame("run again from its node", clean, node.outputs);
      const dirty = node.outputs.map((y) => filledLike(y, rubbish[y.dtype as DType]));
      fill(dirty);
      requireSame("with rubbish in the outputs", dirty, clean);
      fill(dirty);
      requireSame("run again on the same outputs", dirty, clean);
    }),
  ];
}

/** What no kernel would leave there. */
const rubbish: Readonly<Record<DType, number>> = { float32: NaN, float64: NaN, int32: -1_234_567, bool: 77 };

function filledLike({ shape, dtype, data }: Tensor, value: number): Tensor {
  return new Tensor(shape, dtype, data.slice().fill(value));
}

function filledType({ shape, dtype }: TensorType, value: number): Tensor {
  return filledLike(zeros(shape as number[], { dtype }), value);
}
