// Trains a network of 2-4-2 for 20 steps and shows the loss, in whatever runs JavaScript.
import { manualSeed, tensor } from "@tapegrad/core";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";

manualSeed(0);
const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const labels = tensor([0, 1, 1, 0], { dtype: "int32" });
const model = new Sequential(new Dense(2, 4, { activation: "tanh" }), new Dense(4, 2));
const optimizer = new SGD(model.parameters(), { learningRate: 0.5 });
const seen = [];
for (let step = 0; step < 20; step++) {
  optimizer.zeroGrad();
  const loss = losses.sparseCategoricalCrossEntropy(model.forward(x), labels, { fromLogits: true });
  loss.backward();
  optimizer.step();
  seen.push(loss.item());
}
const line = JSON.stringify([seen[0], seen.at(-1)]);
console.log(line);
if (typeof document !== "undefined") document.body.textContent = line;
