import { GradientError } from "../errors.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { type KeptValues, keepValues } from "../tensor/version.ts";
import { inputName, type Op, type RuleContext } from "./op.ts";
import { type DerivativeOf, recording } from "./recording.ts";
import type { Site } from "./site.ts";

export type { DerivativeOf } from "./recording.ts";

let nextId = 0;

/** The id of the next node. */
export function upcomingId(): number {
  return nextId;
}

const nothing: readonly never[] = Object.freeze([]);

declare module "../tensor/tensor.ts" {
  // What a tensor knows as the node that made it is this.
  interface Node extends TapeNode {}
}

/** What `record` notes of a node besides what its derivative needs. */
interface Recorded {
  readonly path: string;
  readonly site: Site | null;
  readonly derivativeOf: DerivativeOf | null;
  /** Of each input and output whether and where its values at the time are kept. */
  readonly inputs: readonly (KeptValues | null)[];
  readonly outputs: readonly (KeptValues | null)[];
  /** Of an op that overwrites: the inputs as it left them. */
  after: readonly (KeptValues | null)[];
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
  private recorded: Recorded | null = null;
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

  /** The path of the Module it ran in, such as `"layers.0"`; under `record`. */
  get path(): string {
    return this.recorded?.path ?? "";
  }

  /** The program line that made it; under `record(fn, { sites: true })`. */
  get site(): Site | null {
    return this.recorded?.site ?? null;
  }

  /** Whose derivative it computes, if a derivative rule ran it; under `record`. */
  get derivativeOf(): DerivativeOf | null {
    return this.recorded?.derivativeOf ?? null;
  }

  /** Is it part of a tape that `record` made? Then it keeps what it was computed from, whatever happens later. */
  get isRecorded(): boolean {
    return this.recorded !== null;
  }

  /** @internal Notes everything that `record` promises. */
  record(): void {
    const { path, derivativeOf, sites } = recording;
    this.recorded = {
      path,
      derivativeOf,
      site: sites === null ? null : sites(),
      inputs: this.versions === null ? nothing : this.inputs.map(keepValues),
      outputs: this.op.alias ? this.outputs.map(keepValues) : nothing,
      after: nothing,
    };
  }

  /** @internal Of an op that has just overwritten some of its inputs. */
  recordAfter(): void {
    this.recorded!.after = this.inputs.map(keepValues);
  }

  /** Input `i` with the values that went into the op, for looking at. Where they were overwritten since, only a recorded node has them. */
  inputAtTime(i: number): Tensor {
    return atTime(this.inputs[i]!, this.recorded?.inputs[i]) ?? this.input(i);
  }

  /** Output `i` with the values that came out of the op, for looking at. */
  outputAtTime(i = 0): Tensor {
    return atTime(this.outputs[i]!, this.recorded?.outputs[i]) ?? this.outputs[i]!;
  }

  /** Of a recorded op that overwrites its inputs: input `i` as the op left it. */
  inputAfter(i: number): Tensor {
    return atTime(this.inputs[i]!, this.recorded?.after[i]) ?? this.inputs[i]!;
  }

  /** Input `i` as it was when the op ran. */
  input(i: number): Tensor {
    const input = this.inputs[i]!;
    if (this.versions !== null && input.version !== null && input.version.count !== this.versions[i]) {
      // A derivative of the derivative would miss what the copy stands for.
      const kept = recording.gradients ? null : atTime(input, this.recorded?.inputs[i]);
      if (kept !== null) return kept;
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

  /** Lets go of everything a backward pass needed, unless it was recorded to be looked at. */
  release(): void {
    if (this.recorded !== null) return;
    this.inputs = nothing;
    this.outputs = nothing;
    this.saved = nothing;
    this.versions = null;
  }

  get isReleased(): boolean {
    return this.outputs === nothing;
  }
}

/** A tensor with the values it had when they were kept; `null` if they are still there, or were not kept. */
function atTime(x: Tensor, kept: KeptValues | null | undefined): Tensor | null {
  if (kept === null || kept === undefined || kept.data === null) return null;
  const was: Tensor = new Tensor(x.shape, x.dtype, kept.data);
  if (x.name !== undefined) Object.assign(was, { name: x.name });
  return was;
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
