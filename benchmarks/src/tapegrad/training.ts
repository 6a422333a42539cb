import { manualSeed, type Tensor } from "@tapegrad/core";
import { loadDigits } from "@tapegrad/data";
import { type CompileOptions, Dense, losses, regularizers, Sequential } from "@tapegrad/nn";
import { Adam, SGD } from "@tapegrad/optim";
import type { Prepared } from "../library.ts";
import type { Digits, Grid } from "../workloads.ts";
import type { Variant } from "./variant.ts";

const loss = (logits: Tensor, digits: Tensor) =>
  losses.sparseCategoricalCrossEntropy(logits, digits, { fromLogits: true });

/** Whole trainings through `fit`, which compiles its step by itself where it can. */
function compileWith({ fits }: Variant, model: Sequential, options: CompileOptions): void {
  model.compile({ ...options, ...fits });
}

export const digits =
  (variant: Variant) =>
  ({ hidden, epochs, batch, learningRate }: Digits): Prepared => {
    const { images, labels } = loadDigits();
    const train = async () => {
      manualSeed(0);
      const model = new Sequential(new Dense(64, hidden, { activation: "sigmoid" }), new Dense(hidden, 10));
      const optimizer = new Adam(model.parameters(), { learningRate });
      compileWith(variant, model, { optimizer, loss, metrics: ["accuracy"] });
      await model.fit(images, labels, { epochs, batchSize: batch });
      return model;
    };
    return {
      run: async () => void (await train()),
      values: async () => [(await train()).evaluate(images, labels).accuracy!],
    };
  };

export const grid =
  (variant: Variant) =>
  ({ hidden, epochs, batch, learningRates, penalties }: Grid): Prepared => {
    const { images, labels } = loadDigits();
    /** The accuracy in the best cell. */
    const search = async () => {
      manualSeed(0);
      let best = 0;
      for (const learningRate of learningRates)
        for (const penalty of penalties) {
          const kernelRegularizer = regularizers.l2(penalty);
          const model = new Sequential(
            new Dense(64, hidden, { activation: "sigmoid", kernelRegularizer }),
            new Dense(hidden, 10, { kernelRegularizer }),
          );
          const optimizer = new SGD(model.parameters(), { learningRate });
          compileWith(variant, model, { optimizer, loss, metrics: ["accuracy"] });
          await model.fit(images, labels, { epochs, batchSize: batch });
          best = Math.max(best, model.evaluate(images, labels).accuracy!);
        }
      return best;
    };
    return {
      run: async () => void (await search()),
      values: async () => [await search()],
    };
  };
