import { jvp, type Tensor } from "@tapegrad/core";
import fc from "fast-check";
import { number } from "../../arbitraries/draw.ts";
import { outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { drawLike } from "../../arbitraries/values.ts";
import { ConstantError, checkGradients } from "../../check.ts";
import type { GradientReport } from "../../report.ts";
import {
  describeValue,
  largestMagnitude,
  requireClose,
  requireFloatDType,
  requireSame,
  sameElements,
  Violation,
} from "../compare.ts";
import type { Law } from "../law.ts";
import { type Call, lawOf } from "./call.ts";
import { combined, type DifferentiableCall, differentiable, inFloat, pullBack, requireTransposed } from "./function.ts";

/** What must be true of the derivative rules of an op. */
export function lawsOfDerivatives(subject: Subject): Law[] {
  return [
    ...(subject.facts.differences === undefined ? lawsOfDifferences(subject) : []),
    linearity(subject),
    forward(subject),
    precision(subject),
    ...(subject.inputNames.length > 1 || subject.variadic ? [promotion(subject)] : []),
  ];
}

function lawsOfDifferences(subject: Subject): Law[] {
  const { op, inputNames } = subject;
  const first = inputNames.flatMap((name, i) => {
    if (op?.rules[i] === null) return [];
    const title = `has for ${name} the derivative that differences have`;
    return lawOf(subject, title, { inner: true }, (call) => requireSlope(differentiable(subject, call, i), call));
  });

  const second = lawOf(
    subject,
    "has the second derivative that differences of the first have",
    { inner: true },
    (call) => {
      const { f: value, at: primals, outputs } = differentiable(subject, call);
      const cotangents = outputs.map((y) => drawLike(call.source, y));
      // x, ȳ ↦ x̄, itself a function that has a derivative.
      const f = (...both: readonly Tensor[]): Tensor[] =>
        pullBack({ f: value, at: both.slice(0, primals.length) }, both.slice(primals.length));
      const at = [...primals, ...cotangents];
      if (outputs.length > 0) requireSlope({ f, at, outputs: f(...at) }, call);
    },
  );

  return [...first, second];
}

function linearity(subject: Subject): Law {
  const title = "has a pullback that is linear in the cotangent, and leaves it as it was";
  return lawOf(subject, title, { inner: true }, (call) => {
    const { f, at, outputs } = differentiable(subject, call);
    const [u, v] = [outputs.map((y) => drawLike(call.source, y)), outputs.map((y) => drawLike(call.source, y))];
    const [a, b] = [number(call.source, -2, 2), number(call.source, -2, 2)];
    const before = u.map(({ data }) => data.slice());
    const [ofU, ofV, ofBoth] = [u, v, combined(a, u, b, v)].map((cotangents) => pullBack({ f, at }, cotangents));
    u.forEach(({ data }, k) => {
      if (!sameElements(data, before[k]!)) throw new Violation(`the cotangent has become ${describeValue([...data])}`);
    });
    const wanted = combined(a, ofU!, b, ofV!);
    // Rounded at the magnitude of the terms, some hundred times; in the coarser of the dtypes that are involved.
    const magnitude = 1 + 2 * largestMagnitude(ofU!) + 2 * largestMagnitude(ofV!);
    const unit = [...at, ...outputs].some((x) => x.dtype === "float32") ? 2 ** -24 : 2 ** -53;
    ofBoth!.forEach((x, k) => {
      requireClose(x, wanted[k]!.toArray(), () => 2 ** 8 * unit * magnitude);
    });
    if (at.length > 0 && outputs.length > 0) {
      const w = at.map((x) => drawLike(call.source, x));
      requireTransposed(
        pullBack({ f: (...cotangents) => pullBack({ f, at }, cotangents), at: u }, w),
        { u, w, pulledBack: ofU! },
        2 ** 8 * unit,
      );
    }
  });
}

function forward(subject: Subject): Law {
  const title = "pushes tangents forward (jvp) by the transpose of what pulls cotangents back";
  return lawOf(subject, title, { inner: true, atMost: 24 }, (call) => {
    const { f, at, outputs } = differentiable(subject, call);
    if (at.length === 0 || outputs.length === 0) return;
    const [u, w] = [outputs.map((y) => drawLike(call.source, y)), at.map((x) => drawLike(call.source, x))];
    const [values, pushed] = jvp((...given: Tensor[]) => f(...given), [...at], w) as [Tensor[], Tensor[]]; // lists, as f gives
    requireSame("the value that jvp gives", values, outputs);
    const unit = [...at, ...outputs].some((x) => x.dtype === "float32") ? 2 ** -24 : 2 ** -53;
    requireTransposed(pushed, { u, w, pulledBack: pullBack({ f, at }, u) }, 2 ** 8 * unit);
  });
}

function precision(subject: Subject): Law {
  const filling = { floats: "float32", inner: true } as const;
  return lawOf(subject, "has in float32 the derivative it has in float64", filling, (call) => {
    const low = differentiable(subject, call);
    const high = differentiable(subject, { ...call, inputs: call.inputs.map((x) => inFloat(x, "float64")) });
    const cotangents = low.outputs.map((y) => drawLike(call.source, y));
    const wanted = pullBack(
      high,
      cotangents.map((u) => inFloat(u, "float64")),
    );
    // A rule may take what the float32 result has rounded, and add up terms: 64 roundings at the largest magnitude.
    const magnitude = Math.max(1, largestMagnitude(wanted));
    pullBack(low, cotangents).forEach((x, k) => {
      requireClose(x, wanted[k]!.toArray(), () => 2 ** -18 * magnitude);
    });
  });
}

function promotion(subject: Subject): Law {
  const title = "promotes mixed floats, and gives each input a cotangent of its own shape and dtype";
  return lawOf(subject, title, { floats: "mixed", inner: true }, (call) => {
    const mixed = differentiable(subject, call);
    for (const y of outputsOf(subject.call(call.inputs, call.args))) requireFloatDType(y, call.inputs, call.args);
    const same = differentiable(subject, { ...call, inputs: call.inputs.map((x) => inFloat(x, "float64")) });
    const cotangents = mixed.outputs.map((y) => drawLike(call.source, y));
    const wanted = pullBack(
      same,
      cotangents.map((u) => inFloat(u, "float64")),
    );
    const magnitude = Math.max(1, largestMagnitude(wanted));
    pullBack(mixed, cotangents).forEach((x, k) => {
      const { dtype } = mixed.at[k]!;
      if (x.dtype !== dtype) throw new Violation(`the cotangent of input ${k} is ${x.dtype}, the input ${dtype}`);
      requireClose(x, wanted[k]!.toArray(), () => 2 ** -18 * magnitude);
    });
  });
}

/**
 * @throws Violation unless the derivative of `f` along a random direction, its outputs times random cotangents, is what
 * differences give. For generic ones an error in any single derivative changes that number.
 */
function requireSlope({ f, at, outputs }: Omit<DifferentiableCall, "positions">, { room, source }: Call): void {
  // Differences of float32 values say little; only a cast has any here.
  if (outputs.length === 0 || [...at, ...outputs].some((x) => x.dtype !== "float64")) return;
  if (at.every(({ size }) => size === 0)) return; // nothing to vary
  // The domain says that the op is smooth as far as `room`: a kink is no excuse.
  const options = { mode: "directions", smooth: true, step: room, seed: source(fc.nat) } as const;
  const report = reportOf(() => checkGradients(f, at, options));
  if (report === null) return;
  if (report.verdict === "fail") throw new Violation(String(report));
  const [entry] = report.entries;
  // A bound that is wide would hold the rule to nothing.
  const size = 1 + Math.abs(entry!.numeric) + largestMagnitude([...at, ...outputs]);
  if (entry!.bound <= 1e-5 * size) return;
  throw new Violation(
    `differences do not settle. Is there a kink or a pole in the domain? State it in domain.avoid or range.\n${report}`,
  );
}

/** Of a derivative that is constant, that of sign for one, differences and tape both say 0: then there is no report. */
function reportOf(check: () => GradientReport): GradientReport | null {
  try {
    return check();
  } catch (error) {
    if (error instanceof ConstantError) return null;
    throw error;
  }
}
