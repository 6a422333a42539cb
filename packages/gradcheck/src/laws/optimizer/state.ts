import { Tensor } from "@tapegrad/core";
import { requireSame } from "../compare.ts";
import type { Law } from "../law.ts";
import { lawOfOptimizer, type OptimizerSubject, stepAlong, valuesOf } from "./subject.ts";

/** Where one optimizer stopped, another goes on. */
export function lawsOfState(subject: OptimizerSubject): Law[] {
  const resumes = (title: string, stored: (state: object) => object): Law =>
    lawOfOptimizer(subject, title, ({ optimizer, another, gradients }) => {
      const half = Math.ceil(gradients.length / 2);
      for (const step of gradients.slice(0, half)) stepAlong(optimizer, step);
      const state = stored(optimizer.state());
      const next = another(valuesOf(optimizer));
      // A copy: steps that are taken from here on must not reach it.
      for (const step of gradients.slice(half)) stepAlong(optimizer, step);
      next.loadState(state as never); // what state() gave
      for (const step of gradients.slice(half)) stepAlong(next, step);
      requireSame("the optimizer that went on", valuesOf(next), valuesOf(optimizer));
    });
  return [
    resumes("goes on from its state with the same bits", (state) => state),
    ...(tensorsSurviveJson()
      ? [resumes("goes on with the same bits after JSON", (state) => JSON.parse(JSON.stringify(state)) as object)]
      : []),
  ];
}

/** Does core write tensors into JSON, and read them from it? Until it does, no state can. */
export function tensorsSurviveJson(): boolean {
  return "toJSON" in Tensor.prototype;
}
