import { ElementwiseOp, type Node, noGrad, onesLike, record, Sweep, Tensor, unrecorded } from "@tapegrad/core";
import { Names } from "../reading/names.ts";
import { nodesBehind, type Reading, readSubject, type Subject } from "../reading/subject.ts";
import { growthChain, type Link, largest, shortestChain } from "./chain.ts";
import { indexAt, placeBroadcast, type Range, rangeOf } from "./elements.ts";
import { type ChainLink, NonFinite, type OperandOf, type Place } from "./nonFinite.ts";
import { type Origin, originIn } from "./origins.ts";

/**
 * Where the first NaN or ±∞ of a program comes from: which op made it of finite numbers, on which line, of which operands and why; or which
 * input was not finite to begin with. Values are looked at first, in the order in which they were computed; then, if these are finite, the
 * cotangents of the backward pass, in its order; then what updates left behind.
 *
 * An infinity that ends in finite numbers, such as the −∞ of a mask that softmax makes 0, is passed over.
 *
 * @param subject - A tape, or a tensor with all that it was computed from. Program lines are on a tape of `record(fn, { sites: true })`.
 * @returns `null` if all is finite. The result reads well as text: `String(found)`.
 * @throws {@link GradientError} if a backward pass has let go of the tape; {@link TapegradError} if it is neither tape nor tensor.
 * @example
 * ```ts
 * const x = tensor([1, 0, 2], { requiresGrad: true, name: "x" });
 * const found = firstNonFinite(x.log().sum());
 * found?.reason; // => "logarithm of 0: ln 0"
 * found?.operands.map(({ text }) => text); // => ["x[1] = 0"]
 * firstNonFinite(x.exp().sum()); // => null
 * ```
 */
export function firstNonFinite(subject: Subject): NonFinite | null {
  const reading = readSubject("firstNonFinite", subject);
  const losses = subject instanceof Tensor ? [subject] : subject.losses;
  const search = new Search(reading, losses);
  return search.values() ?? search.cotangents() ?? search.updates();
}

class Search {
  private readonly names: Names;
  private readonly nodes: readonly Node[];
  private readonly losses: readonly Tensor[];
  private readonly forward: readonly Node[];
  private readonly hasSites: boolean;
  /** A tensor of which it is not known how it was computed. */
  private readonly unrecorded: Tensor | null;

  constructor(reading: Reading, losses: readonly Tensor[]) {
    this.names = new Names(reading);
    this.nodes = reading.nodes;
    this.losses = losses.filter(({ ndim, dtype, node }) => ndim === 0 && dtype.startsWith("float") && node !== null);
    const behind = new Set(nodesBehind("firstNonFinite", losses));
    // What a rule computed is a cotangent, unless a later loss is made of it.
    this.forward = this.nodes.filter(
      (node) => behind.has(node) || (node.derivativeOf === null && node.op.mutates.length === 0),
    );
    this.hasSites = this.nodes.some(({ site }) => site !== null);
    this.unrecorded = losses.find(({ node }) => node === null) ?? null;
  }

  values(): NonFinite | null {
    const origin = originIn(this.forward) ?? this.ofUnrecorded();
    if (origin === null) return null;
    const found = this.report(origin, "value");
    const isNaNAlready = Number.isNaN(origin.values.data[origin.place]);
    const later = isNaNAlready ? null : originIn(this.forward, "nan");
    return later === null ? found : found.followedBy(this.report(later, "value"));
  }

  cotangents(): NonFinite | null {
    for (const loss of this.losses) {
      if (!loss.requiresGrad) continue;
      const found = this.cotangentsOf(loss);
      if (found !== null) return found;
    }
    return null;
  }

  updates(): NonFinite | null {
    for (const node of this.nodes)
      for (const i of node.op.mutates) {
        const [tensor, values] = [node.inputs[i]!, node.inputAfter(i)];
        const place = values.data.findIndex((value: number) => !Number.isFinite(value));
        if (place < 0) continue;
        const places = [place];
        const reason = `${node.op.name} overwrote it with that, though the gradient is finite`;
        const inputs = node.inputs.map((_, k) => k);
        return this.report({ values, tensor, node, places, place, reason, inputs }, "update");
      }
    return null;
  }

  private ofUnrecorded(): Origin | null {
    const values = this.unrecorded;
    if (values === null) return null;
    const place = values.data.findIndex((value: number) => !Number.isFinite(value));
    if (place < 0) return null;
    const reason =
      "how it was computed was not recorded: compute it within record(fn), or of a tensor that requires a gradient";
    return { values, tensor: values, node: null, places: [place], place, reason, inputs: [] };
  }

  private report(origin: Origin, kind: "value" | "update"): NonFinite {
    const { tensor, values, node, place, places, inputs, reason } = origin;
    const target: Link = { tensor, values, node };
    const within = new Set(this.nodes);
    const growth = node === null || kind === "update" ? [] : growthChain(target, inputs, within);
    const grew =
      growth.length > 2 && largest(growth.at(-2)!.values) >= 1000 * Math.max(largest(growth[0]!.values), 1e-30);
    return new NonFinite({
      kind,
      name: this.names.of(tensor),
      value: values.data[place]!,
      index: indexAt(place, values.shape),
      count: places.length,
      size: values.size,
      reason,
      operands: node === null ? [] : this.operands(node, origin, null),
      chain: (kind === "update" ? [target] : shortestChain(target, inputs, within)).map((link) => this.shown(link)),
      growth: grew ? growth.map((link) => this.shown(link)) : [],
      place: node === null ? this.useOf(tensor) : placeOf(node),
      op: node?.op.name ?? null,
      hasSites: this.hasSites,
      resultName: null,
    });
  }

