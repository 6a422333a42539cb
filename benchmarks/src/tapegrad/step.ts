import { type Tensor, tensor } from "@tapegrad/core";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import { Adam, SGD } from "@tapegrad/optim";
import { kernel, labels, uniform } from "../data.ts";
import type { Prepared } from "../library.ts";
import type { Step } from "../workloads.ts";
import { shaped } from "./kernels.ts";
import type { Variant } from "./variant.ts";

/** One training step as a user writes it, the whole of it compiled where that is the variant. */
export const step =
  ({ compiled, settling }: Variant) =>
  ({ sizes, batch, activation, optimizer: algorithm, learningRate }: Step): Prepared => {
    const [inputs, hidden, classes] = sizes;
    const first = new Dense(inputs, hidden, { activation });
    const second = new Dense(hidden, classes);
    first.kernel.assign(shaped(kernel(1, inputs, hidden), [inputs, hidden]));
    second.kernel.assign(shaped(kernel(2, hidden, classes), [hidden, classes]));
    const model = new Sequential(first, second);
    const optimizer = new { adam: Adam, sgd: SGD }[algorithm](model.parameters(), { learningRate });

    const train = compiled((x: Tensor, y: Tensor) => {
      optimizer.zeroGrad();
      const loss = losses.sparseCategoricalCrossEntropy(model.forward(x) as Tensor, y, { fromLogits: true });
      loss.backward();
      optimizer.step();
      return loss;
    });
    const x = shaped(uniform(0, batch * inputs), [batch, inputs]);
    const y: Tensor = tensor(labels(batch, classes));
    return {
      run: () => void train(x, y).item(),
      values: () => [train(x, y).item()],
      settling,
    };
  };
