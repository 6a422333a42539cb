import { manualSeed, type Tensor, tensor } from "@tapegrad/core";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";

/** One training step of a dense network: forward, loss, backward, update. Sigmoid between layers, softmax cross-entropy, SGD. */
export function trainingStep(sizes: readonly [number, number, number], batch: number): () => number {
  manualSeed(0);
  const [inputs, hidden, classes] = sizes;
  const model = new Sequential(new Dense(inputs, hidden, { activation: "sigmoid" }), new Dense(hidden, classes));
  const optimizer = new SGD(model.parameters(), { learningRate: 0.01 });
  const x: Tensor = tensor<number[], "float32">(Array.from({ length: batch * inputs }, (_, i) => Math.sin(i))).reshape([
    batch,
    inputs,
  ]);
  const y: Tensor = tensor<number[], "int32">(
    Array.from({ length: batch }, (_, i) => i % classes),
    { dtype: "int32" },
  );
  return () => {
    optimizer.zeroGrad();
    const loss = losses.sparseCategoricalCrossEntropy(model.forward(x) as Tensor, y, { fromLogits: true });
    loss.backward();
    optimizer.step();
    return loss.item();
  };
}

/** A chain of 200 ops on a scalar, `y ← 1.01 y + 0.1`, forward and backward: what recording and sweeping cost. */
export function scalarChain(): () => number {
  const x = tensor(1, { requiresGrad: true });
  const [factor, term] = [tensor(1.01), tensor(0.1)];
  return () => {
    x.grad = null;
    let y: Tensor<[], "float32"> = x;
    for (let i = 0; i < 100; i++) y = y.mul(factor).add(term);
    y.backward();
    return y.item();
  };
}
