import { GradientError } from "../errors.ts";
import { add } from "../ops/elementwise/add.ts";
import { cast } from "../ops/movement/cast.ts";
import { reshape } from "../ops/movement/reshape.ts";
import { sumTo } from "../ops/movement/sumTo.ts";
import { broadcastsTo } from "../shape/broadcast.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { inputName, type Op, type RuleContext, ruleOf } from "../tape/op.ts";
import { deriving, note, recording, withGradients } from "../tape/recording.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";
import { Gradients } from "./gradients.ts";

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
  /** The cotangents of leaves found so far: those of the targets, or of all leaves. */
  readonly leafCotangents: Gradients = new Gradients();
  private readonly targets: ReadonlySet<Tensor> | null;
  /** For each of the nodes the cotangents of its outputs that have arrived; nothing where none has. */
  private readonly arrived: (Cotangents | undefined)[];

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
    this.nodes = targets === null ? nodes : this.leadingToTargets(nodes);
    this.arrived = this.nodes.map(() => undefined);
    for (let i = 0; i < outputs.length; i++) this.accumulate(outputs[i]!, seeds[i]!);
  }

  /** Visits every node, recording what the rules do or not, and gives the cotangent of each leaf that was reached. */
  run({ record }: { readonly record: boolean }): Gradients {
    return withGradients(record, () => {
      for (let n = 0; n < this.nodes.length; n++) {
        const node = this.nodes[n]!;
        const cotangents = this.cotangentsAt(n);
        if (cotangents === null) continue;
        const restore = restorerOf(node);
        const context = node.op.context(node, restore);
        const seen = restored(node, cotangents, restore);
        for (let i = 0; i < node.inputs.length; i++) this.alongEdge(node, i, seen, context);
        this.arrived[n] = undefined; // used, and not needed again
      }
      return this.leafCotangents;
    });
  }

  /** The cotangents of a node's outputs, zeros where none arrived; `null` if none arrived at all. */
  cotangentsOf(node: Node): readonly Tensor[] | null {
    return this.cotangentsAt(placeIn(this.nodes, node));
  }

  /** Calls the rule for input `i` of `node` and adds what it gives to that input's cotangent, which is returned. */
  propagate(node: Node, i: number): Tensor | null {
    const cotangents = this.cotangentsOf(node);
    if (cotangents === null) return null;
    const restore = restorerOf(node);
    return this.alongEdge(node, i, restored(node, cotangents, restore), node.op.context(node, restore));
  }

  private cotangentsAt(place: number): readonly Tensor[] | null {
    const arrived = this.arrived[place];
    if (arrived === undefined) return null;
    const { outputs } = this.nodes[place]!;
    if (outputs.length > 1) for (let i = 0; i < outputs.length; i++) arrived[i] ??= zerosOf(outputs[i]!);
    return arrived as Tensor[]; // filled just now
  }

  private alongEdge(node: Node, i: number, cotangents: readonly Tensor[], context: RuleContext): Tensor | null {
    const input = node.inputs[i]!;
    const rule = ruleOf(node.op, i);
    if (!input.requiresGrad || rule === null || !this.leads(input)) return null;
    // Where something is recorded, the nodes say what they are the derivative of.
    const before = recording.derivativeOf;
    try {
      note(node, i, "contribution");
      const contribution = fitted(node, i, rule(cotangents, context, i), input);
      note(node, i, "sum");
      this.accumulate(input, contribution);
      return contribution;
    } finally {
      recording.derivativeOf = before;
    }
  }

  private isTarget(x: Tensor): boolean {
    return this.targets === null ? x.node === null : this.targets.has(x);
  }

  /** Does a derivative with respect to `x` lead to one that is asked for? */
  private leads(x: Tensor): boolean {
    return this.targets === null || this.isTarget(x) || (x.node !== null && placeIn(this.nodes, x.node) >= 0);
  }

  private accumulate(x: Tensor, cotangent: Tensor): void {
    if (this.isTarget(x)) {
      this.leafCotangents.add(x, cotangent);
    } else if (x.node !== null) {
      const place = placeIn(this.nodes, x.node);
      if (place < 0) return; // an output that leads to no target
      const { length } = x.node.outputs;
      const list = this.arrived[place];
      if (list === undefined) this.arrived[place] = length === 1 ? [cotangent] : only(x.slot, cotangent, length);
      else {
        const before = list[x.slot];
        list[x.slot] = before === undefined ? cotangent : add(before, cotangent);
      }
    }
  }

  private collect(outputs: readonly Tensor[]): {
    nodes: readonly Node[];
    reachesOthers: boolean;
    otherLeaves: ReadonlySet<Tensor>;
  } {
    const nodes: Node[] = [];
    const otherLeaves = this.targets === null ? noLeaves : new Set<Tensor>();
    const pending: Tensor[] = [...outputs];
    let reachesOthers = false;
    while (pending.length > 0) {
      const x = pending.pop()!;
      const target = this.isTarget(x);
      if (!target || x.node !== null) reachesOthers ||= x.node === null || target;
      if (!target && x.node === null) otherLeaves.add(x); // there are targets then
      if (target || x.node === null || nodes[x.node.place] === x.node) continue;
      const { node } = x;
      if (node.isReleased) {
        throw new GradientError(
          `backward: the tape must still be there, but an earlier backward() through ${node.op.name} let go of it. ` +
            "Call backward({ keepTape: true }) that first time.",
        );
      }
      node.place = nodes.length;
      nodes.push(node);
      for (let i = 0; i < node.inputs.length; i++) {
        const input = node.inputs[i]!;
        if (input.requiresGrad && ruleOf(node.op, i) !== null) pending.push(input);
      }
    }
    return { nodes: lastFirst(nodes), reachesOthers, otherLeaves };
  }

  /** Those of the nodes, sorted last first, through which a target is reached. */
  private leadingToTargets(nodes: readonly Node[]): readonly Node[] {
    const leads = nodes.map(() => false);
    for (let n = nodes.length - 1; n >= 0; n--) {
      const { op, inputs } = nodes[n]!;
      leads[n] = inputs.some(
        (input, i) =>
          input.requiresGrad &&
          ruleOf(op, i) !== null &&
          (this.isTarget(input) || (input.node !== null && leads[input.node.place])),
      );
    }
    return numbered(nodes.filter((_, n) => leads[n]));
  }
}

