// Trains 784-512-10 with batches of 128 by Adam for as many steps as the arguments say, `eager` or `jit`, and prints the resident memory
// in MB, after every tenth of them.
import { add, jit, manualSeed, Rng } from "@tapegrad/core";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";

const [how, steps] = process.argv.slice(2);
manualSeed(0);
const model = new Sequential(new Dense(784, 512, { activation: "relu" }), new Dense(512, 10));
const optimizer = new Adam(model.parameters(), { learningRate: 1e-3 });
// A new batch for every step, as a loader gives them.
const [images, classes] = [new Rng(1), new Rng(2)];
const batches = Array.from({ length: 4 }, () => images.normal([128, 784]));
function train(x, labels) {
  optimizer.zeroGrad();
  const loss = losses.sparseCategoricalCrossEntropy(model.forward(x), labels, { fromLogits: true });
  loss.backward();
  optimizer.step();
  return loss;
}
const step = how === "jit" ? jit(train) : train;
const sizes = [];
for (let i = 1; i <= steps; i++) {
  step(add(batches[i % 4], 0), classes.integers([128], { high: 10 })).item();
  if (i % (steps / 10) === 0) sizes.push(Math.round(process.memoryUsage().rss / 2 ** 20));
}
console.log(JSON.stringify(sizes));
