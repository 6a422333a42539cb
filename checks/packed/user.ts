// A user's program: compiled and run against the packed packages, outside the repository.
import { grad, record, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import { backwardSteps, explain, lineChart, toHtml, toJson, toText, toWorksheet, watch } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";

const slope: number[][] | unknown = grad((x: Tensor) => x.tanh().sum())(tensor([0, 1], { dtype: "float64" })).toArray();
console.log(JSON.stringify(slope));

const x = tensor([[0], [1], [2], [3]]);
const model = new Sequential(new Dense(1, 4, { activation: "tanh" }), new Dense(4, 1));
model.compile({ optimizer: new Adam(model.parameters(), { learningRate: 0.05 }), loss: "meanSquaredError" });
const history = await model.fit(
  new DataLoader(new TensorDataset(x, x.mul(2)), { batchSize: 2, shuffle: true, seed: 1 }),
  {
    epochs: 100,
  },
);
const losses = history.metrics.loss!;
if (!(losses.at(-1)! < losses[0]! / 10)) throw new Error(`the loss did not fall: ${losses[0]} to ${losses.at(-1)}`);

// What ran, looked at.
const a = tensor(2, { name: "a", requiresGrad: true });
const { value: L, tape } = record(() => a.square().add(a).named("L"));
const sums = [...backwardSteps(L)].map(({ operandName, sum }) => `${operandName} ${sum.item()}`);
if (sums.at(-1) !== "a 5") throw new Error(`the last sum is ${sums.at(-1)}`);
const texts = [explain(L), toText(tape), toHtml(tape), toWorksheet(L, { variant: 1 }), JSON.stringify(toJson(tape))];
const chart = lineChart(history, { title: "Training" });
const optimizer = new Adam(model.parameters());
const watcher = watch(model, optimizer, { every: 1 });
const loss = model.forward(x).sum();
loss.backward();
optimizer.step();
watcher.record(loss);
for (const text of [...texts, chart.svg, watcher.toHtml()]) if (text.length < 50) throw new Error(`too short: ${text}`);

// @ts-expect-error inner sizes 3 and 4
const wrong = (): Tensor => tensor([[1, 2, 3]]).matmul(tensor([[1], [2], [3], [4]]));
console.log(wrong instanceof Function ? "packed packages work" : "");
