// A user's program: compiled and run against the packed packages, outside the repository.
import { grad, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
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

// @ts-expect-error inner sizes 3 and 4
const wrong = (): Tensor => tensor([[1, 2, 3]]).matmul(tensor([[1], [2], [3], [4]]));
console.log(wrong instanceof Function ? "packed packages work" : "");
