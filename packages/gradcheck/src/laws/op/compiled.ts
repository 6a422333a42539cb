import { jit, type Tensor } from "@tapegrad/core";
import { isRandom, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { drawLike } from "../../arbitraries/values.ts";
import { requireSame } from "../compare.ts";
import type { Law } from "../law.ts";
import { type Call, lawOf } from "./call.ts";
import { differentiable, inFloat, pullBack } from "./function.ts";

/** What `jit` makes of an op: the same, to the bit. */
export function lawsOfCompiled(subject: Subject): Law[] {
  // What has as many elements as values say is refused.
  if (subject.facts.batches !== undefined) return [];
  const filling = { floats: "mixed", atMost: cases } as const;
  const value = lawOf(subject, "gives under jit what it gives without, to the bit", filling, (call) => {
    requireAlike(call, (inputs) => outputsOf(subject.call(inputs, call.args)));
  });
  if (!subject.differentiable) return [value];
  const title = "pulls cotangents back under jit as without, to the bit";
  const derivative = lawOf(subject, title, { ...filling, inner: true }, (call) => {
    const { positions, outputs } = differentiable(subject, call);
    if (positions.length === 0 || outputs.length === 0) return;
    const cotangents = outputs.map((y) => drawLike(call.source, y));
    requireAlike(call, (inputs) => {
      const { f, at } = differentiable(subject, { ...call, inputs });
      return pullBack({ f, at }, cotangents);
    });
  });
  return [value, derivative];
}

/** Few: each is compiled anew. */
const cases = 4;
/** The first two calls of a compiled function run the function itself. */
const calls = 4;

/** @throws Violation unless a function gives under `jit` the same bits at every call, for other inputs each time. */
function requireAlike({ inputs, again, args }: Call, f: (inputs: readonly Tensor[]) => Tensor[]): void {
  // A generator among the arguments begins anew at each call, which a program that is run again cannot.
  if (isRandom(args)) return;
  const compiled = jit((...given: Tensor[]) => f(given)) as (...given: readonly Tensor[]) => Tensor[];
  for (let call = 1; call <= calls; call++) {
    const given = call === 1 ? inputs : again().map((x, i) => inFloat(x, inputs[i]!.dtype));
    requireSame(`call ${call}`, compiled(...given), f(given));
  }
}
