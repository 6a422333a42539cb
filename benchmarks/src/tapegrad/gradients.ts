import { parameter, type Tensor, tensor, valueAndGrad } from "@tapegrad/core";
import { losses } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";
import { labels, uniform } from "../data.ts";
import type { Prepared } from "../library.ts";
import type { AdamUpdate, Chain, CrossEntropy } from "../workloads.ts";
import { shaped } from "./kernels.ts";
import type { Variant } from "./variant.ts";

export const chain =
  ({ compiled, settling }: Variant) =>
  ({ ops, factor }: Chain): Prepared => {
    const [x, a, b] = [tensor(1) as Tensor, tensor(factor) as Tensor, tensor(0.1) as Tensor]; // as ops give them
    const steps = (start: Tensor): Tensor<[]> => {
      let y = start;
      for (let i = 0; i < ops / 2; i++) y = y.mul(a).add(b);
      return y as Tensor<[]>; // of scalars
    };
    const forwardAndBackward = compiled(valueAndGrad(steps));
    const values = () => {
      const [y, slope] = forwardAndBackward(x);
      return [y.item(), (slope as Tensor<[]>).item()]; // of the scalar x
    };
    return { run: () => void values(), values, settling };
  };

export const crossEntropy =
  ({ compiled, settling }: Variant) =>
  ({ rows, classes }: CrossEntropy): Prepared => {
    const logits = shaped(uniform(0, rows * classes, -4, 4), [rows, classes]);
    const digits: Tensor = tensor(labels(rows, classes));
    const loss = (x: Tensor, y: Tensor) => losses.sparseCategoricalCrossEntropy(x, y, { fromLogits: true });
    const forwardAndBackward = compiled(valueAndGrad(loss));
    return {
      run: () => void forwardAndBackward(logits, digits)[0].item(),
      values: () => {
        const [value, gradient] = forwardAndBackward(logits, digits);
        return [value.item(), ...gradient.data];
      },
      settling,
    };
  };

export const adam = ({ size, learningRate }: AdamUpdate): Prepared => {
  const theta = parameter(uniform(0, size, -1, 1));
  theta.grad = tensor(uniform(1, size, -1, 1));
  const optimizer = new Adam([theta], { learningRate });
  return {
    run: () => optimizer.step(),
    values: () => {
      optimizer.step();
      return theta.data;
    },
  };
};