  private cotangentsOf(loss: Tensor): NonFinite | null {
    const sweep = new Sweep([loss], [onesLike(loss)], null);
    const ranges = new Map<Tensor, Range>();
    for (const node of sweep.nodes) {
      const cotangents = sweep.cotangentsOf(node);
      if (cotangents === null) continue;
      for (const [k, cotangent] of cotangents.entries()) ranges.set(node.outputs[k]!, rangeOf(cotangent));
      for (let i = 0; i < node.inputs.length; i++) {
        const { value, tape } = unrecorded(() => record(() => noGrad(() => sweep.propagate(node, i))));
        if (value === null) continue;
        // One rule after the other, so that the first one is found with what it was computed from.
        const origin = tape.nodes.flatMap((one) => badResult(one) ?? [])[0];
        if (origin === undefined) continue;
        return this.reportCotangent(node, i, origin, value, sweep.nodes, ranges);
      }
    }
    return null;
  }

  private reportCotangent(
    node: Node,
    i: number,
    origin: Origin,
    contribution: Tensor,
    nodes: readonly Node[],
    ranges: ReadonlyMap<Tensor, Range>,
  ): NonFinite {
    const tensor = node.inputs[i]!;
    const isBad = (value: number): boolean => !Number.isFinite(value);
    const shown = contribution.data.some(isBad) ? contribution : origin.values;
    const place = shown.data.findIndex(isBad);
    const output = node.outputs[0]!;
    const way = wayDown(output, nodes).map((x): ChainLink => {
      const own = x.node!;
      return { name: this.names.of(x), op: own.op.name, range: ranges.get(x) ?? rangeOf(x), place: placeOf(own) };
    });
    const end = {
      name: this.names.of(tensor),
      op: tensor.node?.op.name ?? null,
      range: rangeOf(shown),
      place: placeOf(node),
    };
    return new NonFinite({
      kind: "cotangent",
      name: this.names.of(tensor),
      value: shown.data[place]!,
      index: indexAt(place, shown.shape),
      count: shown.data.filter(isBad).length,
      size: shown.size,
      reason: origin.reason,
      operands: this.operands(origin.node!, origin, this.names.of(output)),
      chain: [...way, end],
      growth: [],
      place: placeOf(node),
      op: node.op.name,
      hasSites: this.hasSites,
      resultName: this.names.of(output),
    });
  }

  /** The operands that went into the element, or how they range where the op is not one of single elements. */
  private operands(node: Node, { place, values, inputs }: Origin, cotangentOf: string | null): OperandOf[] {
    const index = indexAt(place, values.shape);
    return inputs.map((i) => {
      const x = node.inputAtTime(i);
      const name = this.operandName(node, i, cotangentOf);
      if (!(node.op instanceof ElementwiseOp)) return { name, index: null, value: null, range: rangeOf(x) };
      const at = placeBroadcast(index, x.shape);
      return { name, index: indexAt(at, x.shape), value: x.data[at]!, range: rangeOf(x) };
    });
  }

  /** What the program calls it; a cotangent has no name there. */
  private operandName(node: Node, i: number, cotangentOf: string | null): string {
    const known = this.names.of(node.inputs[i]!);
    if (known !== "?") return known;
    const own = node.op.inputNames[node.op.variadic ? 0 : i]!;
    return cotangentOf !== null && own.startsWith("cotangent") ? `the cotangent of ${cotangentOf}` : own;
  }

  private shown({ tensor, values, node }: Link): ChainLink {
    return {
      name: this.names.of(tensor),
      op: node?.op.name ?? null,
      range: rangeOf(values),
      place: node === null ? null : placeOf(node),
    };
  }

  /** Of an input: the first node that uses it. */
  private useOf(x: Tensor): Place | null {
    const user = this.nodes.find(({ inputs }) => inputs.includes(x));
    return user === undefined ? null : placeOf(user);
  }
}

function placeOf({ path, site }: Node): Place {
  return { path, site };
}

/** A node of a rule whose result is not finite. */
function badResult(node: Node): Origin | null {
  const found = originIn([node]);
  return found === null || found.node === null ? null : found;
}

/** The shortest way that a cotangent goes from the loss to a result. */
function wayDown(target: Tensor, nodes: readonly Node[]): Tensor[] {
  const [last] = nodes;
  const from = new Map<Tensor, Tensor | null>();
  const queue: Tensor[] = [...last!.outputs];
  for (const x of queue) from.set(x, null);
  for (let at = 0; at < queue.length && !from.has(target); at++) {
    const x = queue[at]!;
    for (const input of x.node!.inputs) {
      if (!input.requiresGrad || input.node === null || from.has(input)) continue;
      from.set(input, x);
      queue.push(input);
    }
  }
  const way: Tensor[] = [];
  for (let x: Tensor | null = target; x !== null; x = from.get(x) ?? null) way.push(x);
  return way.reverse();
}
