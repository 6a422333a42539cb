import { add, matmul, type Parameter, parameter, sigmoid, type Tensor, tensor } from "@tapegrad/core";

// A network as a lecture goes through it: inputs a, b; hidden units c, d, e; hidden units f, g, h; output z. Every unit is
// σ(s) with s = Σ w · input + β, so there are 6 + 3 + 9 + 3 + 3 + 1 = 25 parameters. Their values are all different.

/** The units of each layer. */
export const layers = [["a", "b"], ["c", "d", "e"], ["f", "g", "h"], ["z"]] as const;

/** What goes in. */
export const inputs: readonly number[] = [0.8, -0.5];

/** Of each layer the weights, a row for each of its units, and the biases. */
export const weights: readonly (readonly (readonly number[])[])[] = [
  [
    [0.3, -0.6],
    [0.9, 0.4],
    [-0.7, 0.2],
  ],
  [
    [1.1, -0.9, 0.5],
    [-0.4, 0.7, 1.3],
    [0.6, -1.2, 0.1],
  ],
  [[1.4, -1.1, 0.8]],
];
export const biases: readonly (readonly number[])[] = [[0.15, -0.25, 0.35], [-0.45, 0.55, 0.05], [-0.65]];

/** The program, run: its output, and its leaves and named results by name. */
export interface WorkedExample {
  readonly z: Tensor;
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/** Number by number: weights `w_ca` (from a to c), biases `β_c`, what a unit adds up `s_c`, and its value `c`. */
export function scalarProgram(): WorkedExample {
  const parameters = new Map<string, Parameter>();
  const scalar = (name: string, value: number): Parameter => {
    const made: Parameter = parameter(value, { name, dtype: "float64" });
    parameters.set(name, made);
    return made;
  };
  let values: readonly Tensor[] = layers[0].map(
    (name, i): Tensor => tensor(inputs[i]!, { name, dtype: "float64", requiresGrad: true }),
  );
  weights.forEach((rows, l) => {
    const before = layers[l]!;
    values = layers[l + 1]!.map((unit, j) => {
      const products = rows[j]!.map((w, i) => scalar(`w_${unit}${before[i]}`, w).mul(values[i]!) as Tensor);
      const total = products.reduce((sum, product) => add(sum, product) as Tensor);
      const s: Tensor = add(total, scalar(`β_${unit}`, biases[l]![j]!)) as Tensor;
      return sigmoid(s.named(`s_${unit}`)).named(unit);
    });
  });
  return { z: values[0]!, parameters };
}

/** Layer by layer: `s_1 = W_1 v_0 + β_1`, `v_1 = σ(s_1)`, and so on; the last is the number z. */
export function matrixProgram(): WorkedExample {
  const parameters = new Map<string, Parameter>();
  let v: Tensor = tensor(inputs, { name: "v_0", dtype: "float64", requiresGrad: true });
  weights.forEach((rows, l) => {
    const isLast = l === weights.length - 1;
    const W: Parameter = parameter(isLast ? rows[0]! : rows, { name: `W_${l + 1}`, dtype: "float64" });
    const bias: Parameter = parameter(isLast ? biases[l]![0]! : biases[l]!, { name: `β_${l + 1}`, dtype: "float64" });
    parameters.set(W.name!, W).set(bias.name!, bias);
    const s: Tensor = add(matmul(W, v), bias) as Tensor;
    v = sigmoid(s.named(`s_${l + 1}`)).named(isLast ? "z" : `v_${l + 1}`);
  });
  return { z: v, parameters };
}

/** Values, and derivatives of z, by the names of the scalar program. */
export interface WorkedNumbers {
  /** Of inputs, units and what they add up. */
  readonly values: ReadonlyMap<string, number>;
  readonly derivatives: ReadonlyMap<string, number>;
}

/** Every value, and every derivative of z, by plain loops: ∂z/∂input = Σ over the units it goes into of w · ∂z/∂s. */
export function byTheChainRule(): WorkedNumbers {
  const values = new Map<string, number>(layers[0].map((name, i) => [name, inputs[i]!]));
  weights.forEach((rows, l) => {
    layers[l + 1]!.forEach((unit, j) => {
      let s = biases[l]![j]!;
      layers[l]!.forEach((from, i) => {
        s += rows[j]![i]! * values.get(from)!;
      });
      values.set(`s_${unit}`, s);
      values.set(unit, 1 / (1 + Math.exp(-s)));
    });
  });
  const derivatives = new Map<string, number>([["z", 1]]);
  for (let l = weights.length - 1; l >= 0; l--) {
    layers[l + 1]!.forEach((unit, j) => {
      const value = values.get(unit)!;
      const local = derivatives.get(unit)! * value * (1 - value);
      derivatives.set(`s_${unit}`, local).set(`β_${unit}`, local);
      layers[l]!.forEach((from, i) => {
        derivatives.set(`w_${unit}${from}`, local * values.get(from)!);
        derivatives.set(from, (derivatives.get(from) ?? 0) + local * weights[l]![j]![i]!);
      });
    });
  }
  return { values, derivatives };
}

/** Of each layer `δ̄ = s′ ∘ δ` and `Δ = δ̄ vᵀ`, and of each layer of units, the inputs first, `δ = Wᵀ δ̄⁺`. */
export interface MatrixNumbers {
  readonly deltas: readonly (readonly number[])[];
  readonly preDeltas: readonly (readonly number[])[];
  readonly gradients: readonly (readonly (readonly number[])[])[];
}

/** The same as matrix products. */
export function byMatrices(): MatrixNumbers {
  const v: number[][] = [[...inputs]];
  for (const [l, rows] of weights.entries())
    v.push(
      rows.map((row, j) => {
        const s = row.reduce((sum, w, i) => sum + w * v[l]![i]!, biases[l]![j]!);
        return 1 / (1 + Math.exp(-s));
      }),
    );
  const deltas: number[][] = [];
  const preDeltas: number[][] = [];
  const gradients: number[][][] = [];
  let delta = [1];
  for (let l = weights.length - 1; l >= 0; l--) {
    deltas.unshift(delta);
    const pre = v[l + 1]!.map((y, j) => y * (1 - y) * delta[j]!);
    preDeltas.unshift(pre);
    gradients.unshift(pre.map((d) => v[l]!.map((x) => d * x)));
    delta = v[l]!.map((_, i) => pre.reduce((sum, d, j) => sum + weights[l]![j]![i]! * d, 0));
  }
  deltas.unshift(delta);
  return { deltas, preDeltas, gradients };
}
