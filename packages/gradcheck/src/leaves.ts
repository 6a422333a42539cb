import { type ModuleLike, type Parameter, Tensor, treeFlatten, treeMap } from "@tapegrad/core";

/** One tensor of the arguments whose derivative is checked, as a copy that can be moved about. */
export interface Leaf {
  /** Where it stands: `"x"` of a name, `"[0]"` of an argument, `"kernel"` of a model. */
  readonly path: string;
  /** What the function gets in its place. */
  readonly tensor: Tensor;
  /** Its values at the point of the check. */
  readonly point: Float64Array;
}

/** Everything that is varied, and the arguments to call the function with. */
export interface Variables {
  readonly args: readonly unknown[];
  readonly leaves: readonly Leaf[];
  /** Puts back what stood in for a model's parameters. */
  restore(): void;
}

/**
 * Copies of all float tensors of the arguments and of a model's parameters, in float64 unless their own rounding is the subject.
 */
export function variablesOf(
  inputs: readonly unknown[],
  module: ModuleLike | undefined,
  dtype: "float64" | "as given",
): Variables {
  const leaves: Leaf[] = [];
  const add = (path: string, tensor: Tensor): void => {
    leaves.push({ path, tensor, point: Float64Array.from(tensor.data) });
  };
  const args = inputs.map((input, i): unknown =>
    isTree(input)
      ? treeMap((x, path) => {
          if (x.dtype !== "float32" && x.dtype !== "float64") return x;
          const copy = copyOf(x, dtype === "float64" ? "float64" : x.dtype);
          add(argumentPath(inputs.length, i, path), copy);
          return copy;
        }, input as unknown)
      : input,
  );
  // Each once, under its first name: layers may share one. All are known before the first changes.
  const parameters = new Map<Parameter, string>();
  for (const [name, parameter] of module?.namedParameters() ?? [])
    if (parameter.requiresGrad && !parameters.has(parameter)) parameters.set(parameter, name);
  const undo = [...parameters].map(([parameter, name]) => {
    const put = standIn(parameter, dtype === "float64" ? "float64" : parameter.dtype);
    add(name, parameter);
    return put;
  });
  return {
    args,
    leaves,
    restore() {
      for (const put of undo) put();
    },
  };
}

/** Moves all leaves to `point + t · direction`. */
export function moveTo(leaves: readonly Leaf[], directions: readonly Float64Array[], t: number): void {
  leaves.forEach(({ tensor, point }, k) => {
    const direction = directions[k]!;
    const { data } = tensor;
    // Written in place: nobody else has these buffers.
    for (let i = 0; i < point.length; i++) data[i] = point[i]! + t * direction[i]!;
  });
}

/** Moves one element of one leaf; the others are where they belong. */
export function moveElement({ tensor, point }: Leaf, i: number, t: number): void {
  tensor.data[i] = point[i]! + t;
}

function isTree(input: unknown): boolean {
  try {
    treeFlatten(input);
    return true;
  } catch {
    return false; // a number, a name: passed on as it is
  }
}

function argumentPath(count: number, i: number, path: string): string {
  const argument = count === 1 ? "" : `[${i}]`;
  if (path === "") return count === 1 ? "input" : argument;
  return argument === "" || path.startsWith("[") ? `${argument}${path}` : `${argument}.${path}`;
}

function copyOf(x: Tensor, dtype: "float32" | "float64"): Tensor {
  const copy: Tensor = new Tensor(x.shape, dtype, dtype === "float64" ? Float64Array.from(x.data) : x.data.slice());
  copy.requiresGrad = true;
  return copy;
}

/** A Parameter's fields that have to change for the time of a check. */
type Replaceable = { -readonly [K in "data" | "dtype"]: Parameter[K] } & { grad: Tensor | null };

/** Gives a parameter values of its own for the time of a check, in another dtype, and says how to take them back. */
function standIn(parameter: Parameter, dtype: Parameter["dtype"]): () => void {
  const replaceable = parameter as Replaceable; // readonly to everyone else; put back below
  const { data, dtype: own, grad } = parameter;
  replaceable.data = dtype === "float64" ? Float64Array.from(data) : data.slice();
  replaceable.dtype = dtype;
  // A gradient that is there has the other dtype: nothing may be added to it meanwhile.
  replaceable.grad = null;
  return () => {
    replaceable.data = data;
    replaceable.dtype = own;
    replaceable.grad = grad;
  };
}
