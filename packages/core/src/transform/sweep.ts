import { GradientError } from "../errors.ts";
import { add } from "../ops/elementwise/add.ts";
import { cast } from "../ops/movement/cast.ts";
import { reshape } from "../ops/movement/reshape.ts";
import { sumTo } from "../ops/movement/sumTo.ts";
import { broadcastsTo } from "../shape/broadcast.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { inputName, type Op, type RuleContext, ruleOf } from "../tape/op.ts";
import { withGradients } from "../tape/recording.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";

/**
 * One reverse sweep: from cotangents of some outputs to those of the leaves they were computed from.
 *
 * Nodes are visited from the last to the first, each once all that was computed from it has been visited; `propagate` carries
 * a cotangent along one edge, from a node to one of its inputs. Nothing recurses, so the length of a chain has no limit.
 */
export class Sweep {
  /** The nodes that carry a derivative, the last first. */
  readonly nodes: readonly Node[];
  /** Was anything reached that requires a gradient and is not asked for here? Then someone may differentiate the result. */
  readonly reachesOthers: boolean;
  /** The leaves among these: captured Parameters, for one. */
  readonly otherLeaves: ReadonlySet<Tensor>;
  private readonly targets: ReadonlySet<Tensor> | null;
  private readonly useful: ReadonlySet<Node> | null;
  private readonly cotangents = new Map<Node, (Tensor | undefined)[]>();
  private readonly leaves = new Map<Tensor, Tensor>();

  /**
   * @param outputs - Where to start.
   * @param seeds - A cotangent for each, of its shape and dtype.
   * @param targets - The tensors to stop at; `null` for every leaf that requires a gradient.
   */
  constructor(outputs: readonly Tensor[], seeds: readonly Tensor[], targets: ReadonlySet<Tensor> | null) {
    this.targets = targets;
    const { nodes, reachesOthers, otherLeaves } = this.collect(outputs);
    this.reachesOthers = reachesOthers;
    this.otherLeaves = otherLeaves;
    this.useful = targets === null ? null : this.leadingToTargets(nodes);
    this.nodes = this.useful === null ? nodes : nodes.filter((node) => this.useful!.has(node));
    for (let i = 0; i < outputs.length; i++) this.accumulate(outputs[i]!, seeds[i]!);
  }

  /** Visits every node, recording what the rules do or not, and gives the cotangent of each leaf that was reached. */
  run({ record }: { readonly record: boolean }): ReadonlyMap<Tensor, Tensor> {
    return withGradients(record, () => {
      for (const node of this.nodes) {
        const cotangents = this.cotangentsOf(node);
        if (cotangents === null) continue;
        const seen = asRulesSee(node, cotangents);
        for (let i = 0; i < node.inputs.length; i++) this.alongEdge(node, i, seen.cotangents, seen.context);
        this.cotangents.delete(node); // used, and not needed again
      }
      return this.leaves;
    });
  }

  /** The cotangents of leaves found so far: those of the targets, or of all leaves. */
  get leafCotangents(): ReadonlyMap<Tensor, Tensor> {
    return this.leaves;
  }

  /** The cotangents of a node's outputs, zeros where none arrived; `null` if none arrived at all. */
  cotangentsOf(node: Node): readonly Tensor[] | null {
    const arrived = this.cotangents.get(node);
    if (arrived === undefined) return null;
    if (arrived.length === 1) return arrived[0] === undefined ? null : (arrived as Tensor[]);
    if (arrived.every((cotangent) => cotangent === undefined)) return null;
    for (let i = 0; i < arrived.length; i++) arrived[i] ??= zerosOf(node.outputs[i]!);
    return arrived as Tensor[]; // filled just now
  }

  /** Calls the rule for input `i` of `node` and adds what it gives to that input's cotangent, which is returned. */
  propagate(node: Node, i: number): Tensor | null {
    const cotangents = this.cotangentsOf(node);
    if (cotangents === null) return null;
    const seen = asRulesSee(node, cotangents);
    return this.alongEdge(node, i, seen.cotangents, seen.context);
  }

  private alongEdge(node: Node, i: number, cotangents: readonly Tensor[], context: RuleContext): Tensor | null {
    const input = node.inputs[i]!;
    const rule = ruleOf(node.op, i);
    if (!input.requiresGrad || rule === null || !this.leads(input)) return null;
    const contribution = fitted(node, i, rule(cotangents, context, i), input);
    this.accumulate(input, contribution);
    return contribution;
  }

  private isTarget(x: Tensor): boolean {
    return this.targets === null ? x.node === null : this.targets.has(x);
  }

  /** Does a derivative with respect to `x` lead to one that is asked for? */
  private leads(x: Tensor): boolean {
    return this.useful === null || this.isTarget(x) || (x.node !== null && this.useful.has(x.node));
  }

