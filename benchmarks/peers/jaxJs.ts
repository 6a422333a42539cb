// jax-js on its WebAssembly backend: `eager`, or `jit` with the whole workload as one compiled function. What is used again is passed as `.ref`.
import { kernel, labels, uniform } from "../src/data.ts";
import type { Load, Prepared, Programs } from "../src/library.ts";
import type { AdamUpdate, Chain, CrossEntropy, Elementwise, Matmul, Step } from "../src/workloads.ts";
import type { Compile, JaxJs, NDArray } from "./jaxJsTypes.ts";
import { peer } from "./peer.ts";

const { library, version } = await peer<JaxJs>("@jax-js/jax");
const { numpy: np, nn, valueAndGrad } = library;

const array = (values: Float32Array, ...shape: number[]): NDArray => np.array(values, { shape });

/** Work that gives one array, waited for. */
function awaited(make: () => NDArray): Prepared {
  return {
    run: async () => (await make().blockUntilReady()).dispose(),
    values: () => make().dataSync(),
  };
}

const matmul =
  (compile: Compile) =>
  ({ m, k, n }: Matmul): Prepared => {
    const [a, b] = [array(uniform(0, m * k), m, k), array(uniform(1, k * n), k, n)];
    const product = compile((x: NDArray, y: NDArray) => np.matmul(x, y));
    return awaited(() => product(a.ref, b.ref));
  };

const elementwise =
  (compile: Compile) =>
  ({ op, size }: Elementwise): Prepared => {
    const x = array(uniform(0, size, op === "log" ? 0.1 : -4, 4), size);
    const { tanh, exp, log } = np;
    const f = compile({ tanh, exp, log, sigmoid: nn.sigmoid }[op]);
    return awaited(() => f(x.ref));
  };

/** Labels as rows of zeros with a one in them. */
function oneHot(rows: number, classes: number): NDArray {
  const values = new Float32Array(rows * classes);
  labels(rows, classes).forEach((label, row) => {
    values[row * classes + label] = 1;
  });
  return array(values, rows, classes);
}

const meanCrossEntropy = (logits: NDArray, targets: NDArray): NDArray =>
  nn.logSoftmax(logits, -1).mul(targets).sum(-1).mean().neg();

const chain =
  (compile: Compile) =>
  ({ ops, factor }: Chain): Prepared => {
    const steps = (x: NDArray) => {
      let y = x;
      for (let i = 0; i < ops / 2; i++) y = y.mul(factor).add(0.1);
      return y;
    };
    const forwardAndBackward = compile(valueAndGrad(steps));
    const x = np.array(1);
    const values = () => forwardAndBackward(x.ref).map((result) => result.item());
    return { run: () => void values(), values };
  };

const crossEntropy =
  (compile: Compile) =>
  ({ rows, classes }: CrossEntropy): Prepared => {
    const logits = array(uniform(0, rows * classes, -4, 4), rows, classes);
    const targets = oneHot(rows, classes);
    const forwardAndBackward = compile(valueAndGrad(meanCrossEntropy));
    return {
      run: async () => {
        const [loss, gradient] = forwardAndBackward(logits.ref, targets.ref);
        loss.item();
        (await gradient.blockUntilReady()).dispose();
      },
      values: () => {
        const [loss, gradient] = forwardAndBackward(logits.ref, targets.ref);
        return [loss.item(), ...gradient.dataSync()];
      },
    };
  };

/** Of Adam: both means of each parameter, and β₁ᵗ and β₂ᵗ, which the first step finds at 1. */
type State = { readonly m: NDArray[]; readonly v: NDArray[]; readonly powers: [NDArray, NDArray] };

type Update = (parameters: NDArray[], gradients: NDArray[], state: State) => [NDArray[], State];

const sgdUpdate =
  (learningRate: number): Update =>
  (parameters, gradients, state) => [parameters.map((theta, i) => theta.sub(gradients[i]!.mul(learningRate))), state];

