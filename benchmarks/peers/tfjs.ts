// TensorFlow.js on one of its backends, `cpu` or `wasm`. What is made in a `tidy` and not returned is disposed of at its end.
import { kernel, labels, uniform } from "../src/data.ts";
import { type Load, Missing, type Prepared, type Programs } from "../src/library.ts";
import type { AdamUpdate, Chain, CrossEntropy, Elementwise, Matmul, Step } from "../src/workloads.ts";
import { peer } from "./peer.ts";
import type { Optimizer, Tensor, TensorFlow } from "./tfjsTypes.ts";

const { library: tf, version } = await peer<TensorFlow>("@tensorflow/tfjs");

/** Work that gives one tensor. Both backends have computed it when they return; only its numbers are not copied. */
function giving(make: () => Tensor): Prepared {
  return {
    run: () => make().dispose(),
    values: () => make().dataSync(),
  };
}

function matmul({ m, k, n }: Matmul): Prepared {
  const [a, b] = [tf.tensor(uniform(0, m * k), [m, k]), tf.tensor(uniform(1, k * n), [k, n])];
  return giving(() => tf.matMul(a, b));
}

function elementwise({ op, size }: Elementwise): Prepared {
  const x = tf.tensor(uniform(0, size, op === "log" ? 0.1 : -4, 4), [size]);
  return giving(() => tf[op](x));
}

const oneHot = (rows: number, classes: number): Tensor =>
  tf.tidy(() => tf.oneHot(tf.tensor(labels(rows, classes), [rows], "int32"), classes));

/** Numbers of a function and of its gradient. */
function differentiated(f: (x: Tensor) => Tensor, x: Tensor): Prepared {
  const forwardAndBackward = tf.valueAndGrad(f);
  return {
    run: () =>
      tf.tidy(() => {
        const { value } = forwardAndBackward(x);
        value.dataSync();
      }),
    values: () =>
      tf.tidy(() => {
        const { value, grad } = forwardAndBackward(x);
        return [...value.dataSync(), ...grad.dataSync()];
      }),
  };
}

function chain({ ops, factor }: Chain): Prepared {
  const [a, b] = [tf.scalar(factor), tf.scalar(0.1)];
  const steps = (x: Tensor) => {
    let y = x;
    for (let i = 0; i < ops / 2; i++) y = y.mul(a).add(b);
    return y;
  };
  return differentiated(steps, tf.scalar(1));
}

function crossEntropy({ rows, classes }: CrossEntropy): Prepared {
  const targets = oneHot(rows, classes);
  const loss = (logits: Tensor) => tf.losses.softmaxCrossEntropy(targets, logits);
  return differentiated(loss, tf.tensor(uniform(0, rows * classes, -4, 4), [rows, classes]));
}

/** As in the other libraries; its own ε would be 1e-7. */
const adamOf = (learningRate: number): Optimizer => tf.train.adam(learningRate, 0.9, 0.999, 1e-8);

function adam({ size, learningRate }: AdamUpdate): Prepared {
  const theta = tf.variable(tf.tensor(uniform(0, size, -1, 1), [size]));
  const gradient = tf.tensor(uniform(1, size, -1, 1), [size]);
  const optimizer = adamOf(learningRate);
  const run = () => optimizer.applyGradients({ [theta.name]: gradient });
  return {
    run,
    values: () => {
      run();
      return theta.dataSync();
    },
  };
}

function step({ sizes: [inputs, hidden, classes], batch, activation, optimizer, learningRate }: Step): Prepared {
  const x = tf.tensor(uniform(0, batch * inputs), [batch, inputs]);
  const y = oneHot(batch, classes);
  const w1 = tf.variable(tf.tensor(kernel(1, inputs, hidden), [inputs, hidden]));
  const b1 = tf.variable(tf.tensor(new Float32Array(hidden), [hidden]));
  const w2 = tf.variable(tf.tensor(kernel(2, hidden, classes), [hidden, classes]));
  const b2 = tf.variable(tf.tensor(new Float32Array(classes), [classes]));
  const algorithm = optimizer === "adam" ? adamOf(learningRate) : tf.train.sgd(learningRate);
  const loss = () => {
    const hiddenValues = tf[activation](tf.matMul(x, w1).add(b1));
    return tf.losses.softmaxCrossEntropy(y, tf.matMul(hiddenValues, w2).add(b2));
  };
  const values = () => {
    const cost = algorithm.minimize(loss, true);
    const numbers = cost.dataSync();
    cost.dispose();
    return numbers;
  };
  return { run: () => void values(), values };
}

export const load: Load = async ([backend]) => {
  if (backend === "wasm") await peer("@tensorflow/tfjs-backend-wasm"); // registers itself
  if (!(await tf.setBackend(backend!))) throw new Missing(`its backend ${backend} does not start`);
  await tf.ready();
  const programs: Programs = { matmul, elementwise, step, chain, crossEntropy, adam };
  return { version, programs };
};
