import { GradientError } from "../errors.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { inputName, type Op, type RuleContext } from "./op.ts";
import type { Site } from "./site.ts";

let nextId = 0;
const nothing: readonly never[] = Object.freeze([]);

declare module "../tensor/tensor.ts" {
  // What a tensor knows as the node that made it is this.
  interface Node extends TapeNode {}
}

/**
 * One application of an op: what went in, what came out, and what its derivative needs.
 *
 * Ids only grow, so sorting nodes by id puts every node behind all that it was computed from.
 */
export class TapeNode implements RuleContext {
  readonly id: number = nextId++;
  readonly op: Op;
  inputs: readonly Tensor[];
  readonly attrs: unknown;
  outputs: readonly Tensor[];
  /** What the op saved for its rules besides inputs and outputs. */
  saved: readonly Tensor[];
  /** The path of the Module it ran in, such as `"layers.0"`; recorded under `record`. */
  path = "";
  /** The program line that made it; recorded under `record(fn, { sites: true })`. */
  site: Site | null = null;
  /** Where it stands in the list of the latest sweep that came by, which checks: another may have come in between. */
  place = 0;
  /** Version of each input's storage when it was read, if one of them can be overwritten. */
  private versions: readonly number[] | null;

  constructor(
    op: Op,
    inputs: readonly Tensor[],
    attrs: unknown,
    outputs: readonly Tensor[],
    saved: readonly Tensor[] = nothing,
  ) {
    this.op = op;
    this.inputs = inputs;
    this.attrs = attrs;
    this.outputs = outputs;
    this.saved = saved;
    this.versions = versionsOf(inputs);
  }

  /** Input `i` as it was when the op ran. */
  input(i: number): Tensor {
    const input = this.inputs[i]!;
    if (this.versions !== null && input.version !== null && input.version.count !== this.versions[i]) {
      const name = input.name ? ` "${input.name}"` : "";
      throw new GradientError(
        `backward: ${inputName(this.op, i)}${name} of ${this.op.name} must still have the values it was used with, but it was ` +
          "overwritten since. Call backward() before assign() or an optimizer's step().",
      );
    }
    return input;
  }

  /** A node is all that the rules of an elementwise op look at, which name no inputs. */
  get node(): Node {
    return this;
  }

  get output(): Tensor {
    return this.outputs[0]!;
  }

  /** Lets go of everything a backward pass needed. */
  release(): void {
    this.inputs = nothing;
    this.outputs = nothing;
    this.saved = nothing;
    this.versions = null;
  }

  get isReleased(): boolean {
    return this.outputs === nothing;
  }
}

function versionsOf(inputs: readonly Tensor[]): number[] | null {
  let versions: number[] | null = null;
  for (let i = 0; i < inputs.length; i++) {
    const { version } = inputs[i]!;
    if (version === null) continue;
    versions ??= new Array<number>(inputs.length).fill(0);
    versions[i] = version.count;
  }
  return versions;
}
