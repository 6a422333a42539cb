import {
  formatReceived,
  inRange,
  type ModuleLike,
  type Node,
  onesLike,
  optionsOf,
  record,
  Sweep,
  type Tape,
  TapegradError,
  Tensor,
  unrecorded,
} from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { nodesBehind, readSubject } from "../reading/subject.ts";
import { requireLoss } from "../steps/backwardSteps.ts";
import { GradientFlow, type LayerFlow, type Size } from "./flow.ts";
import { type Layer, layersOf } from "./layersOf.ts";
import { unitsOf } from "./units.ts";

/** Options of {@link gradientFlow}. */
export interface GradientFlowOptions {
  /** An element is saturated if its slope is below this share of the largest slope of the function; default 0.1. */
  readonly saturatedBelow?: number;
  /** Gradients vanish if the cotangent of the first layer is below this share of that of the last one; default 0.001. */
  readonly vanishingBelow?: number;
  /** They explode if it is more than so many times that of the last one; default 1000. */
  readonly explodingAbove?: number;
}

/**
 * How values flow forward through the layers of a model and gradients back: for each layer the sizes of its value, of the cotangent of that, of
 * its parameters, their gradient and their update; which units are dead, and how much is saturated; and whether gradients vanish, explode, or
 * arrive. Nothing is changed: no `grad` is set.
 *
 * Sizes are root mean squares, √(Σ x²/n), so that layers of different widths can be compared, and norms, √Σ x². The verdict compares the root
 * mean squares of the cotangents of what the first and the last layer give: how the derivative of the loss changes on its way back. The
 * gradients of parameters would not do: each has the size of its layer's input in it as well.
 *
 * Which activation function a layer has is seen by its slope: units can be dead where that is 0 on an interval (relu), and saturated where it
 * goes to 0 on both sides (sigmoid, tanh). Units are counted along the last axis.
 *
 * @param model - Whatever has `namedParameters`; its layers are the Modules by path, or else what each matrix of parameters begins.
 * @param run - A function that computes the loss, which is called once and recorded; or a tape that has a loss. If parameters were updated on
 * the tape, after the backward pass, the updates are shown.
 * @param options - See {@link GradientFlowOptions}.
 * @throws {@link TapegradError} if there is no loss, or no layer; {@link GradientError} if the loss requires no gradient, or a backward pass has
 * let go of the tape.
 * @example
 * ```ts
 * const [w1, w2] = [parameter([[2, 0]], { name: "w1" }), parameter([[1], [3]], { name: "w2" })];
 * const model = { forward: (x: Tensor) => x.matmul(w1).relu().matmul(w2), namedParameters: () => [["w1", w1], ["w2", w2]] as const };
 * const flow = gradientFlow(model, () => model.forward(tensor([[1]])).square().sum());
 * flow.layers.map(({ path, gradient }) => [path, gradient?.norm]); // => [["w1", 4], ["w2", 8]]
 * flow.verdict; // => "healthy"
 * flow.layers[0]?.units?.dead; // => 1
 * ```
 */
export function gradientFlow(
  model: ModuleLike,
  run: Tape | (() => Tensor),
  options: GradientFlowOptions = {},
): GradientFlow {
  const where = "gradientFlow";
  const given = optionsOf(where, options, ["saturatedBelow", "vanishingBelow", "explodingAbove"]);
  const limits = {
    saturatedBelow: inRange(where, "saturatedBelow", given.saturatedBelow ?? 0.1, { min: 0, max: 1 }),
    vanishingBelow: inRange(where, "vanishingBelow", given.vanishingBelow ?? 1e-3, { min: 0, max: 1 }),
    explodingAbove: inRange(where, "explodingAbove", given.explodingAbove ?? 1e3, { min: 1 }),
  };
  if (typeof (model as Partial<ModuleLike> | null)?.namedParameters !== "function")
    throw new TapegradError({
      where,
      argument: "model",
      expected: "must have a method namedParameters",
      received: formatReceived(model),
      advice: "Pass a Module, or { forward, namedParameters }.",
    });
  const { nodes, loss } = recorded(where, run);
  const behind = nodesBehind(where, [loss]);
  const forward = behind.filter(({ derivativeOf }) => derivativeOf === null);
  const named = [...model.namedParameters()];
  const layers = layersOf(forward, named);
  if (layers.length === 0)
    throw new TapegradError({
      where,
      argument: "the loss",
      expected: "must be computed with parameters of the model",
      received: `one of ${forward.length} nodes that uses none of its ${named.length}`,
      advice: "Call the model within the function.",
    });
  const sweep = swept(loss);
  return new GradientFlow(
    layers.map((layer) => measured(layer, sweep, nodes, limits.saturatedBelow)),
    limits,
  );
}

