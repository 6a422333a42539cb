import { applyOp, inputName, type Node, noGrad, Rng, ruleOf, Tensor } from "@tapegrad/core";
import { analyze } from "./analytic.ts";

import type { Blame } from "./report.ts";
import { judgeSlope, settleSlope } from "./slope.ts";

/**
 * Checks the rule of every node on a tape by itself, at the values the node had, in float64.
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

function isFloat(x: Tensor): boolean {
  return x.dtype === "float32" || x.dtype === "float64";
}

/** Elements whose derivative is looked at one by one; of larger inputs that many are drawn. */
const mostElements = 32;

/** The first derivative of input `i` that is wrong, or `null`. */
function checkNode(node: Node, i: number, rng: Rng): { analytic: number; numeric: number; bound: number } | null {
  const inputs = node.inputs.map((input): Tensor => {
    if (!isFloat(input)) return input;
    return new Tensor(input.shape, "float64", Float64Array.from(input.data));
  });
  const variable = inputs[i]!;
  const point = Float64Array.from(variable.data);
  const weights: Tensor[] = [];
  const scalar = (): Tensor => {
    const result = applyOp(node.op, inputs, node.attrs);
    const outputs = (Array.isArray(result) ? (result as Tensor[]) : [result as Tensor]).filter(isFloat);
    let total: Tensor | null = null;
    for (const [k, output] of outputs.entries()) {
      weights[k] ??= randomLike(rng, output);
      const term: Tensor = output.mul(weights[k]).sum();
      total = total === null ? term : total.add(term);
    }
    return total!;
  };

  variable.requiresGrad = true;
  const value = scalar();
  const { gradients, noise, coarse, scale } = analyze(value, [variable]);
  variable.requiresGrad = false;
  const gradient = gradients[0] ?? new Float64Array(point.length);
  const center = value.item();
  const at = { center, noise: noise + Math.abs(center) * 2 ** -53, coarse };
  for (const element of elementsOf(point.length, rng)) {
    const g = (t: number): number => {
      variable.data[element] = point[element]! + t;
      return noGrad(scalar).item();
    };
    const analytic = gradient[element]!;
    const slope = settleSlope(g, { ...at, first: 2 ** -4 * Math.max(1, Math.abs(point[element]!)), analytic });
    variable.data[element] = point[element]!;
    if (judgeSlope(analytic, slope, { ...at, scale, smooth: false }) === "fail")
      return { analytic, numeric: slope.value, bound: slope.bound };
  }
  return null;
}

function elementsOf(size: number, rng: Rng): readonly number[] {
  if (size <= mostElements) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: mostElements }, () => Math.floor(rng.next() * size));
}

function randomLike(rng: Rng, like: Tensor): Tensor {
  const data = new Float64Array(like.size);
  for (let i = 0; i < data.length; i++) data[i] = (rng.next() < 0.5 ? -1 : 1) * (0.5 + rng.next());
  return new Tensor(like.shape, "float64", data);
}
