import { jit, type Tensor } from "@tapegrad/core";
import { type LossNote, note, noteOf } from "../losses/note.ts";
import type { Pair } from "./batches.ts";
import type { Compiled } from "./compile.ts";
import { withTraining } from "./mode.ts";
import { type Inspection, type LossOfBatch, learnFrom, type Parts } from "./step.ts";

type Step = (x: Tensor, y: Tensor) => LossOfBatch;

/** So many steps run as they are where it is left to `fit`: a training that ends before would not earn back what compiling costs. */
const stepsBefore = 100;

const steps = new WeakMap<Compiled, TrainingStep>();

/** The step of a model that was compiled: it stays the same from call to call of `fit`. */
export function stepOf(compiled: Compiled): TrainingStep {
  let step = steps.get(compiled);
  if (step === undefined) {
    step = new TrainingStep(compiled);
    steps.set(compiled, step);
  }
  return step;
}

/** The step of `fit`: run as it is, or compiled. Synchronous: no other task sees it half done. */
class TrainingStep {
  private readonly compiled: Compiled;
  private step: Step | null = null;
  /** For which model the step was compiled. */
  private parts: Parts | null = null;
  /** How the loss was computed: a compiled step gives its value alone. */
  private note: LossNote | undefined;
  private isRefused = false;
  private taken = 0;

  constructor(compiled: Compiled) {
    this.compiled = compiled;
  }

  run(parts: Parts, pair: Pair, inspect: Inspection | null): LossOfBatch {
    const compiled = this.compiled;
    return withTraining(parts.modules, true, () => {
      const isEarly = compiled.jit === "auto" && this.taken++ < stepsBefore;
      if (compiled.jit === false || this.isRefused || isEarly || inspect !== null)
        return learnFrom(parts, compiled, pair, inspect);
      const batch = this.compiledFor(parts)(...pair);
      // It has one while the step is followed.
      const seen = noteOf(batch.loss);
      if (seen !== undefined) this.note = seen;
      else if (this.note !== undefined) note(batch.loss, this.note);
      return batch;
    });
  }

  private compiledFor(parts: Parts): Step {
    const compiled = this.compiled;
    if (this.step !== null && this.parts !== null && isSame(this.parts, parts)) return this.step;
    const withPredictions = compiled.metrics.length > 0;
    this.parts = parts;
    this.note = undefined;
    this.step = jit(
      (x: Tensor, y: Tensor): LossOfBatch => {
        const { loss, withPenalties, predictions } = learnFrom(parts, compiled, [x, y], null);
        // Without metrics nobody looks at the predictions.
        return { loss, withPenalties, predictions: withPredictions ? predictions : loss };
      },
      compiled.jit === true ? {} : { onRefused: (reason) => this.refuse(reason) },
    );
    return this.step;
  }

  private refuse({ message }: Error): void {
    this.isRefused = true;
    const { console } = globalThis as { console?: { warn?(text: string): void } }; // every platform has one; types do not say so
    console?.warn?.(`fit: the step runs uncompiled. ${message} compile({ jit: false }) silences this note.`);
  }
}

/** Is it the same model, with the same parts? */
function isSame(a: Parts, b: Parts): boolean {
  return (
    a.modules.length === b.modules.length &&
    a.modules.every((module, i) => module === b.modules[i]) &&
    a.parameters.size === b.parameters.size &&
    [...a.parameters].every((value) => b.parameters.has(value))
  );
}
