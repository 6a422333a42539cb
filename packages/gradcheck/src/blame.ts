import { applyOp, inputName, type Node, noGrad, Rng, ruleOf, TapegradError, Tensor } from "@tapegrad/core";
import { analyze } from "./analytic.ts";
import { fresh } from "./arbitraries/subject.ts";
import { isFloat, pair, weightsFor } from "./pairing.ts";
import type { Blame } from "./report.ts";
import { judgeSlope, largestStep, settleSlope } from "./slope.ts";

/**
 * Checks the rule of every node on a tape by itself, at the values the node had, in float64 where its op allows that.
 *
 * @returns One entry for each rule that is wrong, in the order in which the ops ran; each op once per program line.
 */
export function blameOps(nodes: readonly Node[], seed: number): Blame[] {
  const blames = new Map<string, Blame>();
  for (const node of nodes) {
    if (!node.op.differentiable || node.outputs.every((output) => !output.requiresGrad)) continue;
    for (let i = 0; i < node.inputs.length; i++) {
      if (ruleOf(node.op, i) === null || !node.inputs[i]!.requiresGrad) continue;
      const wrong = checkNode(node, i, new Rng(seed + node.inputs[i]!.size));
      if (wrong === null) continue;
      const blame: Blame = {
        op: node.op.name,
        input: inputName(node.op, i),
        inputShapes: node.inputs.map((input) => input.shape),
        site: node.site,
        module: node.path,
        ...wrong,
      };
      const key = `${blame.op} ${blame.input} ${blame.site?.file}:${blame.site?.line}:${blame.site?.column}`;
      if (!blames.has(key)) blames.set(key, blame);
    }
  }
  return [...blames.values()];
}

/** Of so many elements each derivative is looked at; larger inputs are moved along so many random directions. */
const fewElements = 32;
const directions = 2;

interface Difference {
  readonly analytic: number;
  readonly numeric: number;
  readonly bound: number;
}

/** The first derivative of input `i` that is wrong, or `null`. */
function checkNode(node: Node, i: number, rng: Rng): Difference | null {
  const copies = (dtype?: "float64"): Tensor[] =>
    node.inputs.map((input) => (isFloat(input) ? copyOf(input, dtype) : input));
  try {
    return checkRule(node, i, rng, copies("float64"));
  } catch (error) {
    if (!(error instanceof TapegradError)) throw error;
    return checkRule(node, i, rng, copies()); // a cast knows what it casts from
  }
}

function checkRule(node: Node, i: number, rng: Rng, inputs: readonly Tensor[]): Difference | null {
  const variable = inputs[i]!;
  const point = Float64Array.from(variable.data);
  const outputs = (): readonly Tensor[] => {
    // Generators among the attributes start anew each time.
    const result = applyOp(node.op, inputs, fresh([node.attrs])[0]);
    return (Array.isArray(result) ? (result as Tensor[]) : [result as Tensor]).filter(isFloat);
  };

  variable.requiresGrad = true;
  const values = outputs();
  const weights = weightsFor(rng, values);
  const base = analyze(values, weights, [variable]);
  const { gradients, coarse, scale } = base;
  const gradient = gradients[0] ?? new Float64Array(point.length);
  const center = pair(weights, values);
  const valueNow = (): number => pair(weights, noGrad(outputs));
  if (!Object.is(valueNow(), center)) return null; // random in a way that cannot be repeated
  for (const { from, along, unit } of linesThrough(point, rng)) {
    const move = (t: number): void => {
      for (let k = 0; k < along.length; k++) variable.data[from + k] = point[from + k]! + t * along[k]!;
    };
    const at = (t: number): number => {
      move(t);
      return valueNow();
    };
    const noiseAt = (t: number): number => {
      move(t);
      return analyze(outputs(), weights, [variable]).noise;
    };
    const analytic = along.reduce((total, amount, k) => total + gradient[from + k]! * amount, 0);
    const slope = settleSlope({ at, noiseAt }, { ...base, center, first: largestStep({ coarse }) * unit, analytic });
    move(0);
    if (judgeSlope(analytic, slope, { coarse, scale, smooth: false }) === "fail")
      return { analytic, numeric: slope.value, bound: slope.bound };
  }
  return null;
}

/** Which elements are moved, how much, and how large a step is appropriate. */
interface LineThrough {
  readonly from: number;
  readonly along: Float64Array;
  readonly unit: number;
}

function linesThrough(point: Float64Array, rng: Rng): readonly LineThrough[] {
  if (point.length <= fewElements)
    return Array.from(point, (value, i) => ({
      from: i,
      along: Float64Array.of(1),
      unit: Math.max(1, Math.abs(value)),
    }));
  return Array.from({ length: directions }, () => {
    const { data } = rng.normal<number[], "float64">([point.length], { dtype: "float64" });
    return { from: 0, along: data.map((value) => value / Math.sqrt(point.length)), unit: 1 };
  });
}

/** The same values in a buffer of its own, in float64 or as they are. */
function copyOf(x: Tensor, dtype = x.dtype): Tensor {
  return new Tensor(x.shape, dtype, dtype === "float64" ? Float64Array.from(x.data) : x.data.slice());
}
