// The same network trained by fit, whose progress bar is for terminals and must not bring Node into a page.
import { manualSeed, tensor } from "@tapegrad/core";
import { Dense, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";

manualSeed(0);
const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const labels = tensor([0, 1, 1, 0], { dtype: "int32" });
const model = new Sequential(new Dense(2, 4, { activation: "tanh" }), new Dense(4, 2, { activation: "softmax" }));
model.compile({
  optimizer: new SGD(model.parameters(), { learningRate: 0.5 }),
  loss: "sparseCategoricalCrossEntropy",
});
const { loss } = (await model.fit(x, labels, { epochs: 20, batchSize: 4 })).metrics;
console.log(JSON.stringify([loss[0], loss.at(-1)]));
