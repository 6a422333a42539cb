// What of jax-js is used here.

/** Owned: a function that takes an array disposes of it, unless it is given `array.ref`. */
export interface NDArray {
  readonly ref: NDArray;
  add(other: NDArray | number): NDArray;
  sub(other: NDArray | number): NDArray;
  mul(other: NDArray | number): NDArray;
  div(other: NDArray | number): NDArray;
  neg(): NDArray;
  sum(axis?: number): NDArray;
  mean(axis?: number): NDArray;
  item(): number;
  dataSync(): Float32Array;
  blockUntilReady(): Promise<NDArray>;
  dispose(): void;
}

type Unary = (x: NDArray) => NDArray;

export type Compile = <A extends readonly unknown[], R>(f: (...args: A) => R) => (...args: A) => R;

export interface JaxJs {
  readonly numpy: {
    array(values: Float32Array | number, options?: { readonly shape?: readonly number[] }): NDArray;
    matmul(a: NDArray, b: NDArray): NDArray;
    readonly sqrt: Unary;
    readonly tanh: Unary;
    readonly exp: Unary;
    readonly log: Unary;
  };
  readonly nn: {
    readonly relu: Unary;
    readonly sigmoid: Unary;
    logSoftmax(x: NDArray, axis?: number): NDArray;
  };
  init(device: "wasm"): Promise<readonly string[]>;
  defaultDevice(device: "wasm"): string;
  readonly jit: Compile;
  valueAndGrad<P, A extends readonly unknown[]>(
    f: (parameters: P, ...args: A) => NDArray,
  ): (parameters: P, ...args: A) => [NDArray, P];
}
