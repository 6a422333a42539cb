import { formatShape, type Node, Parameter, type Tensor } from "@tapegrad/core";
import { numberText } from "./numberText.ts";
import type { Reading } from "./subject.ts";

export { numberText } from "./numberText.ts";

/** What a tensor is in a program. */
export type TensorKind = "parameter" | "input" | "constant" | "result";

export function kindOf(x: Tensor): TensorKind {
  if (x.node !== null) return "result";
  if (x instanceof Parameter) return "parameter";
  return x.size === 1 && !x.requiresGrad && x.name === undefined ? "constant" : "input";
}

/**
 * What each tensor of a program is called where it is shown: its own name, where it has one, and no two the same. Two Parameters of one
 * name are called by the Modules that use them; what has no name gets a number: results `t1, t2, …`, inputs `x1, x2, …`. A scalar that is
 * not named is written as its value, the state of an optimizer after the Parameter it belongs to; two of the same value, shape and dtype need not be told apart, and have one name.
 */
export class Names {
  private readonly names = new Map<Tensor, string>();
  private readonly taken = new Set<string>();
  private readonly constants = new Map<string, string>();
  private readonly counts = { t: 0, x: 0 };

  constructor({ nodes, loss }: Pick<Reading, "nodes" | "loss">) {
    const tensors = new Map<Tensor, Node>();
    for (const node of nodes)
      for (const x of [...node.inputs, ...node.outputs]) if (!tensors.has(x)) tensors.set(x, node);
    if (loss !== null && loss.node === null) this.give(loss, loss.name || "x1");
    const counts = new Map<string, number>();
    for (const x of tensors.keys()) if (x.name) counts.set(x.name, (counts.get(x.name) ?? 0) + 1);
    for (const [x, { path }] of tensors)
      if (x.name) this.give(x, counts.get(x.name)! > 1 && path !== "" ? `${path}.${x.name}` : x.name);
    if (loss !== null && !this.names.has(loss) && !this.taken.has("loss")) this.give(loss, "loss");
    for (const [x, node] of tensors) {
      if (this.names.has(x)) continue;
      const kind = kindOf(x);
      const state = stateOf(node, x);
      if (kind === "constant") this.giveConstant(x);
      else if (state !== null) this.give(x, `${this.of(node.inputs[0]!)}.${state}`);
      else this.giveNumber(x, kind === "result" ? "t" : "x");
    }
  }

  /** The name of a tensor of the program. */
  of(x: Tensor): string {
    return this.names.get(x) ?? x.name ?? "?";
  }

  /** Every tensor with its name. */
  entries(): Iterable<readonly [Tensor, string]> {
    return this.names;
  }

  /** The tensor of a name, if there is one. */
  find(name: string): Tensor | undefined {
    for (const [x, own] of this.names) if (own === name) return x;
    return undefined;
  }

  private giveConstant(x: Tensor): void {
    const [value, type] = [x.data[0]!, x.ndim === 0 ? x.dtype : `${x.dtype}${formatShape(x.shape)}`];
    const exact = Object.is(value, -0) ? "−0" : String(value).replaceAll("-", "−");
    const key = `${exact}:${type}`;
    const known = this.constants.get(key);
    if (known !== undefined) {
      this.names.set(x, known);
      return;
    }
    // As short as may be: most programs have one constant of a value.
    this.give(x, [numberText(value), exact, key].find((name) => !this.taken.has(name)) ?? key);
    this.constants.set(key, this.names.get(x)!);
  }

  private giveNumber(x: Tensor, letter: "t" | "x"): void {
    do this.counts[letter]++;
    while (this.taken.has(`${letter}${this.counts[letter]}`));
    this.give(x, `${letter}${this.counts[letter]}`);
  }

  private give(x: Tensor, wanted: string): void {
    let name = wanted;
    for (let i = 2; this.taken.has(name); i++) name = `${wanted}_${i}`;
    this.taken.add(name);
    this.names.set(x, name);
  }
}

/** What an op that overwrites some of its inputs calls one of them, other than the first. */
function stateOf({ op, inputs }: Node, x: Tensor): string | null {
  const i = inputs.indexOf(x);
  return i > 0 && op.mutates.includes(i) ? op.inputNames[i]! : null;
}
