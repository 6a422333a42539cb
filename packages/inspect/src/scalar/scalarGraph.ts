import { type Data, ElementwiseOp, jacobianAt, type Node, slopeAt, TapegradError, Tensor } from "@tapegrad/core";
import { elementName, sourcesOf } from "../reading/elements.ts";
import { Names } from "../reading/names.ts";
import { nodesBehind, readSubject, released, type Subject } from "../reading/subject.ts";
import { cotangentsOf } from "../steps/cotangents.ts";
import { dependence } from "./probe.ts";
import { type Place, productsOf, type Term } from "./products.ts";

/** One number of a program. */
export interface ScalarNode {
  /** From 0 on; a number comes after all that it is computed from. */
  readonly id: number;
  /** `h[0, 1]`, or `h` of a scalar; `x[0] · w[2]` of a product within an op. */
  readonly name: string;
  /** What computes it: the name of an op, `"·"` for a product within one; `null` for what goes in. */
  readonly operation: string | null;
  /** The tensor it is an element of, and which, in row-major order; `null` for a product within an op. */
  readonly tensor: string | null;
  readonly index: number | null;
  /** The node of the tape that computes it; `null` for what goes in. */
  readonly node: number | null;
  readonly value: number;
  /** The derivative of the loss with respect to it; `null` where there is no loss, or none passes. */
  readonly cotangent: number | null;
}

/** What one number gives to another one. */
export interface ScalarEdge {
  readonly from: number;
  readonly to: number;
  /** The derivative of `to` with respect to `from`; `null` where the op has none for that operand, such as a condition. */
  readonly local: number | null;
  /** `local` times the cotangent of `to`: what this edge adds to the cotangent of `from`. `null` where nothing is carried. */
  readonly contribution: number | null;
}

/** A program, or a part of one, number by number. */
export interface ScalarGraph {
  readonly nodes: readonly ScalarNode[];
  readonly edges: readonly ScalarEdge[];
}

/** Options of {@link scalarGraph}. */
export interface ScalarGraphOptions {
  /** For one node of a tape: the loss whose derivatives are shown. Otherwise the tensor itself, or the last loss of the tape. */
  readonly loss?: Tensor;
  /** The cotangents, if they are known already: of each tensor its own. */
  readonly cotangents?: ReadonlyMap<Tensor, Tensor>;
  /** What tensors are called; default: their own names, and numbers for the others. */
  readonly names?: Names;
  /** The most numbers there may be; default 500. */
  readonly limit?: number;
}

/**
 * A small program number by number: each element of each tensor is a node, and each edge has the local derivative of one number with
 * respect to another one.
 *
 * Values and cotangents are those of the tensors. The contributions of the edges that leave a number add up to its cotangent, to the
 * rounding of its dtype.
 *
 * An elementwise op is one edge for each operand of each element, also where the local derivative is 0. An op whose results are sums of
 * products of its inputs, such as `matmul`, is unfolded into these products and their sum. Of any other op the edges are the entries of
 * its Jacobian; an entry that is 0 is left out, unless a NaN in that place of the input would reach the result.
 *
 * @param subject - A tensor with all that it was computed from, a tape, or one node of a tape.
 * @param options - See {@link ScalarGraphOptions}.
 * @throws {@link TapegradError} if there are more numbers than `limit`; {@link GradientError} if a backward pass has let go of the tape.
 * @example
 * ```ts
 * const a = tensor([2, 3], { requiresGrad: true, name: "a" });
 * const b = tensor([4, 5], { requiresGrad: true, name: "b" });
 * const { nodes, edges } = scalarGraph(a.matmul(b).named("L"));
 * nodes.map(({ name }) => name); // => ["a[0]", "a[1]", "b[0]", "b[1]", "a[0] · b[0]", "a[1] · b[1]", "L"]
 * edges.map(({ local }) => local); // => [4, 2, 5, 3, 1, 1]
 * ```
 */
export function scalarGraph(subject: Subject | Node, options: ScalarGraphOptions = {}): ScalarGraph {
  const { limit = 500 } = options;
  const { nodes, loss } = read(subject, options.loss);
  const names = options.names ?? new Names({ nodes, loss });
  const cotangents =
    options.cotangents ??
    (loss?.requiresGrad && loss.size === 1 ? cotangentsOf("scalarGraph", { loss }, names) : new Map());
  const graph = new GraphOfNumbers(names, cotangents, limit);
  graph.checkSize(nodes);
  if (nodes.length === 0 && loss !== null) graph.elementsOf(loss);
  for (const node of nodes) graph.unfold(node);
  return graph.finished();
}

function read(subject: Subject | Node, loss: Tensor | undefined): { nodes: readonly Node[]; loss: Tensor | null } {
  if (isNode(subject)) {
    if (subject.isReleased) throw released("scalarGraph", subject);
    return { nodes: [subject], loss: loss ?? null };
  }
  const reading = readSubject("scalarGraph", subject);
  const from = loss ?? reading.loss;
  // What a tape holds besides, such as the backward pass itself, is not the program.
  return from === null ? reading : { nodes: nodesBehind("scalarGraph", [from]), loss: from };
}

function isNode(subject: unknown): subject is Node {
  return typeof subject === "object" && subject !== null && !(subject instanceof Tensor) && "isReleased" in subject;
}

