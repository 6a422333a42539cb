import { type Node, opOf, type Read, ruleOf, stopGradient, type Tensor } from "@tapegrad/core";

/** A place where values go on and derivatives do not. */
export interface CutAt {
  /**
   * `"detach"` (stopGradient); `"noGrad"`; `"integer"`: an op whose result is no float; `"nondifferentiable"`: one that passes no
   * derivative to that input; `"read"`: the values were read as numbers (item(), toArray()) and used again; `"copy"`: they were used
   * again, and no call that read them was seen.
   */
  readonly kind: "detach" | "noGrad" | "integer" | "nondifferentiable" | "read" | "copy";
  /** Up to where a derivative would have come. */
  readonly tensor: Tensor;
  /** The node that passes none; of what was read, the first that uses the number; `null` if there is none. */
  readonly node: Node | null;
  /** How it was read: `"item()"`. */
  readonly read: Read | null;
}

/** Does a derivative come back through input `i` of a node? */
export function passesDerivative(node: Node, i: number): boolean {
  return ruleOf(node.op, i) !== null && node.inputs[i]!.requiresGrad && node.outputs.some((x) => x.requiresGrad);
}

/** Where derivatives of what is computed from `start` end, among nodes in their order, and all that a derivative would come back from. */
export function cutsAfter(start: Tensor, nodes: readonly Node[]): { cuts: CutAt[]; carried: ReadonlySet<Tensor> } {
  const carried = new Set<Tensor>([start]);
  const cuts: CutAt[] = [];
  for (const node of nodes)
    for (let i = 0; i < node.inputs.length; i++) {
      const tensor = node.inputs[i]!;
      if (!carried.has(tensor) || node.outputs.length === 0) continue;
      if (passesDerivative(node, i)) for (const x of node.outputs) carried.add(x);
      else if (tensor.requiresGrad) cuts.push({ kind: kindOfCut(node, i), tensor, node, read: null });
    }
  return { cuts, carried };
}

function kindOfCut(node: Node, i: number): CutAt["kind"] {
  const { op, outputs } = node;
  if (op === opOf(stopGradient)) return "detach";
  if (outputs.every(({ dtype }) => dtype === "int32" || dtype === "bool")) return "integer";
  return ruleOf(op, i) === null ? "nondifferentiable" : "noGrad";
}

/** All tensors that values of `start` went into, whether derivatives come back or not. */
export function computedFrom(start: Tensor, nodes: readonly Node[]): ReadonlySet<Tensor> {
  const found = new Set<Tensor>([start]);
  for (const { inputs, outputs } of nodes) if (inputs.some((x) => found.has(x))) for (const x of outputs) found.add(x);
  return found;
}

/**
 * Where values of some tensors went on as mere numbers: an input of the nodes has them, and is not computed from the tensor.
 *
 * @param reads - What the tape saw of item() and toArray().
 */
export function copiesOf(tensors: ReadonlySet<Tensor>, nodes: readonly Node[], reads: readonly Read[]): CutAt[] {
  const cuts: CutAt[] = [];
  const seen = new Set<Tensor>();
  for (const node of nodes)
    for (let i = 0; i < node.inputs.length; i++) {
      const input = node.inputs[i]!;
      if (input.node !== null || input.isParameter || seen.has(input) || tensors.has(input)) continue;
      seen.add(input);
      const values = node.inputAtTime(i);
      if (!isTelling(values)) continue;
      for (const tensor of tensors) {
        if (!hasValues(tensor, values)) continue;
        const read = reads.find((one) => one.tensor === tensor) ?? null;
        cuts.push({ kind: read === null ? "copy" : "read", tensor, node, read });
        break;
      }
    }
  return cuts;
}

/** Would another tensor hardly have the same values by chance? */
function isTelling({ data }: Tensor): boolean {
  const distinct = new Set<number>(data);
  return distinct.size > 2 || [...distinct].some((value) => !Number.isInteger(value * 4));
}

function hasValues(tensor: Tensor, { data }: Tensor): boolean {
  const own = tensor.node === null ? tensor.data : tensor.node.outputAtTime(tensor.slot).data;
  if (own.length !== data.length) return false;
  for (let i = 0; i < data.length; i++)
    if (!Object.is(own[i], data[i]) && Math.fround(own[i]!) !== data[i]) return false;
  return true;
}
