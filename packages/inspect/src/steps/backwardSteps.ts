import {
  formatReceived,
  formatShape,
  GradientError,
  jacobianAt,
  type Node,
  onesLike,
  ruleOf,
  Sweep,
  slopeAt,
  TapegradError,
  Tensor,
} from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { formulasOf } from "../reading/formulas.ts";
import { Names } from "../reading/names.ts";
import { nodesBehind } from "../reading/subject.ts";

/** Options of {@link backwardSteps}. */
export interface BackwardStepsOptions {
  /** The notation of formulas; default `"text"`. */
  readonly notation?: "text" | "latex";
  /** What tensors are called; default: their own names, and numbers for the others. */
  readonly names?: Names;
  /** The Jacobian is part of a step if it has at most so many elements; default 64. */
  readonly jacobianLimit?: number;
}

/** One edge of the backward pass: what a node's cotangent contributes to that of one of its inputs. */
export interface BackwardStep {
  /** From 0 on. */
  readonly index: number;
  readonly node: Node;
  /** Which input of the node, from 0 on. */
  readonly input: number;
  /** The input itself, with its present values, and what it and the result are called. */
  readonly operand: Tensor;
  readonly operandName: string;
  readonly resultName: string;
  /** How the contribution follows, in the names of the program: `x̄ = ȳ w`. */
  readonly formula: string;
  /** The cotangent of the node's result, complete by now; that of its first result where it has several, see `cotangents`. */
  readonly cotangent: Tensor;
  readonly cotangents: readonly Tensor[];
  /**
   * The local derivative: of an elementwise op `∂y/∂x` of each element of the result, in its shape; of another op the Jacobian,
   * `[size of the result, size of the input]`, if it is small; otherwise `null`.
   */
  readonly local: Tensor | null;
  readonly localKind: "slope" | "jacobian" | null;
  /** What this edge adds to the cotangent of the input; its shape and dtype. */
  readonly contribution: Tensor;
  /** The cotangent of the input so far, with this contribution. */
  readonly sum: Tensor;
  /** Is it complete: does no further edge lead to this input? */
  readonly isComplete: boolean;
}

/**
 * The backward pass of a loss, one edge at a time, from the loss to the leaves. Nothing is changed: no `grad` is set, and the tape stays.
 *
 * The last `sum` of each leaf is what `backward` adds to its `grad`, to the bit. A loss that was computed under `record` is gone through
 * with the values of that time, whatever has been overwritten since.
 *
 * @param loss - A float scalar that depends on something that requires a gradient.
 * @param options - See {@link BackwardStepsOptions}.
 * @throws {@link GradientError} if the loss was not recorded, or a backward pass has let go of its tape.
 * @example
 * ```ts
 * const a = tensor(2, { requiresGrad: true, name: "a" });
 * const b = tensor(3, { requiresGrad: true, name: "b" });
 * const steps = [...backwardSteps(a.mul(b).named("L"))];
 * steps.map(({ formula }) => formula); // => ["ā = L̄ b", "b̄ = L̄ a"]
 * steps.map(({ sum }) => sum.item()); // => [3, 2]
 * ```
 */
export function* backwardSteps(loss: Tensor, options: BackwardStepsOptions = {}): Generator<BackwardStep, void> {
  requireLoss("backwardSteps", loss);
  const { notation = "text", jacobianLimit = 64 } = options;
  const names = options.names ?? new Names({ nodes: nodesBehind("backwardSteps", [loss]), loss });
  const sweep = new Sweep([loss], [onesLike(loss)], null);
  const left = edgesInto(sweep.nodes);
  let index = 0;
  for (const node of sweep.nodes) {
    const cotangents = sweep.cotangentsOf(node);
    if (cotangents === null) continue;
    const formulas = formulasOf(node, names, notation);
    for (let input = 0; input < node.inputs.length; input++) {
      const operand = node.inputs[input]!;
      const contribution = aside(() => sweep.propagate(node, input));
      if (contribution === null) continue;
      left.set(operand, left.get(operand)! - 1);
      const { local, localKind } = aside(() => localDerivative(node, input, jacobianLimit));
      yield {
        index: index++,
        node,
        input,
        operand,
        operandName: names.of(operand),
        resultName: names.of(node.outputs[0]!),
        formula: formulas.inputs[input] ?? "",
        cotangent: cotangents[0]!,
        cotangents,
        local,
        localKind,
        contribution,
        sum: sumOf(sweep, operand),
        isComplete: left.get(operand) === 0,
      };
    }
  }
}

/** @throws GradientError or TapegradError unless `loss` is a float scalar that was recorded. */
export function requireLoss(where: string, loss: unknown): asserts loss is Tensor {
  if (!(loss instanceof Tensor))
    throw new TapegradError({ where, argument: "loss", expected: "must be a tensor", received: formatReceived(loss) });
  const isFloat = loss.dtype === "float32" || loss.dtype === "float64";
  if (loss.ndim !== 0 || !isFloat)
    throw new GradientError({
      where,
      argument: "loss",
      expected: "must be a scalar of dtype float32 or float64",
      received: `shape ${formatShape(loss.shape)} and dtype ${loss.dtype}`,
      advice: "Reduce it with .sum() or .mean().",
    });
  if (!loss.requiresGrad || loss.node === null)
    throw new GradientError({
      where,
      argument: "loss",
      expected: "must be computed from a tensor that requires a gradient",
      received: "one that was not recorded",
      advice: "Make an input with { requiresGrad: true }, or use a Parameter, outside noGrad.",
    });
}

/** How many edges lead to each tensor: so many contributions its cotangent has. */
function edgesInto(nodes: readonly Node[]): Map<Tensor, number> {
  const edges = new Map<Tensor, number>();
  for (const { op, inputs } of nodes)
    inputs.forEach((x, i) => {
      if (x.requiresGrad && ruleOf(op, i) !== null) edges.set(x, (edges.get(x) ?? 0) + 1);
    });
  return edges;
}

function localDerivative(node: Node, input: number, limit: number): Pick<BackwardStep, "local" | "localKind"> {
  const slope = slopeAt(node, input);
  if (slope !== null) return { local: slope, localKind: "slope" };
  const isSmall = node.outputs.length === 1 && node.outputs[0]!.size * node.inputs[input]!.size <= limit;
  const local = isSmall ? jacobianAt(node, input, { limit }) : null;
  return { local, localKind: local === null ? null : "jacobian" };
}

function sumOf(sweep: Sweep, x: Tensor): Tensor {
  if (x.node === null) return sweep.leafCotangents.get(x)!;
  return sweep.cotangentsOf(x.node)![x.slot]!;
}
