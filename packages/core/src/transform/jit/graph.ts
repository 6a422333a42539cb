import { type HostCall, hostCallOp } from "../../op/host.ts";
import { sourceOf } from "../../random/draw.ts";
import { sameShape } from "../../shape/sizes.ts";
import { inputName, type Op, type TensorType } from "../../tape/op.ts";
import { collecting, withRecording } from "../../tape/recording.ts";
import { type Site, siteOf } from "../../tape/site.ts";
import { allocate, type Data, type DType } from "../../tensor/dtype.ts";
import { type Node, Tensor } from "../../tensor/tensor.ts";
import type { Trace } from "./trace.ts";

/** Where the values of a slot come from at each call. */
export type Source =
  /** The tensor given as this argument. */
  | { readonly kind: "argument"; readonly index: number }
  /** A Parameter, whose values change from call to call; `tensor` has its storage. */
  | { readonly kind: "parameter"; readonly tensor: Tensor }
  /** The gradient that a leaf has when the call begins. */
  | { readonly kind: "gradient"; readonly leaf: Tensor }
  /** A tensor that never changes. */
  | { readonly kind: "constant"; readonly tensor: Tensor }
  /** A step of the program. */
  | { readonly kind: "computed" };

/** Values of the program: what one buffer holds. Tensors that share a storage have one slot. */
export interface Slot {
  readonly id: number;
  readonly dtype: DType;
  readonly size: number;
  readonly source: Source;
}

/** A tensor of the program: its values, under a shape. */
export interface Use extends TensorType {
  readonly slot: Slot;
  /** The tensor itself, if it is the same at every call. */
  readonly tensor: Tensor | null;
}

/** One op of the program. */
export interface Step {
  readonly op: Op;
  readonly attrs: unknown;
  /** The calls that led to it; `null` once nobody needs to be told. */
  readonly origin: Error | null;
  readonly inputs: readonly Use[];
  readonly outputs: readonly Use[];
  readonly saved: readonly Use[];
}

/** A result of the program. */
export interface Result extends Use {
  /** May someone differentiate it? */
  readonly differentiable: boolean;
  /** If it is another shape of something that is the same at every call: what it is made of. */
  readonly base: Tensor | null;
}

/** A program as a list of steps on slots. */
export interface Graph {
  readonly steps: readonly Step[];
  readonly slots: readonly Slot[];
  /** In the order in which they were returned. */
  readonly results: readonly Result[];
  /** The gradients that leaves have afterwards. */
  readonly gradients: ReadonlyMap<Tensor, Use | null>;
  /** The leaves whose gradients are forgotten before anything that may throw. */
  readonly forgotten: ReadonlySet<Tensor>;
  /** Tensors that the program uses without being given them, and that a result can be differentiated by. */
  readonly captured: readonly Tensor[];
  /** Does it do anything besides computing results? Checks of values do not count: made again they change nothing. */
  readonly hasEffects: boolean;
}

/**
 * The program that a trace shows.
 *
 * @param args - What it was given, in order.
 * @param results - What it returned.
 */
