// What a browser has to compute the same way wherever it runs: results of kernels of every kind, and how long a training step takes.
import { grad, jit, logSoftmax, manualSeed, matmul, Rng, setThreads, softmax, sum, tanh } from "@tapegrad/core";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";
// Not public: that workers take part cannot be seen from results, which are the same without them.
import { threadCount } from "./node_modules/@tapegrad/core/dist/kernels/wasm/threads.js";

const normal = (seed, shape) => new Rng(seed).normal(shape);
const crossEntropy = (logits, labels) => losses.sparseCategoricalCrossEntropy(logits, labels, { fromLogits: true });

/** One step of a network 784-`width`-10, and its parameters. */
function training(width, batch) {
  manualSeed(0);
  const model = new Sequential(new Dense(784, width, { activation: "relu" }), new Dense(width, 10));
  const optimizer = new Adam(model.parameters(), { learningRate: 1e-3 });
  const [x, labels] = [normal(1, [batch, 784]), new Rng(2).integers([batch], { high: 10 })];
  const step = () => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(x), labels);
    loss.backward();
    optimizer.step();
    return loss;
  };
  return { step, parameters: model.parameters() };
}

/** The bits of a result as one number, some of its values, and the largest. */
function summary(tensor) {
  const { data } = tensor;
  let bits = 0x811c9dc5; // FNV-1a
  for (const byte of new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    bits = Math.imul(bits ^ byte, 0x01000193);
  const samples = Array.from({ length: Math.min(64, data.length) }, (_, i) => data[Math.floor((i * data.length) / 64)]);
  return { bits: bits >>> 0, samples, largest: data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

function results() {
  const [a, b] = [normal(3, [256, 256]), normal(4, [256, 256])];
  const logits = normal(5, [128, 100]);
  const labels = new Rng(6).integers([128], { high: 100 });
  const found = {
    product: matmul(a, b),
    sum: sum(a),
    sums: sum(a, 0),
    tanh: tanh(a),
    softmax: softmax(logits, -1),
    logSoftmax: logSoftmax(logits, -1),
    crossEntropy: crossEntropy(logits, labels),
    gradient: grad((x) => crossEntropy(x, labels))(logits),
  };
  for (const [how, make] of Object.entries({ eager: (f) => f, jit })) {
    const { step, parameters } = training(64, 32);
    const compiled = make(step);
    for (let i = 1; i <= 4; i++) found[`${how}: loss of step ${i}`] = compiled();
    for (const [i, parameter] of parameters.entries()) found[`${how}: parameter ${i}`] = parameter;
  }
  return Object.fromEntries(Object.entries(found).map(([name, tensor]) => [name, summary(tensor)]));
}

/** Milliseconds of a step, the median; few where there is little time. */
function timeOf(step, budget) {
  const start = performance.now();
  const times = [];
  do {
    const before = performance.now();
    step().item();
    times.push(performance.now() - before);
  } while (times.length < 60 && performance.now() - start < budget);
  return times.sort((p, q) => p - q)[times.length >> 1];
}

/** Workers start in their own time, and a page has to let them. */
async function workersReady(threads) {
  for (let i = 0; i < 40 && threadCount() < threads; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return threadCount();
}

/** Results and figures with one thread and with two. */
export async function report() {
  const runs = [];
  for (const threads of [1, 2]) {
    setThreads(threads);
    const ready = await workersReady(threads);
    const found = results();
    const eager = timeOf(training(512, 128).step, 1500);
    const compiled = jit(training(512, 128).step);
    for (let i = 0; i < 4; i++) compiled();
    runs.push({ threads, ready, results: found, eager, jit: timeOf(compiled, 1500) });
  }
  setThreads(1);
  return runs;
}
