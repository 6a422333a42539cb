import {
  formatReceived,
  formatShape,
  type ModuleLike,
  type Node,
  optionsOf,
  type Parameter,
  type Site,
  type Tape,
  TapegradError,
  Tensor,
} from "@tapegrad/core";
import { Names } from "../reading/names.ts";
import { siteText, sourceLine } from "../reading/sourceLine.ts";
import { nodesBehind, readSubject } from "../reading/subject.ts";
import { type CutAt, computedFrom, copiesOf, cutsAfter, passesDerivative } from "./cuts.ts";

/** Where the path from a parameter to the loss broke. */
export interface Cut extends Omit<CutAt, "read"> {
  /** What the program calls the tensor. */
  readonly name: string;
  /** Path of the Module in which it broke. */
  readonly path: string;
  /** The program line, on a tape that was recorded with sites, and its text. */
  readonly site: Site | null;
  readonly line: string | null;
  /** In words: `"detach of h"`. */
  readonly text: string;
}

/** A parameter that a loss does not depend on. */
export interface UnusedParameter {
  /** As the model calls it: `"layers.0.kernel"`. */
  readonly name: string;
  readonly parameter: Parameter;
  /**
   * `"cut"`: derivatives end on the way, see `cuts`. `"frozen"`: it is used, but asks for no gradient. `"elsewhere"`: it was used, and nothing
   * of it goes into the loss. `"never"`: it was not used. `"unknown"`: which of them, only a tape can tell.
   */
  readonly why: "cut" | "frozen" | "elsewhere" | "never" | "unknown";
  readonly cuts: readonly Cut[];
  /** Why, in words. */
  readonly text: string;
}

/** What {@link unused} finds. It reads well as text. */
export class UnusedParameters {
  readonly parameters: readonly UnusedParameter[];
  /** How many parameters the model has. */
  readonly count: number;
  /** What could not be known, and how it can be. */
  readonly note: string | null;

  constructor(parameters: readonly UnusedParameter[], count: number, note: string | null) {
    this.parameters = parameters;
    this.count = count;
    this.note = note;
  }

  toString(): string {
    const { parameters, count } = this;
    const of = `${count} parameter${count === 1 ? "" : "s"}`;
    if (parameters.length === 0)
      return count === 1 ? "The loss depends on the only parameter." : `The loss depends on all ${of}.`;
    const width = Math.max(...parameters.map(({ name }) => name.length));
    const rows = parameters.map(({ name, text }) => `  ${name.padEnd(width)}  ${text}`);
    const head = `The loss does not depend on ${parameters.length} of ${of}:`;
    return [head, ...rows, ...(this.note === null ? [] : [this.note])].join("\n");
  }
}

/**
 * The parameters of a model that a loss does not depend on, so that no training moves them; and where on the way derivatives end, if they do:
 * at a `detach`, within `noGrad`, at an op whose result is whole, or because values were read as numbers, by `item()` for one.
 *
 * @param subject - The tape of a forward pass, which has the most to say: of `record(fn, { sites: true })` it has the program lines. Its loss is
 * the last one that a backward pass began at, or else its last result. Or the loss itself, and the tape as an option.
 * @param model - Whatever has `namedParameters`.
 * @param options - `tape`: the tape on which the loss is.
 * @throws {@link TapegradError} if there is no loss, or the model has no `namedParameters`; {@link GradientError} if a backward pass has let go
 * of the tape.
 * @example
 * ```ts
 * const [w, b] = [parameter([2], { name: "w" }), parameter([1], { name: "b" })];
 * const model = { forward: (x: Tensor) => x.mul(w).detach().add(b), namedParameters: () => [["w", w], ["b", b]] as const };
 * const { tape } = record(() => model.forward(tensor([3], { name: "x" })).square().sum());
 * String(unused(tape, model)).split("\n")[1]; // => "  w  detach of t1"
 * ```
 */
export function unused(
  subject: Tape | Tensor,
  model: ModuleLike,
  options: { readonly tape?: Tape } = {},
): UnusedParameters {
  optionsOf("unused", options, ["tape"]);
  const tape = options.tape ?? (subject instanceof Tensor ? null : subject);
  const { nodes } = readSubject("unused", tape ?? subject);
  const parameters = [...parametersOf(model)];
  const loss = subject instanceof Tensor ? subject : lossOf(subject);
  const behind = nodesBehind("unused", [loss]);
  const reached = reachedBy(loss, behind);
  const search = new Search(loss, tape, nodes, behind);
  const found = parameters.flatMap(([name, parameter]) =>
    reached.has(parameter) ? [] : [search.whyNot(name, parameter)],
  );
  return new UnusedParameters(found, parameters.length, search.note(found));
}

function parametersOf(model: ModuleLike): Iterable<readonly [string, Parameter]> {
  if (typeof (model as Partial<ModuleLike> | null)?.namedParameters === "function") return model.namedParameters();
  throw new TapegradError({
    where: "unused",
    argument: "model",
    expected: "must have a method namedParameters",
    received: formatReceived(model),
    advice: "Pass a Module, or { forward, namedParameters }.",
  });
}

