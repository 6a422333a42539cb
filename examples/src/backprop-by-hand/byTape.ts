import { type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { losses } from "@tapegrad/nn";
import type { Layer, LayerGradient, Result } from "./byHand.ts";
import type { Matrix } from "./matrices.ts";

/** The same network as Parameters; float64, so that nothing but the order of additions differs. */
function parametersOf(layers: readonly Layer[]): readonly { readonly W: Parameter; readonly b: Parameter }[] {
  return layers.map(({ W, b }, i) => ({
    W: parameter(W, { dtype: "float64", name: `W${i + 1}` }),
    b: parameter(b, { dtype: "float64", name: `b${i + 1}` }),
  }));
}

/** The loss as one writes it, with names for what a lecture gives names to. */
function lossOf(x: Matrix, layers: ReturnType<typeof parametersOf>, output: (logits: Tensor) => Tensor): Tensor<[]> {
  let a: Tensor = tensor(x, { dtype: "float64", name: "x" });
  layers.forEach(({ W, b }, i) => {
    const v = a
      .matmul(W)
      .add(b)
      .named(`v${i + 1}`);
    a = i < layers.length - 1 ? v.sigmoid().named(`a${i + 1}`) : v;
  });
  return output(a).named("L").as([]);
}

function backpropagated(x: Matrix, layers: readonly Layer[], output: (logits: Tensor) => Tensor): Result {
  const parameters = parametersOf(layers);
  const loss = lossOf(x, parameters, output);
  loss.backward();
  const gradients = parameters.map(
    ({ W, b }): LayerGradient => ({ W: W.grad!.toArray() as number[][], b: b.grad!.toArray() as number[] }), // of their shapes
  );
  return { loss: loss.item(), gradients };
}

export function binaryByTape(x: Matrix, y: readonly number[], layers: readonly Layer[]): Result {
  const targets = tensor(
    y.map((value) => [value]),
    { dtype: "float64", name: "y" },
  );
  return backpropagated(x, layers, (z) => losses.binaryCrossEntropy(z, targets, { fromLogits: true }));
}

export function softmaxByTape(x: Matrix, labels: readonly number[], layers: readonly Layer[]): Result {
  const targets = tensor(labels, { dtype: "int32", name: "labels" });
  return backpropagated(x, layers, (z) => losses.sparseCategoricalCrossEntropy(z, targets, { fromLogits: true }));
}
