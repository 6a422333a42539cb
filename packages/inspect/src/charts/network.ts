import {
  affine,
  formatReceived,
  formatShape,
  type ModuleLike,
  matmul,
  type Node,
  onesLike,
  opOf,
  type Parameter,
  record,
  ShapeError,
  Sweep,
  TapegradError,
  Tensor,
  tensor,
  unrecorded,
} from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { requireLoss } from "../steps/backwardSteps.ts";
import { type NumberList, type NumberTable, numberList, numberTable } from "./numbers.ts";

const where = "networkDiagram";

/** A column of neurons. */
export interface Column {
  /** What stands above it: the function that its neurons apply. */
  readonly title: string;
  readonly count: number;
  /** What each gives. */
  readonly values: ArrayLike<number> | null;
  /** The derivative of the loss with respect to what goes into each. */
  readonly deltas: ArrayLike<number> | null;
}

/** The weights between a column and the next one. */
export interface Link {
  /** `[in, out]`, row by row. */
  readonly weights: ArrayLike<number>;
  readonly biases: ArrayLike<number> | null;
}

/** A chain of dense layers: columns, and links between them, one fewer. */
export interface Network {
  readonly columns: readonly Column[];
  readonly links: readonly Link[];
}

/** What is drawn: a model, or the matrices of its weights, `[in, out]` each. */
export type NetworkSubject = ModuleLike | readonly NumberTable[];

/** A network from weights alone, or from a model that is run on one example. */
export function networkOf(subject: NetworkSubject, input: unknown, loss: unknown): Network {
  if (Array.isArray(subject)) {
    if (input === undefined && loss === undefined) return ofWeights(subject as readonly NumberTable[]);
    throw new TapegradError({
      where,
      argument: input === undefined ? "loss" : "input",
      expected: "must be left out where there are weights alone, which cannot be run",
      advice: "Pass a model: a Module, or { forward, namedParameters }.",
    });
  }
  if (!isModel(subject))
    throw new TapegradError({
      where,
      argument: "its first argument",
      expected: "must be a model or a list of matrices",
      received: formatReceived(subject),
      advice: "Pass a Module, or { forward, namedParameters }, or weights of shape [in, out].",
    });
  if (input === undefined && loss !== undefined)
    throw new TapegradError({
      where,
      argument: "loss",
      expected: "must come with an input",
      received: "one without",
      advice: "Write { input: example, loss: (y) => … }.",
    });
  return input === undefined ? ofParameters(subject) : running(subject, input, loss);
}

function isModel(subject: unknown): subject is ModuleLike {
  const { forward, namedParameters } = (subject ?? {}) as Partial<ModuleLike>;
  return typeof forward === "function" && typeof namedParameters === "function";
}

function ofWeights(given: readonly NumberTable[]): Network {
  if (given.length === 0)
    throw new TapegradError({
      where,
      argument: "the weights",
      expected: "must be at least one matrix",
      received: "none",
    });
  const tables = given.map((matrix, i) => numberTable(where, `weights[${i}]`, matrix));
  tables.forEach(({ rows, columns }, i) => {
    const before = tables[i - 1];
    if (before === undefined || before.columns === rows) return;
    throw new ShapeError({
      where,
      argument: `weights[${i}]`,
      expected: `must have shape [${before.columns}, out], as many rows as the matrix before has columns`,
      received: formatShape([rows, columns]),
    });
  });
  const links = tables.map(({ data }): Link => ({ weights: data, biases: null }));
  return { columns: plainColumns([tables[0]!.rows, ...tables.map(({ columns }) => columns)]), links };
}

function plainColumns(counts: readonly number[]): Column[] {
  return counts.map((count, i) => ({ title: i === 0 ? "input" : "", count, values: null, deltas: null }));
}

/** Each matrix among the parameters, with the vector that follows it. */
function ofParameters(model: ModuleLike): Network {
  const links: { weights: ArrayLike<number>; biases: ArrayLike<number> | null }[] = [];
  const counts: number[] = [];
  for (const [name, { shape, data, size }] of model.namedParameters()) {
    const sizes: readonly number[] = shape;
    const units = counts.at(-1);
    const isBias = sizes.length === 1 && size === units && links.at(-1)?.biases === null;
    if (isBias) links.at(-1)!.biases = data;
    else if (sizes.length === 2 && (units === undefined || sizes[0] === units)) {
      if (units === undefined) counts.push(sizes[0]!);
      counts.push(sizes[1]!);
      links.push({ weights: data, biases: null });
    } else {
      const received = `${JSON.stringify(name)} of shape ${formatShape(sizes)}${units === undefined ? "" : ` after ${units} units`}`;
      throw notAChain(received);
    }
  }
  if (links.length === 0) throw notAChain("one without a matrix among its parameters");
  return { columns: plainColumns(counts), links };
}

function notAChain(received: string): ShapeError {
  return new ShapeError({
    where,
    argument: "the model",
    expected: "must be a chain of dense layers, each a matrix of weights [in, out] and a vector of biases",
    received,
    advice: "Draw a part of it: the weights as a list of matrices.",
  });
}