export function graphOf(trace: Trace<unknown>, args: readonly Tensor[], results: readonly Tensor[]): Graph {
  const slots: Slot[] = [];
  const slotOfData = new Map<Data, Slot>();
  const add = (x: Tensor, source: Source): Slot => {
    const slot: Slot = { id: slots.length, dtype: x.dtype, size: x.size, source };
    slots.push(slot);
    slotOfData.set(x.data, slot);
    return slot;
  };
  const use = (x: Tensor): Use => {
    const source: Source = x.version === null ? { kind: "constant", tensor: x } : { kind: "parameter", tensor: x };
    const slot = slotOfData.get(x.data) ?? add(x, source);
    const isFixed = slot.source.kind === "constant" || slot.source.kind === "parameter";
    return { slot, shape: x.shape, dtype: x.dtype, tensor: isFixed ? x : null };
  };
  args.forEach((x, index) => {
    if (x.version === null) add(x, { kind: "argument", index });
  });
  for (const [leaf, gradient] of trace.gradientsBefore)
    if (gradient !== null) add(gradient, { kind: "gradient", leaf });
  const made = (x: Tensor): Use => ({
    slot: add(x, { kind: "computed" }),
    shape: x.shape,
    dtype: x.dtype,
    tensor: null,
  });
  const steps: Step[] = [];
  const addStep = (node: Node, origin: Error): void => {
    const { op, attrs, inputs, outputs, saved } = node;
    const uses = inputs.map(use);
    if (op.check !== null) steps.push(checkOf(op, attrs, origin, uses));
    // Another shape of the same storage, so the same slot.
    if (op.alias) return;
    if (op.composed === null) {
      steps.push({ op, attrs, origin, inputs: uses, outputs: outputs.map(made), saved: saved.map(made) });
      return;
    }
    // The ops it is made of, run once more to see which: whatever they compute is left.
    const { nodes, value } = recorded(() => op.composed!(inputs, attrs));
    for (const part of nodes) addStep(part, origin);
    slotOfData.set(outputs[0]!.data, slotOfData.get(value.data)!);
  };
  trace.nodes.forEach((node, k) => {
    addStep(node, trace.origins[k]!);
  });
  const gradients = new Map(
    Array.from(trace.gradientsAfter, ([leaf, gradient]) => [leaf, gradient === null ? null : use(gradient)]),
  );
  const wanted = results.map(use);
  const own = new Set(trace.nodes);
  const differentiable = ({ requiresGrad, node }: Tensor): boolean =>
    requiresGrad && !(node !== null && trace.released.has(node));
  return {
    results: results.map((x, i) => ({
      ...wanted[i]!,
      differentiable: differentiable(x),
      base: wanted[i]!.tensor === null ? null : baseOf(x, own),
    })),
    gradients,
    forgotten: trace.forgotten,
    captured: capturedBy(trace.nodes, own, args),
    hasEffects: trace.gradientsAfter.size > 0 || trace.nodes.some(({ op }) => op.draws || op.mutates.length > 0),
    steps: withoutUseless(
      steps,
      [...wanted, ...gradients.values()].flatMap((found) => (found === null ? [] : [found.slot])),
    ),
    slots,
  };
}

/** What a tensor is another shape of, if the program itself has given it that shape. */
function baseOf(x: Tensor, own: ReadonlySet<Node>): Tensor | null {
  let base = x;
  while (base.node !== null && own.has(base.node)) base = base.node.inputs[0]!;
  return base === x ? null : base;
}

function capturedBy(nodes: readonly Node[], own: ReadonlySet<Node>, args: readonly Tensor[]): readonly Tensor[] {
  const captured = new Set<Tensor>();
  for (const { inputs } of nodes)
    for (const x of inputs) if (x.requiresGrad && (x.node === null || !own.has(x.node))) captured.add(x);
  for (const x of args) captured.delete(x);
  return [...captured];
}

/** The nodes of what `fn` computes, and no more. */
function recorded(fn: () => Tensor): { readonly nodes: readonly Node[]; readonly value: Tensor } {
  const nodes: Node[] = [];
  const change = { tape: collecting(nodes), gradients: false, sites: null, path: "", tracing: null };
  const value = withRecording("jit", change, fn);
  return { nodes, value };
}

/** The check of an op's values as a step of its own, before that op. */
function checkOf(op: Op, attrs: unknown, origin: Error, inputs: readonly Use[]): Step {
  const looked = op.checkedInputs ?? inputs.map((_, i) => i);
  // Of the others it sees types alone.
  const types = inputs.map(({ shape, dtype }) => new Tensor(shape, dtype, allocate(dtype, 0)));
  const call = (...values: readonly Tensor[]): void => {
    const tensors = types.map((type, i) => values[looked.indexOf(i)] ?? type);
    op.check!(tensors, attrs); // an op that has one
  };
  const called = { call, undo: undefined } satisfies HostCall;
  return { op: hostCallOp, attrs: called, origin, inputs: looked.map((i) => inputs[i]!), outputs: [], saved: [] };
}

/** Does a step do something besides computing its outputs? */
export function hasEffect({ op }: Step): boolean {
  return op.draws || op.mutates.length > 0;
}

/** All that a step computes: its outputs, and what it saves for rules. */
export function madeBy({ outputs, saved }: Step): readonly Use[] {
  return saved.length === 0 ? outputs : [...outputs, ...saved];
}

/** The steps that results depend on, or that do something else. */
function withoutUseless(steps: readonly Step[], results: readonly Slot[]): readonly Step[] {
  const needed = new Set(results);
  const kept: Step[] = [];
  for (const step of [...steps].reverse()) {
    if (!hasEffect(step) && !madeBy(step).some(({ slot }) => needed.has(slot))) continue;
    kept.push(step);
    for (const { slot } of step.inputs) needed.add(slot);
  }
  return kept.reverse();
}

