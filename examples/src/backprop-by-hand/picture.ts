import { tensor } from "@tapegrad/core";
import { networkDiagram, type Picture } from "@tapegrad/inspect";
import { Dense, losses, Sequential } from "@tapegrad/nn";
import type { Layer } from "./byHand.ts";
import { problem } from "./problems.ts";

/** The binary network with its first example: what each unit gives, and its error δ̄. */
export function picture(): Picture {
  const { x, targets, layers } = problem(1, 8, [2, 4, 1], 2);
  const [hidden, output] = layers as [Layer, Layer];
  const dense = [new Dense(2, 4, { activation: "sigmoid", dtype: "float64" }), new Dense(4, 1, { dtype: "float64" })];
  for (const [i, { W, b }] of [hidden, output].entries()) {
    dense[i]!.kernel.assign(tensor(W, { dtype: "float64" }));
    dense[i]!.bias!.assign(tensor(b, { dtype: "float64" })); // it has one, unless told otherwise
  }
  const target = tensor([[targets[0]!]], { dtype: "float64" });
  return networkDiagram(new Sequential(...dense), {
    input: x[0]!,
    loss: (logit) => losses.binaryCrossEntropy(logit.reshape([1, 1]), target, { fromLogits: true }),
    outputs: ["z"],
    title: "One example of the binary case",
  });
}