  private accumulate(x: Tensor, cotangent: Tensor): void {
    if (this.isTarget(x)) {
      const before = this.leaves.get(x);
      this.leaves.set(x, before === undefined ? cotangent : add(before, cotangent));
    } else if (x.node !== null) {
      const list = this.cotangents.get(x.node)!;
      const before = list[x.slot];
      list[x.slot] = before === undefined ? cotangent : add(before, cotangent);
    }
  }

  private collect(outputs: readonly Tensor[]): {
    nodes: Node[];
    reachesOthers: boolean;
    otherLeaves: ReadonlySet<Tensor>;
  } {
    const nodes: Node[] = [];
    const otherLeaves = new Set<Tensor>();
    const pending: Tensor[] = [...outputs];
    let reachesOthers = false;
    while (pending.length > 0) {
      const x = pending.pop()!;
      const target = this.isTarget(x);
      if (!target || x.node !== null) reachesOthers ||= x.node === null || target;
      if (!target && x.node === null) otherLeaves.add(x);
      if (target || x.node === null || this.cotangents.has(x.node)) continue;
      const { node } = x;
      if (node.isReleased) {
        throw new GradientError(
          `backward: the tape must still be there, but an earlier backward() through ${node.op.name} let go of it. ` +
            "Call backward({ keepTape: true }) that first time.",
        );
      }
      const { length } = node.outputs;
      this.cotangents.set(node, length === 1 ? [undefined] : new Array<Tensor | undefined>(length).fill(undefined));
      nodes.push(node);
      for (let i = 0; i < node.inputs.length; i++) {
        const input = node.inputs[i]!;
        if (input.requiresGrad && ruleOf(node.op, i) !== null) pending.push(input);
      }
    }
    return { nodes: lastFirst(nodes), reachesOthers, otherLeaves };
  }

  /** Those of the nodes, sorted last first, through which a target is reached. */
  private leadingToTargets(nodes: readonly Node[]): ReadonlySet<Node> {
    const useful = new Set<Node>();
    for (let n = nodes.length - 1; n >= 0; n--) {
      const node = nodes[n]!;
      const leads = node.inputs.some(
        (input, i) =>
          input.requiresGrad &&
          ruleOf(node.op, i) !== null &&
          (this.isTarget(input) || (input.node !== null && useful.has(input.node))),
      );
      if (leads) useful.add(node);
    }
    return useful;
  }
}

/** What the rule for input `i` of a node gives for cotangents of its outputs, in the shape and dtype of that input. */
export function contributionOf(node: Node, i: number, cotangents: readonly Tensor[]): Tensor {
  const seen = asRulesSee(node, cotangents);
  return fitted(node, i, ruleOf(node.op, i)!(seen.cotangents, seen.context, i), node.inputs[i]!);
}

/** Cotangents and context as the rules of a node want them: those of a reduction with the axes back that it reduced away. */
function asRulesSee(
  node: Node,
  cotangents: readonly Tensor[],
): { readonly cotangents: readonly Tensor[]; readonly context: RuleContext } {
  const shape = node.op.ruleShape === null ? null : node.op.ruleShape(node);
  if (shape === null) return { cotangents, context: node.op.context(node, null) };
  const restore = (x: Tensor): Tensor => reshape(x, shape as number[]);
  return { cotangents: cotangents.map(restore), context: node.op.context(node, restore) };
}

/**
 * What a rule gave, in the shape and dtype of the input: summed over the axes along which broadcasting repeated it, and in the dtype
 * from which it was promoted. Both are linear, and these are their transposes: the one place where they are undone.
 *
 * @throws GradientError if it is neither that nor the input's own shape and dtype.
 */
function fitted({ op, outputs }: Node, i: number, given: unknown, input: Tensor): Tensor {
  if (!(given instanceof Tensor)) throw misfit(op, i, input, formatReceived(given));
  let contribution = given;
  if (!sameShape(contribution.shape, input.shape)) {
    if (!op.broadcasts || !broadcastsTo(input.shape, contribution.shape))
      throw misfit(op, i, input, `${formatShape(given.shape)} and ${given.dtype}`);
    contribution = sumTo(contribution, input.shape) as Tensor;
  }
  if (contribution.dtype === input.dtype) return contribution;
  // Promoted were the inputs to the dtype of the result, which is that of its cotangent.
  if (!outputs.some((output) => output.dtype === contribution.dtype))
    throw misfit(op, i, input, `${formatShape(given.shape)} and ${given.dtype}`);
  return cast(contribution, input.dtype);
}

function misfit(op: Op, i: number, input: Tensor, got: string): GradientError {
  const name = inputName(op, i);
  const wanted = `${formatShape(input.shape)} and dtype ${input.dtype}`;
  return new GradientError(`${op.name}: the rule for ${name} must give the shape ${wanted} of ${name}, got ${got}.`);
}

/** Sorted by id, downwards. Chains come in that order already. */
function lastFirst(nodes: Node[]): Node[] {
  for (let i = 1; i < nodes.length; i++) if (nodes[i]!.id > nodes[i - 1]!.id) return nodes.sort((a, b) => b.id - a.id);
  return nodes;
}
