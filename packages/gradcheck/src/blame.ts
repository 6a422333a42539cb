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
      if (ruleOf(node.op, i) === null || !isFloat(node.inputs[i]!)) continue;
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

/** Elements whose derivative is looked at one by one; of larger inputs that many are drawn. */
const mostElements = 32;

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
  for (const element of elementsOf(point.length, rng)) {
    const move = (t: number): void => {
      variable.data[element] = point[element]! + t;
    };
    const at = (t: number): number => {
      move(t);
      return valueNow();
    };
    const noiseAt = (t: number): number => {
      move(t);
      return analyze(outputs(), weights, [variable]).noise;
    };
    const analytic = gradient[element]!;
    const first = largestStep({ coarse }) * Math.max(1, Math.abs(point[element]!));
    const slope = settleSlope({ at, noiseAt }, { ...base, center, first, analytic });
    move(0);
    if (judgeSlope(analytic, slope, { coarse, scale, smooth: false }) === "fail")
      return { analytic, numeric: slope.value, bound: slope.bound };
  }
  return null;
}

/** The same values in a buffer of its own, in float64 or as they are. */
function copyOf(x: Tensor, dtype = x.dtype): Tensor {
  return new Tensor(x.shape, dtype, dtype === "float64" ? Float64Array.from(x.data) : x.data.slice());
}

function elementsOf(size: number, rng: Rng): readonly number[] {
  if (size <= mostElements) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: mostElements }, () => Math.floor(rng.next() * size));
}