/** The tape of a function, or the one that is given, and its loss. */
function recorded(where: string, run: unknown): { readonly nodes: readonly Node[]; readonly loss: Tensor } {
  if (typeof run === "function") {
    const { value, tape } = unrecorded(() => record(run as () => unknown));
    requireLoss(where, value);
    return { nodes: tape.nodes, loss: value };
  }
  if (run instanceof Tensor)
    throw new TapegradError({
      where,
      argument: "its second argument",
      expected: "must be a tape, or a function that computes the loss",
      received: "a tensor",
      advice: "Write gradientFlow(model, () => loss), so that it can be recorded.",
    });
  const { nodes, loss } = readSubject(where, run);
  if (loss === null)
    throw new TapegradError({
      where,
      argument: "the tape",
      expected: "must have a backward pass",
      received: "one without",
      advice: "Call backward() within record, or pass a function that computes the loss.",
    });
  requireLoss(where, loss);
  return { nodes, loss };
}

/** A whole backward pass, of which every cotangent is kept. */
function swept(loss: Tensor): Sweep {
  const sweep = new Sweep([loss], [onesLike(loss)], null);
  aside(() => {
    for (const node of sweep.nodes) for (let i = 0; i < node.inputs.length; i++) sweep.propagate(node, i);
  });
  return sweep;
}

function measured(layer: Layer, sweep: Sweep, nodes: readonly Node[], saturatedBelow: number): LayerFlow {
  const { path, value, parameters } = layer;
  const { node } = value;
  const gradients = parameters.flatMap(([, parameter]) => sweep.leafCotangents.get(parameter) ?? []);
  const cotangent = node === null || !value.requiresGrad ? undefined : sweep.cotangentsOf(node)?.[value.slot];
  const own = new Set<Tensor>(parameters.map(([, parameter]) => parameter));
  return {
    path,
    parameters: parameters.map(([name]) => name),
    value: sizeOf([node === null ? value : node.outputAtTime(value.slot)])!,
    cotangent: sizeOf(cotangent === undefined ? [] : [cotangent]),
    weights: sizeOf(parameterValues(layer, own)),
    gradient: sizeOf(gradients),
    update: sizeOf(updatesOf(own, nodes)),
    units: aside(() => unitsOf(layer.nodes, saturatedBelow)),
  };
}

/** The parameters with the values that the layer used. */
function parameterValues({ nodes }: Layer, own: ReadonlySet<Tensor>): Tensor[] {
  const values = new Map<Tensor, Tensor>();
  for (const node of nodes)
    node.inputs.forEach((x, i) => {
      if (own.has(x) && !values.has(x)) values.set(x, node.inputAtTime(i));
    });
  return [...values.values()];
}

/** What was added to parameters when they were overwritten. */
function updatesOf(own: ReadonlySet<Tensor>, nodes: readonly Node[]): Tensor[] {
  return nodes.flatMap((node) =>
    node.op.mutates.flatMap((i) => {
      if (!own.has(node.inputs[i]!)) return [];
      const [before, after] = [node.inputAtTime(i), node.inputAfter(i)];
      const added = new Float64Array(before.size);
      for (let k = 0; k < added.length; k++) added[k] = after.data[k]! - before.data[k]!;
      return [new Tensor(before.shape, "float64", added)];
    }),
  );
}

function sizeOf(tensors: readonly Tensor[]): Size | null {
  let [squares, count] = [0, 0];
  for (const { data } of tensors) {
    count += data.length;
    for (let i = 0; i < data.length; i++) squares += data[i]! * data[i]!;
  }
  return count === 0 ? null : { norm: Math.sqrt(squares), rms: Math.sqrt(squares / count) };
}