/** The leaves beside the targets where every leaf is one. */
const noLeaves = new Set<Tensor>();

/** Cotangents of a node's outputs, where any has arrived. */
type Cotangents = (Tensor | undefined)[];

function only(slot: number, cotangent: Tensor, length: number): Cotangents {
  const list = new Array<Tensor | undefined>(length).fill(undefined);
  list[slot] = cotangent;
  return list;
}

/**
 * Where a node stands in a list sorted by falling id, or -1. The node remembers where it stood in the latest list it was in, which is
 * this one unless another sweep over the same nodes came in between: so nothing has to be looked up, and nothing goes wrong if it has.
 */
function placeIn(nodes: readonly Node[], node: Node): number {
  if (nodes[node.place] === node) return node.place;
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]!.id > node.id) low = middle + 1;
    else high = middle;
  }
  return nodes[low] === node ? low : -1;
}

/** The nodes, each told where it stands. */
function numbered(nodes: readonly Node[]): readonly Node[] {
  for (let i = 0; i < nodes.length; i++) nodes[i]!.place = i;
  return nodes;
}

/** What the rule for input `i` of a node gives for cotangents of its outputs, in the shape and dtype of that input. */
export function contributionOf(node: Node, i: number, cotangents: readonly Tensor[]): Tensor {
  return fitted(node, i, ruleResult(node, i, cotangents), node.inputs[i]!);
}

/** What the rule itself gives: for each place that broadcasting repeated the input to. */
export function ruleResult(node: Node, i: number, cotangents: readonly Tensor[]): Tensor {
  const restore = restorerOf(node);
  return ruleOf(node.op, i)!(restored(node, cotangents, restore), node.op.context(node, restore), i);
}

type Restorer = (x: Tensor) => Tensor;

/** What gives the output of a reduction, and its cotangent, the axes back that were reduced away: so its rules want both. Most need none. */
function restorerOf(node: Node): Restorer | null {
  const shape = node.op.ruleShape === null ? null : node.op.ruleShape(node);
  return shape === null ? null : (x) => reshape(x, shape as number[]);
}

/** Cotangents of a node's outputs as its rules get them. */
function restored(node: Node, cotangents: readonly Tensor[], restore: Restorer | null): readonly Tensor[] {
  if (restore === null) return cotangents;
  return recording.tape === null
    ? cotangents.map(restore)
    : deriving(node, null, "contribution", () => cotangents.map(restore));
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

/** Sorted by id, downwards, and each told its place. Chains come in that order already, and know theirs. */
function lastFirst(nodes: Node[]): readonly Node[] {
  for (let i = 1; i < nodes.length; i++)
    if (nodes[i]!.id > nodes[i - 1]!.id) return numbered(nodes.sort((a, b) => b.id - a.id));
  return nodes;
}