/** Two runs of the same program that are not the same: what differs, and where in the program. */
export interface Difference {
  readonly what: string;
  readonly site: Site | null;
}

/** In what another run of a program differs from this one, if in anything that a compiled program would not do anew. */
export function differenceOf(graph: Graph, other: Graph): Difference | null {
  for (let k = 0; k < Math.max(graph.steps.length, other.steps.length); k++) {
    const [a, b] = [graph.steps[k], other.steps[k]];
    if (a === undefined || b === undefined || a.op.name !== b.op.name) {
      const [was, is] = [a, b].map((step) => step?.op.name ?? "its end");
      return { what: `one that ran ${was} at one call and ${is} at another`, site: siteOfStep(b) };
    }
    const what = stepDifference(a, b);
    if (what !== null) return { what, site: siteOfStep(b) };
  }
  if (!sameResults(graph, other))
    return { what: "one that returned other tensors at one call than at another", site: null };
  return null;
}

function siteOfStep(step: Step | undefined): Site | null {
  return step === undefined || step.origin === null ? null : siteOf(step.origin);
}

/** The same program, without what keeps the calls alive that led to its steps. */
export function withoutOrigins(graph: Graph): Graph {
  return { ...graph, steps: graph.steps.map((step) => ({ ...step, origin: null })) };
}

function stepDifference(a: Step, b: Step): string | null {
  const { name } = a.op;
  // What is drawn, read or called is done anew at each call.
  if (!a.op.draws && !sameValue(a.attrs, b.attrs))
    return `one in which the arguments of ${name} differed from call to call`;
  if (sourceOf(a.op, a.attrs) !== sourceOf(b.op, b.attrs))
    return "one that draws from another generator at one call than at another";
  if (a.inputs.length !== b.inputs.length) return `one in which the number of tensors given to ${name} differed`;
  for (const [i, { slot }] of a.inputs.entries()) {
    const problem = sourceDifference(slot, b.inputs[i]!.slot) ?? shapeDifference(a.inputs[i]!, b.inputs[i]!);
    if (problem !== null) return `one in which ${inputName(a.op, i)} of ${name} was ${problem}`;
  }
  for (const [i, { slot }] of a.outputs.entries())
    if (slot.dtype !== b.outputs[i]?.dtype || slot.size !== b.outputs[i]?.slot.size)
      return `one in which the result of ${name} had another size from call to call`;
  return null;
}

function shapeDifference(a: Use, b: Use): string | null {
  return sameShape(a.shape, b.shape) ? null : "of another shape from call to call";
}

function sourceDifference(a: Slot, b: Slot): string | null {
  const [from, to] = [a.source, b.source];
  if (a.id !== b.id) return "computed in another way at one call than at another";
  if (from.kind !== to.kind) return `a ${from.kind} tensor at one call and a ${to.kind} one at another`;
  if (a.dtype !== b.dtype || a.size !== b.size) return "of another size from call to call";
  if (from.kind === "argument" && to.kind === "argument") return from.index === to.index ? null : "another argument";
  if (from.kind === "parameter" && to.kind === "parameter")
    return from.tensor.data === to.tensor.data ? null : "another Parameter at one call than at another";
  if (from.kind === "gradient" && to.kind === "gradient")
    return from.leaf === to.leaf ? null : "the gradient of another leaf";
  if (from.kind === "constant" && to.kind === "constant") {
    if (sameData(from.tensor.data, to.tensor.data)) return null;
    const shown = a.size === 1 ? `: ${from.tensor.data[0]} and then ${to.tensor.data[0]}` : "";
    return `a constant whose values differed from call to call${shown}`;
  }
  return null;
}

function sameResults(a: Graph, b: Graph): boolean {
  const [left, right] = [a.results, b.results];
  // Leaves without a gradient do not count: what a first call makes has none either.
  const [gradients, others] = [a, b].map((graph) => [...graph.gradients].filter(([, gradient]) => gradient !== null));
  return (
    left.length === right.length &&
    left.every(
      (use, i) => sourceDifference(use.slot, right[i]!.slot) === null && sameShape(use.shape, right[i]!.shape),
    ) &&
    gradients!.length === others!.length &&
    gradients!.every(([leaf, use], i) => {
      const [otherLeaf, other] = others![i]!;
      return leaf === otherLeaf && sourceDifference(use!.slot, other!.slot) === null; // both have one
    })
  );
}

function sameData(a: Data, b: Data): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Are two attributes the same: numbers, lists and plain objects by value, all else by identity? */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return sameData(a as Data, b as Data);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => sameValue(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
