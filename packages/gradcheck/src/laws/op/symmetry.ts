import { type Dynamic, type Tensor, tensor } from "@tapegrad/core";
import { outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { nestedAt, nestedOf } from "../../facts.ts";
import { requireSame } from "../compare.ts";
import type { Law } from "../law.ts";
import { lawOf } from "./call.ts";

/** What an op's kind implies. */
export function lawsOfSymmetry(subject: Subject): Law[] {
  const { op, facts, inputNames } = subject;
  const laws: Law[] = [];
  if (op?.commutative) {
    laws.push(
      lawOf(subject, "is the same the other way round", {}, ({ inputs: [a, b], args }) => {
        requireSame("swapped", outputsOf(subject.call([b, a], args)), outputsOf(subject.call([a, b], args)));
      }),
    );
  }
  if ("element" in facts.reference && inputNames.length > 1) {
    laws.push(
      lawOf(subject, "broadcasts as if its inputs had been repeated before", {}, ({ inputs, args }) => {
        const outputs = outputsOf(subject.call(inputs, args));
        const repeated = inputs.map((x) => repeatedTo(x, outputs[0]!.shape));
        requireSame("repeated first", outputsOf(subject.call(repeated, args)), outputs);
      }),
    );
  }
  return laws;
}

function repeatedTo(x: Tensor, shape: readonly number[]): Tensor {
  const values = x.toArray();
  return tensor(nestedOf(shape, (index) => nestedAt(values, index)) as Dynamic, { dtype: x.dtype }); // numbers, not bools
}
