import {
  applyOp,
  inputName,
  type Node,
  noGrad,
  Rng,
  ruleOf,
  Sweep,
  TapegradError,
  Tensor,
  zerosLike,
} from "@tapegrad/core";
import { analyze } from "./analytic.ts";
import { fresh } from "./arbitraries/subject.ts";
import { isFloat, pair, weightsFor } from "./pairing.ts";
import type { Blame } from "./report.ts";
import { judgeSlope, largestStep, settleSlope } from "./slope.ts";

/**
 * Checks the rules of every node on a tape by themselves, at the values the node had, in float64 where its op allows that: by each
 * input alone, and by inputs of the same shape moved together, since a rule can be wrong only where they are equal.
 *
 * @param orders - Which derivatives: the rules themselves, or their own derivatives too.
 * @returns One entry for each rule that is wrong, in the order in which the ops ran; each op once per program line.
 */
export function blameOps(nodes: readonly Node[], seed: number, orders: readonly (1 | 2)[]): Blame[] {
  const blames = new Map<string, Blame>();
  for (const order of orders) {
    for (const node of nodes) {
      if (!node.op.differentiable || node.outputs.every((output) => !output.requiresGrad)) continue;
      for (const moved of movedTogether(node)) {
        const input = moved.map((i) => inputName(node.op, i)).join(" and ");
        const key = `${node.op.name} ${node.site?.file}:${node.site?.line}:${node.site?.column}`;
        // What is wrong alone is wrong together too.
        if (blames.has(`${key} ${input}`) || (moved.length > 1 && [...blames.keys()].some((k) => k.startsWith(key))))
          continue;
        const wrong = checkNode(node, moved, order, new Rng(seed + node.inputs[moved[0]!]!.size));
        if (wrong === null) continue;
        blames.set(`${key} ${input}`, {
          op: node.op.name,
          input,
          order,
          inputShapes: node.inputs.map(({ shape }) => shape),
          site: programSite(node),
          module: node.path,
          ...wrong,
        });
      }
    }
    if (blames.size > 0) break; // a wrong rule has wrong derivatives, of which there is no need to speak
  }
  return [...blames.values()];
}

/** Positions of inputs with a rule: each alone, then those of one shape together. */
function movedTogether(node: Node): readonly (readonly number[])[] {
  const withRule = node.inputs.flatMap((input, i) =>
    ruleOf(node.op, i) !== null && input.requiresGrad && isFloat(input) ? [i] : [],
  );
  const groups = new Map<string, number[]>();
  for (const i of withRule) {
    const shape = String(node.inputs[i]!.shape);
    groups.set(shape, [...(groups.get(shape) ?? []), i]);
  }
  return [...withRule.map((i) => [i]), ...[...groups.values()].filter(({ length }) => length > 1)];
}

/** The line that made a node; none where that lies in a package of somebody else's. */
function programSite({ site }: Node): Blame["site"] {
  return site === null || /[\\/]node_modules[\\/]/.test(site.file) ? null : site;
}

/** Of so many elements each derivative is looked at; larger inputs are moved along so many random directions. */
const fewElements = 32;
const directions = 2;

interface Difference {
  readonly analytic: number;
  readonly numeric: number;
  readonly bound: number;
}

/** The first derivative by inputs that are moved together that is wrong, or `null`. */
function checkNode(node: Node, moved: readonly number[], order: 1 | 2, rng: Rng): Difference | null {
  const copies = (dtype?: "float64"): Tensor[] =>
    node.inputs.map((input) => (isFloat(input) ? copyOf(input, dtype) : input));
  try {
    return checkRule(node, moved, order, rng, copies("float64"));
  } catch (error) {
    if (!(error instanceof TapegradError)) throw error;
    return checkRule(node, moved, order, rng, copies()); // a cast knows what it casts from
  }
}

function checkRule(
  node: Node,
  moved: readonly number[],
  order: 1 | 2,
  rng: Rng,
  inputs: readonly Tensor[],
): Difference | null {
  const variables = moved.map((i) => inputs[i]!);
  const points = variables.map(({ data }) => Float64Array.from(data));
  const outputs = (): readonly Tensor[] => {
    // Generators among the attributes start anew each time.
    const result = applyOp(node.op, inputs, fresh([node.attrs])[0]);
    return (Array.isArray(result) ? (result as Tensor[]) : [result as Tensor]).filter(isFloat);
  };
  for (const variable of variables) variable.requiresGrad = true;
  const cotangents = weightsFor(rng, outputs());
  // Of second order: the rules' results as functions of the inputs.
  const gradients = (): readonly Tensor[] => {
    const found = new Sweep(outputs(), cotangents, new Set(variables)).run({ record: true });
    return variables.map((variable) => found.get(variable) ?? zerosLike(variable));
  };
  const compute = order === 1 ? outputs : gradients;

  const values = compute();
  const weights = order === 1 ? cotangents : weightsFor(rng, values);
  const base = analyze(values, weights, variables);
  const { coarse, scale } = base;
  const center = pair(weights, values);
  const valueNow = (): number => pair(weights, order === 1 ? noGrad(compute) : compute());
  if (!Object.is(valueNow(), center)) return null; // random in a way that cannot be repeated
  for (const { from, along, unit } of linesThrough(points[0]!, rng)) {
    const move = (t: number): void => {
      for (const [n, { data }] of variables.entries())
        for (let k = 0; k < along.length; k++) data[from + k] = points[n]![from + k]! + t * along[k]!;
    };
    const at = (t: number): number => {
      move(t);
      return valueNow();
    };
    const noiseAt = (t: number): number => {
      move(t);
      return analyze(compute(), weights, variables).noise;
    };
    let analytic = 0;
    for (const gradient of base.gradients)
      if (gradient !== null) analytic += along.reduce((total, amount, k) => total + gradient[from + k]! * amount, 0);
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