/** The loss of a tape: what its last backward pass began at, or else what it computed last. */
function lossOf(tape: Tape): Tensor {
  const last =
    tape.losses.at(-1) ??
    tape.nodes.findLast(({ derivativeOf, outputs }) => derivativeOf === null && outputs.length > 0)?.outputs[0];
  if (last !== undefined && last.ndim === 0 && (last.dtype === "float32" || last.dtype === "float64")) return last;
  throw new TapegradError({
    where: "unused",
    argument: "the tape",
    expected: "must have a loss: a float scalar that a backward pass began at, or that was computed last",
    received: last === undefined ? "an empty tape" : `shape ${formatShape(last.shape)} and dtype ${last.dtype}`,
    advice: "Pass the loss, and the tape as an option: unused(loss, model, { tape }).",
  });
}

/** All that a derivative of the loss comes to. */
function reachedBy(loss: Tensor, behind: readonly Node[]): ReadonlySet<Tensor> {
  const reached = new Set<Tensor>([loss]);
  for (let n = behind.length - 1; n >= 0; n--) {
    const node = behind[n]!;
    if (!node.outputs.some((x) => reached.has(x))) continue;
    node.inputs.forEach((x, i) => {
      if (passesDerivative(node, i)) reached.add(x);
    });
  }
  return reached;
}

class Search {
  private readonly tape: Tape | null;
  private readonly behind: readonly Node[];
  /** The nodes of the forward pass, as far as they are known. */
  private readonly forward: readonly Node[];
  private readonly names: Names;
  private readonly isRecorded: boolean;

  constructor(loss: Tensor, tape: Tape | null, nodes: readonly Node[], behind: readonly Node[]) {
    this.tape = tape;
    this.behind = behind;
    this.forward = nodes.filter(({ derivativeOf, op }) => derivativeOf === null && op.mutates.length === 0);
    this.names = new Names({ nodes, loss });
    this.isRecorded = tape !== null || behind.some((node) => node.isRecorded);
  }

  whyNot(name: string, parameter: Parameter): UnusedParameter {
    const result = (why: UnusedParameter["why"], text: string, cuts: readonly Cut[] = []): UnusedParameter => ({
      name,
      parameter,
      why,
      text,
      cuts,
    });
    const isBehind = this.behind.some(({ inputs }) => inputs.includes(parameter));
    if (isBehind && !parameter.requiresGrad) return result("frozen", "frozen: freeze(false) lets it be trained");
    const cuts = isBehind ? cutsAfter(parameter, this.behind).cuts : this.readsAfter(parameter);
    if (cuts.length > 0) {
      const shown = cuts.map((cut) => this.shown(cut));
      return result("cut", [...new Set(shown.map(described))].join("; "), shown);
    }
    if (this.tape === null) return result("unknown", this.isRecorded ? "nothing of it is in the loss" : "not reached");
    const users = this.forward.filter(({ inputs }) => inputs.includes(parameter));
    const [first] = users;
    if (first === undefined) return result("never", "never used in the forward pass");
    const made = this.names.of(first.outputs[0] ?? parameter);
    return result("elsewhere", `used for ${made}${atText(first.path, first.site)}, but nothing of that is in the loss`);
  }

  note(found: readonly UnusedParameter[]): string | null {
    if (found.length === 0) return null;
    if (!this.isRecorded)
      return "Whether they are used, and where derivatives end, is known on a tape: const { tape } = record(fn, { sites: true }); unused(tape, model).";
    if (this.tape === null && found.some(({ why }) => why === "unknown"))
      return "Whether they are used otherwise, or through item() or toArray(), the tape knows: unused(loss, model, { tape }).";
    const lacksLines = found.some(({ why, cuts }) => why === "elsewhere" || cuts.some(({ site }) => site === null));
    return lacksLines && this.behind.every(({ site }) => site === null)
      ? "Program lines: record(fn, { sites: true }) notes them."
      : null;
  }

  /** What of the values of a parameter was read as numbers, and went into the loss. */
  private readsAfter(parameter: Parameter): CutAt[] {
    const nodes = this.tape === null ? this.behind : this.forward;
    const made = computedFrom(parameter, nodes);
    const reads = this.tape?.reads ?? [];
    const copies = copiesOf(made, this.behind, reads);
    if (copies.length > 0 || reads.length === 0) return copies;
    // A number that was read may have been computed with before it came back.
    return reads
      .filter(({ tensor }) => made.has(tensor))
      .map((read) => ({ kind: "read", tensor: read.tensor, node: null, read }));
  }

  private shown({ kind, tensor, node, read }: CutAt): Cut {
    const name = this.names.of(tensor);
    const { path, site } = read ?? node!; // a cut without a node was read
    const line = site === null ? null : sourceLine(site);
    return { kind, tensor, node, name, path, site, line, text: cutText(kind, name, node, read?.how ?? "") };
  }
}

function cutText(kind: CutAt["kind"], name: string, node: Node | null, how: string): string {
  switch (kind) {
    case "detach":
      return `detach of ${name}`;
    case "noGrad":
      return `${node!.op.name} of ${name} within noGrad`;
    case "integer":
      return `${node!.op.name} of ${name} gives ${node!.outputs[0]!.dtype}, which has no derivative`;
    case "nondifferentiable":
      return `${node!.op.name} passes no derivative to ${name}`;
    case "read":
      return `${name}.${how} gives numbers, and what is computed of them has no derivative`;
    case "copy":
      return `an input of ${node!.op.name} has the values of ${name} but is not computed from it`;
  }
}

function described({ text, path, site, line }: Cut): string {
  return `${text}${atText(path, site)}${line === null ? "" : `: ${line}`}`;
}

function atText(path: string, site: Site | null): string {
  return `${path === "" ? "" : ` in ${path}`}${site === null ? "" : ` at ${siteText(site)}`}`;
}
