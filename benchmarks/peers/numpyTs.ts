// numpy-ts has no derivatives: products and functions of arrays only.
import { uniform } from "../src/data.ts";
import type { Load, Prepared } from "../src/library.ts";
import type { Elementwise, Matmul } from "../src/workloads.ts";
import { peer } from "./peer.ts";

interface NDArray {
  readonly data: ArrayLike<number>;
  reshape(shape: readonly number[]): NDArray;
}

type Unary = (x: NDArray) => NDArray;

/** What of numpy-ts is used here. */
interface NumpyTs {
  array(values: Float32Array, dtype: "float32"): NDArray;
  matmul(a: NDArray, b: NDArray): NDArray;
  add(x: NDArray, y: number): NDArray;
  readonly reciprocal: Unary;
  readonly negative: Unary;
  readonly tanh: Unary;
  readonly exp: Unary;
  readonly log: Unary;
}

const { library: np, version } = await peer<NumpyTs>("numpy-ts");

function giving(make: () => NDArray): Prepared {
  return {
    run: () => void make(),
    values: () => make().data,
  };
}

const array = (values: Float32Array, ...shape: number[]): NDArray => np.array(values, "float32").reshape(shape);

function matmul({ m, k, n }: Matmul): Prepared {
  const [a, b] = [array(uniform(0, m * k), m, k), array(uniform(1, k * n), k, n)];
  return giving(() => np.matmul(a, b));
}

const sigmoid = (x: NDArray): NDArray => np.reciprocal(np.add(np.exp(np.negative(x)), 1));

function elementwise({ op, size }: Elementwise): Prepared {
  const x = array(uniform(0, size, op === "log" ? 0.1 : -4, 4), size);
  const { tanh, exp, log } = np;
  const f = { tanh, exp, log, sigmoid }[op];
  return giving(() => f(x));
}

export const load: Load = () => ({ version, programs: { matmul, elementwise } });
