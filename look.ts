import { writeFileSync } from "node:fs";
import { loadDigits } from "@tapegrad/data";
import { Dense, Sequential, regularizers } from "@tapegrad/nn";
import { SGD, Adam } from "@tapegrad/optim";
import { manualSeed, type Tensor } from "@tapegrad/core";
import { watch, compareRuns } from "@tapegrad/inspect";
const { images, labels } = loadDigits();
async function go(rate: number) {
  manualSeed(1);
  const model = new Sequential(new Dense(64, 50, { activation: "sigmoid", name: "hidden", kernelRegularizer: regularizers.l2(1e-3) }), new Dense(50, 10, {activation: "softmax", name: "out"}));
  const optimizer = new SGD(model.parameters(), { learningRate: rate, momentum: 0.9, weightDecay: 1e-3 });
  model.compile({ optimizer, loss: "sparseCategoricalCrossEntropy", metrics: ["accuracy"] });
  const w = watch(model, optimizer, { every: 5 });
  const half = (x: Tensor, a: number, b: number) => x.slice([a, b] as never) as Tensor;
  await model.fit(images, labels, { epochs: 10, batchSize: 32, seed: 1, validationData: [images, labels], callbacks: [w] });
  return w;
}
const a = await go(0.05), b = await go(0.5);
writeFileSync("/tmp/watchlook/one.html", a.toHtml({ title: "Digits, 64-50-10" }));
writeFileSync("/tmp/watchlook/two.html", compareRuns([a, b], { names: ["rate 0.05", "rate 0.5"], title: "Two learning rates" }));
