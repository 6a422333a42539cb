import type { Node, Tensor } from "@tapegrad/core";
import { nonFinitePlaces } from "./elements.ts";
import { reasonFor } from "./reasons.ts";

/** Where numbers that are not finite come from. */
export interface Origin {
  /** The values that are not finite, as they were. */
  readonly values: Tensor;
  /** What they are the values of, in the program. */
  readonly tensor: Tensor;
  /** What made them; `null` for an input. */
  readonly node: Node | null;
  /** Their places, and the one that is explained. */
  readonly places: readonly number[];
  readonly place: number;
  readonly reason: string;
  /** The inputs of the node that are to blame. */
  readonly inputs: readonly number[];
}

/** Which numbers are looked for: any that are not finite, or NaN alone. */
type Sought = "any" | "nan";

/**
 * The first result among nodes, in their order, that is not finite, or the first input of them. An infinity that leads to nothing but
 * finite numbers is passed over: the −∞ of a mask, which softmax makes 0.
 *
 * @param nodes - In the order in which they ran.
 */
export function originIn(nodes: readonly Node[], sought: Sought = "any"): Origin | null {
  const matter = new Infinities(nodes);
  const seen = new Set<Tensor>();
  for (const node of nodes) {
    for (let i = 0; i < node.inputs.length; i++) {
      const x = node.inputs[i]!;
      if (seen.has(x)) continue;
      seen.add(x);
      const values = node.inputAtTime(i);
      const places = soughtPlaces(values, sought);
      if (places.length > 0 && matter.of(x, values)) return inputOrigin(x, values, places);
    }
    for (let k = 0; k < node.outputs.length; k++) {
      const x = node.outputs[k]!;
      seen.add(x);
      const values = node.outputAtTime(k);
      const places = soughtPlaces(values, sought);
      if (places.length > 0 && matter.of(x, values)) return nodeOrigin(node, x, values, places);
    }
  }
  return null;
}

function soughtPlaces(values: Tensor, sought: Sought): number[] {
  const places = nonFinitePlaces(values);
  return sought === "any" ? places : places.filter((place) => Number.isNaN(values.data[place]));
}

function inputOrigin(tensor: Tensor, values: Tensor, places: readonly number[]): Origin {
  return { values, tensor, node: null, places, place: places[0]!, reason: "it was so to begin with", inputs: [] };
}

function nodeOrigin(node: Node, tensor: Tensor, values: Tensor, places: readonly number[]): Origin {
  const [place] = places as [number];
  if (node.outputs.length > 1) {
    const reason = "why is not known of an op with several results";
    return { values, tensor, node, places, place, reason, inputs: node.inputs.map((_, i) => i) };
  }
  const { text, inputs } = reasonFor(node, place);
  return { values, tensor, node, places, place, reason: text, inputs };
}

/** Which tensors hold an infinity that leads to an end that is not finite. */
class Infinities {
  private readonly users = new Map<Tensor, Node[]>();
  private readonly leading = new Map<Tensor, boolean>();

  constructor(nodes: readonly Node[]) {
    for (const node of nodes)
      for (const x of node.inputs) {
        const list = this.users.get(x);
        if (list === undefined) this.users.set(x, [node]);
        else list.push(node);
      }
    // Users come later, so that from the last to the first each is known when it is asked for.
    for (let n = nodes.length - 1; n >= 0; n--) {
      const node = nodes[n]!;
      for (let k = 0; k < node.outputs.length; k++) this.leading.set(node.outputs[k]!, this.leads(node, k));
    }
  }

  /** Does it matter that these values of a tensor are not finite? A NaN always does. */
  of(x: Tensor, values: Tensor): boolean {
    if (values.data.some(Number.isNaN)) return true;
    return this.leading.get(x) ?? this.leadsOn(x);
  }

  private leads(node: Node, k: number): boolean {
    return nonFinitePlaces(node.outputAtTime(k)).length > 0 && this.leadsOn(node.outputs[k]!);
  }

  private leadsOn(x: Tensor): boolean {
    const users = this.users.get(x);
    return (
      users === undefined || users.some(({ outputs }) => outputs.some((output) => this.leading.get(output) === true))
    );
  }
}