/** The graph while it is made. */
class GraphOfNumbers {
  private readonly nodes: ScalarNode[] = [];
  private readonly edges: ScalarEdge[] = [];
  /** The first number of each tensor; one that was overwritten has others afterwards, in another storage. */
  private readonly first = new Map<Tensor, Map<Data, number>>();
  private readonly names: Names;
  private readonly cotangents: ReadonlyMap<Tensor, Tensor>;
  private readonly limit: number;

  constructor(names: Names, cotangents: ReadonlyMap<Tensor, Tensor>, limit: number) {
    this.names = names;
    this.cotangents = cotangents;
    this.limit = limit;
  }

  /** Before anything is computed. */
  checkSize(nodes: readonly Node[]): void {
    const tensors = new Set(nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
    this.refuseAbove([...tensors].reduce((total, { size }) => total + size, 0));
  }

  unfold(node: Node): void {
    if (node.outputs.length === 0) return; // it overwrites, and no number of the program follows from it
    const inputs = node.inputs.map((x, i) => this.elementsOf(x, node.inputAtTime(i).data));
    const terms = node.op instanceof ElementwiseOp ? null : productsOf(node);
    if (terms !== null) this.unfoldProducts(node, inputs, terms);
    else {
      const outputs = node.outputs.map((y, slot) => this.elementsOf(y, node.outputAtTime(slot).data, node));
      for (const [slot, first] of outputs.entries()) this.connect(node, inputs, first, slot);
    }
  }

  finished(): ScalarGraph {
    return { nodes: this.nodes, edges: this.edges };
  }

  /** The number that is the first element of a tensor; the others follow it. */
  elementsOf(x: Tensor, data: Data = x.data, node: Node | null = null): number {
    const known = this.first.get(x) ?? new Map<Data, number>();
    this.first.set(x, known);
    let first = known.get(data);
    if (first !== undefined) return first;
    first = this.nodes.length;
    known.set(data, first);
    const [tensor, cotangent] = [this.names.of(x), this.cotangents.get(x)];
    for (const [index, value] of data.entries())
      this.add({
        name: elementName(tensor, x, index),
        operation: node === null ? null : node.op.name,
        tensor,
        index,
        node: node === null ? null : node.id,
        value,
        cotangent: cotangent === undefined ? null : cotangent.data[index]!,
      });
    return first;
  }

  /** Edges from the elements of the inputs to those of one result. */
  private connect(node: Node, inputs: readonly number[], first: number, slot: number): void {
    const result = node.outputs[slot]!;
    for (const [i, start] of inputs.entries()) {
      const input = node.inputs[i]!;
      if (node.op instanceof ElementwiseOp) {
        const slope = slopeAt(node, i);
        for (const [j, k] of sourcesOf(input, result).entries())
          this.edge(start + k, first + j, slope === null ? null : slope.data[j]!);
        continue;
      }
      const jacobian = jacobianAt(node, i, { slot, limit: Infinity });
      if (jacobian === null) continue;
      const depends = dependence(node, i, slot);
      for (let j = 0; j < result.size; j++)
        for (let k = 0; k < input.size; k++) {
          const local = jacobian.data[j * input.size + k]!;
          if (local !== 0 || depends(j, k)) this.edge(start + k, first + j, local);
        }
    }
  }

  private unfoldProducts(node: Node, inputs: readonly number[], terms: readonly Term[]): void {
    const [result] = node.outputs as readonly [Tensor]; // productsOf takes no others
    const cotangent = this.cotangents.get(result);
    const numberAt = ({ input, index }: Place): number => inputs[input]! + index;
    const summands = terms.map(({ first, second, coefficient, output }) => {
      if (second === null) return { from: numberAt(first), output, coefficient };
      const [a, b] = [this.nodes[numberAt(first)]!, this.nodes[numberAt(second)]!];
      const arrived = cotangent === undefined ? null : coefficient * cotangent.data[output]!;
      const from = this.add({
        name: `${a.name} · ${b.name}`,
        operation: "·",
        tensor: null,
        index: null,
        node: node.id,
        value: a.value * b.value,
        cotangent: arrived,
      });
      this.edge(a.id, from, b.value);
      this.edge(b.id, from, a.value);
      return { from, output, coefficient };
    });
    const start = this.elementsOf(result, node.outputAtTime().data, node);
    for (const { from, output, coefficient } of summands) this.edge(from, start + output, coefficient);
  }

  private add(node: Omit<ScalarNode, "id">): number {
    const id = this.nodes.length;
    this.refuseAbove(id + 1);
    this.nodes.push({ id, ...node });
    return id;
  }

  private edge(from: number, to: number, local: number | null): void {
    const { cotangent } = this.nodes[to]!;
    const isCarried = local !== null && cotangent !== null && this.nodes[from]!.cotangent !== null;
    // As in every rule: what has no influence stays without one, whatever the local derivative.
    const contribution = isCarried ? (cotangent === 0 ? 0 : local * cotangent) : null;
    this.edges.push({ from, to, local, contribution });
  }

  private refuseAbove(count: number): void {
    if (count <= this.limit) return;
    throw new TapegradError({
      where: "scalarGraph",
      argument: "the program",
      expected: `must have at most ${this.limit} numbers`,
      received: `${count}${this.nodes.length === 0 ? "" : " or more"}`,
      advice: "Pass one node of it, make its tensors smaller, or raise limit.",
    });
  }
}