/** A place where values are multiplied by a matrix of parameters. */
interface DenseNode {
  readonly node: Node;
  /** What goes into the neurons: the weighted sum with its bias. */
  readonly sums: Tensor;
  readonly biases: Tensor | null;
}

function running(model: ModuleLike, input: unknown, loss: unknown): Network {
  const named = [...model.namedParameters()];
  const parameters = new Set<Tensor>(named.map(([, parameter]) => parameter));
  const x = exampleOf(input, named[0]?.[1]);
  const { value, tape } = unrecorded(() =>
    record(() => {
      const output: unknown = (model.forward as (x: Tensor) => unknown)(x); // a dense network takes one tensor
      return { output, value: typeof loss === "function" ? (loss as (y: unknown) => unknown)(output) : null };
    }),
  );
  const { output } = value;
  if (!(output instanceof Tensor))
    throw new TapegradError({
      where,
      argument: "forward",
      expected: "must give a tensor",
      received: formatReceived(output),
    });
  const dense = denseNodes(tape.nodes, parameters);
  if (dense.length === 0) throw notAChain("one that multiplies by no matrix of its parameters");
  const gives = dense.map((_, k) => (k + 1 < dense.length ? dense[k + 1]!.node.inputs[0]! : output));
  for (const [k, { node, sums }] of dense.entries()) requireChain(gives[k]!, sums, node, parameters);
  const deltas = loss === undefined ? null : deltasOf(value.value, dense);
  const columns = dense.map(({ sums }, k): Column => {
    const made = gives[k]!;
    const title = made === sums ? "" : (made.node?.op.name ?? "");
    return { title, count: made.size, values: made.data, deltas: deltas?.[k] ?? null };
  });
  const first: Column = { title: "input", count: x.size, values: x.data, deltas: null };
  return {
    columns: [first, ...columns],
    links: dense.map(({ node, biases }) => ({ weights: node.inputs[1]!.data, biases: biases?.data ?? null })),
  };
}

/** One example, as a batch of one. */
function exampleOf(input: unknown, like: Parameter | undefined): Tensor {
  const flat = input instanceof Tensor && input.ndim === 2 && input.shape[0] === 1 ? input.flatten() : input;
  if (flat instanceof Tensor && flat.ndim !== 1)
    throw new ShapeError({
      where,
      argument: "input",
      expected: "must be one example, of shape [n] or [1, n]",
      received: formatShape(flat.shape),
      advice: "Draw one row of the batch: x.slice([0]).",
    });
  const values = numberList(where, "input", flat as NumberList);
  return tensor([[...values]], { dtype: like?.dtype === "float64" ? "float64" : "float32" });
}

function denseNodes(nodes: readonly Node[], parameters: ReadonlySet<Tensor>): DenseNode[] {
  const products = [opOf(matmul), opOf(affine)];
  return nodes.flatMap((node): DenseNode[] => {
    const [, weights, bias] = node.inputs;
    const { transposeA, transposeB } = (node.attrs ?? {}) as { transposeA?: unknown; transposeB?: unknown };
    if (!products.includes(node.op) || weights === undefined || !parameters.has(weights)) return [];
    if (weights.ndim !== 2 || transposeA === true || transposeB === true) return [];
    const product = node.outputs[0]!;
    if (bias !== undefined) return [{ node, sums: product, biases: bias }];
    // x W + b, as two ops
    const sum = nodes.find(
      ({ inputs }) => inputs.length === 2 && inputs.includes(product) && inputs.some((one) => parameters.has(one)),
    );
    const added = sum?.inputs.find((one) => parameters.has(one));
    const isBias = sum !== undefined && added?.size === weights.shape[1] && sum.outputs[0]!.size === product.size;
    return [{ node, sums: isBias ? sum.outputs[0]! : product, biases: isBias ? added! : null }];
  });
}

/** @throws ShapeError unless what a layer gives is a function of its sums alone, number by number as many. */
function requireChain(given: Tensor, sums: Tensor, { op }: Node, parameters: ReadonlySet<Tensor>): void {
  if (given.size !== sums.size) throw notAChain(`one in which ${sums.size} numbers of ${op.name} become ${given.size}`);
  const pending = [given];
  const seen = new Set<Tensor>();
  let isReached = false;
  while (pending.length > 0) {
    const x = pending.pop()!;
    if (x === sums) isReached = true;
    if (x === sums || seen.has(x)) continue;
    seen.add(x);
    if (x.node === null && (parameters.has(x) || x.size > 1))
      throw notAChain("one in which something else goes into a layer");
    pending.push(...(x.node?.inputs ?? []));
  }
  if (!isReached) throw notAChain("one whose layers do not follow each other");
}

function deltasOf(loss: unknown, dense: readonly DenseNode[]): (ArrayLike<number> | null)[] {
  requireLoss(where, loss);
  const sweep = new Sweep([loss], [onesLike(loss)], null);
  aside(() => {
    for (const node of sweep.nodes) for (let i = 0; i < node.inputs.length; i++) sweep.propagate(node, i);
  });
  return dense.map(({ sums }) => sweep.cotangentsOf(sums.node!)?.[sums.slot]?.data ?? null);
}
