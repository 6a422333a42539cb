// What of TensorFlow.js is used here.

/** Kept until it is disposed, or until the `tidy` that it was made in ends. */
export interface Tensor {
  add(other: Tensor): Tensor;
  mul(other: Tensor): Tensor;
  dataSync(): Float32Array;
  dispose(): void;
}

export interface Variable extends Tensor {
  readonly name: string;
}

export interface Optimizer {
  minimize(loss: () => Tensor, returnCost: true): Tensor;
  applyGradients(gradients: Readonly<Record<string, Tensor>>): void;
}

type Unary = (x: Tensor) => Tensor;

export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<T>(f: () => T): T;
  scalar(value: number): Tensor;
  tensor(values: Float32Array | Int32Array, shape: readonly number[], dtype?: "int32"): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  variable(value: Tensor): Variable;
  matMul(a: Tensor, b: Tensor): Tensor;
  valueAndGrad(f: Unary): (x: Tensor) => { readonly value: Tensor; readonly grad: Tensor };
  readonly tanh: Unary;
  readonly exp: Unary;
  readonly log: Unary;
  readonly sigmoid: Unary;
  readonly relu: Unary;
  readonly losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  readonly train: {
    sgd(learningRate: number): Optimizer;
    adam(learningRate: number, beta1?: number, beta2?: number, epsilon?: number): Optimizer;
  };
}
