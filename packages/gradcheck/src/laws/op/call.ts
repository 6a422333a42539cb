import type { DType, Tensor } from "@tapegrad/core";
import fc from "fast-check";
import { drawFrom, type Source } from "../../arbitraries/draw.ts";
import type { Subject } from "../../arbitraries/subject.ts";
import { drawInputs } from "../../arbitraries/values.ts";
import { type Case, drawCase } from "../../facts.ts";
import { describeValue } from "../compare.ts";
import type { Law } from "../law.ts";
import { Failure, tryAtRandom } from "../random.ts";

/** One call of an op, drawn at random, and where further random choices come from. */
export interface Call {
  readonly inputs: readonly Tensor[];
  readonly args: readonly unknown[];
  /** How far each element of a float may move. */
  readonly room: number;
  readonly source: Source;
  /** Other inputs for the same call: of the same shapes, from the same ranges. */
  readonly again: () => readonly Tensor[];
}

/** How the inputs of a law are filled. */
export interface Filling {
  /** The dtype of each float input: float64 unless said otherwise. */
  readonly floats?: DType | "mixed";
  /** Will elements be moved? Then they stay `room` away from the ends of their ranges. */
  readonly inner?: boolean;
  /** At most so many cases are tried besides the samples; as many as asked for unless given. */
  readonly atMost?: number;
}

/** A law of every call of an op: it is tried on each of the op's samples, then on its cases. */
export function lawOf(
  subject: Subject,
  title: string,
  { floats = "float64", inner = false, atMost }: Filling,
  holds: (call: Call) => void,
): Law {
  const attempt = (draw: (source: Source) => Case) => (source: Source) => {
    const one = draw(source);
    const dtypeOf = (): DType => (floats !== "mixed" ? floats : source(fc.boolean) ? "float64" : "float32");
    const { tensors, room } = drawInputs(source, subject, one, dtypeOf, inner);
    const args = one.args ?? [];
    try {
      const again = (): readonly Tensor[] => drawInputs(source, subject, one, dtypeOf, inner).tensors;
      holds({ inputs: tensors, args, room, source, again });
    } catch (error) {
      throw new Failure(callText(subject, tensors, args), error);
    }
  };
  const name = `${subject.name} > ${title}`;
  return {
    title,
    check(options) {
      for (const sample of subject.facts.samples ?? [])
        tryAtRandom({ name, atMost: 2, attempt: attempt(() => sample) }, options);
      const drawn = (source: Source): Case => drawCase(subject.facts, subject.inputNames, drawFrom(source));
      tryAtRandom({ name, ...(atMost !== undefined && { atMost }), attempt: attempt(drawn) }, options);
    },
  };
}

/** A call as one would type it. */
function callText(subject: Subject, inputs: readonly unknown[], args: readonly unknown[]): string {
  return `${subject.name}(${subject.written(inputs, args).map(describeValue).join(", ")})`;
}