const adamUpdate =
  (learningRate: number): Update =>
  (parameters, gradients, { m, v, powers }) => {
    const [power1, power2] = [powers[0].mul(0.9), powers[1].mul(0.999)];
    const means = m.map((mean, i) => mean.mul(0.9).add(gradients[i]!.ref.mul(0.1)));
    const squares = v.map((square, i) => square.mul(0.999).add(gradients[i]!.ref.mul(gradients[i]!).mul(0.001)));
    const moved = parameters.map((theta, i) => {
      const mean = means[i]!.ref.div(power1.ref.neg().add(1));
      const root = np.sqrt(squares[i]!.ref.div(power2.ref.neg().add(1)));
      return theta.sub(mean.mul(learningRate).div(root.add(1e-8)));
    });
    return [moved, { m: means, v: squares, powers: [power1, power2] }];
  };

function adamState(sizes: readonly (readonly number[])[]): State {
  const zeros = () => sizes.map((shape) => array(new Float32Array(shape.reduce((a, b) => a * b)), ...shape));
  return { m: zeros(), v: zeros(), powers: [np.array(1), np.array(1)] };
}

const nothing = (): State => ({ m: [], v: [], powers: [np.array(1), np.array(1)] });

const adam =
  (compile: Compile) =>
  ({ size, learningRate }: AdamUpdate): Prepared => {
    let theta = array(uniform(0, size, -1, 1), size);
    let state = adamState([[size]]);
    const gradient = array(uniform(1, size, -1, 1), size);
    const update = compile(adamUpdate(learningRate));
    const run = async () => {
      const [moved, next] = update([theta], [gradient.ref], state);
      theta = moved[0]!;
      state = next;
      await theta.blockUntilReady();
    };
    return {
      run,
      values: async () => {
        await run();
        return theta.ref.dataSync();
      },
    };
  };

const step =
  (compile: Compile) =>
  ({ sizes: [inputs, hidden, classes], batch, activation, optimizer, learningRate }: Step): Prepared => {
    const [x, y] = [array(uniform(0, batch * inputs), batch, inputs), oneHot(batch, classes)];
    let parameters = [
      array(kernel(1, inputs, hidden), inputs, hidden),
      array(new Float32Array(hidden), hidden),
      array(kernel(2, hidden, classes), hidden, classes),
      array(new Float32Array(classes), classes),
    ];
    let state =
      optimizer === "adam" ? adamState([[inputs, hidden], [hidden], [hidden, classes], [classes]]) : nothing();
    const update = (optimizer === "adam" ? adamUpdate : sgdUpdate)(learningRate);
    const lossOf = (thetas: NDArray[], inputs: NDArray, targets: NDArray) => {
      const [w1, b1, w2, b2] = thetas as [NDArray, NDArray, NDArray, NDArray]; // the four of above
      return meanCrossEntropy(np.matmul(nn[activation](np.matmul(inputs, w1).add(b1)), w2).add(b2), targets);
    };
    const train = compile(
      (thetas: NDArray[], old: State, inputs: NDArray, targets: NDArray): [NDArray, NDArray[], State] => {
        const [loss, gradients] = valueAndGrad(lossOf)(
          thetas.map((theta) => theta.ref),
          inputs,
          targets,
        );
        return [loss, ...update(thetas, gradients, old)];
      },
    );
    const values = () => {
      const [loss, moved, next] = train(parameters, state, x.ref, y.ref);
      parameters = moved;
      state = next;
      return [loss.item()];
    };
    return { run: () => void values(), values };
  };

export const load: Load = async ([mode]) => {
  await library.init("wasm");
  library.defaultDevice("wasm");
  const compile: Compile = mode === "jit" ? library.jit : (f) => f;
  const programs: Programs = {
    matmul: matmul(compile),
    elementwise: elementwise(compile),
    step: step(compile),
    chain: chain(compile),
    crossEntropy: crossEntropy(compile),
    adam: adam(compile),
  };
  return { version, programs };
};
