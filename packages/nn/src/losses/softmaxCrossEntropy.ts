import {
  type Algebra,
  defineOp,
  type Lane,
  mul,
  number,
  onesLike,
  onLanes,
  shiftedExponentials,
  softmax,
  sub,
  sum,
  type Tensor,
} from "@tapegrad/core";
import { checkLabelValues } from "./targets.ts";

// One op for what the last layer of every classifier does, and one for its derivative: composed of log-softmax and a lookup it
// took eight ops more for each training step, a fifth of the time of a small one. Another with the mean inside saves one more.
//
// The exponentials cost most: the gradient `p − one-hot(label)` is made where they are at hand, with the loss, and saved.

/** `ℓ = log Σⱼ exp(zⱼ) − z[label]` of a lane of logits, and `∂ℓ/∂zᵢ = pᵢ − [i = label]`. */
function crossEntropy<E, C>(e: Algebra<E, C>, z: E, label: E, lane: Lane<E>): [loss: E, gradient: E] {
  const { max, weight, others } = shiftedExponentials(e, z, lane);
  const total = e.add(others, 1);
  const right = lane.at(z, label);
  const sure = e.equal(right, max);
  const below = e.select(sure, 0, e.sub(right, max));
  // p − 1 at the label is what the others have: as a difference it would lose the digits of a small loss. Where the label is not the
  // largest, the largest is among the others, and nothing is lost by taking the label's share off.
  const rest = e.select(sure, others, e.sub(total, e.exp(below)));
  return [
    e.sub(e.select(e.equal(max, -Infinity), Number.NaN, e.log1p(others)), below), // −∞: no class that can be
    e.div(e.select(e.equal(lane.index, label), e.sub(0, rest), weight), total),
  ];
}

const check = (logits: Tensor, labels: Tensor): void =>
  checkLabelValues("sparseCategoricalCrossEntropy", logits.shape.at(-1)!, labels);

/** The cross-entropy of each example: `ℓ = log Σⱼ exp(zⱼ) − z[label]`. Logits `[..., classes]`, labels `[...]`. */
export const softmaxCrossEntropy: (logits: Tensor, labels: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "softmaxCrossEntropy",
  inputs: ["logits", "labels"],
  shape: (_, labels) => labels.shape,
  saves: (logits) => [logits],
  check,
  checks: ["labels"],
  lanes: /* @__PURE__ */ onLanes({
    elements: ["logits"],
    perLane: ["labels"],
    writes: ["output", "saved.0"],
    value: (e, { logits, labels }, lane) => crossEntropy(e, logits, labels, lane),
  }),
  vjp: {
    logits: (cotangent, { logits, saved }) => softmaxCrossEntropyGradient(cotangent, logits, saved[0]!),
    labels: "nondifferentiable",
  },
  formula: { value: "ℓ = ln Σⱼ exp(zⱼ) − z[labels]", logits: "z̄ = ℓ̄ (softmax(z) − one-hot(labels))" },
});

/** The mean of {@link softmaxCrossEntropy} over all examples: the same bits as both ops one after the other. */
export const meanSoftmaxCrossEntropy: (logits: Tensor, labels: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "meanSoftmaxCrossEntropy",
  inputs: ["logits", "labels"],
  shape: () => [],
  saves: (logits, labels) => [logits, { shape: labels.shape, dtype: logits.dtype }],
  check,
  checks: ["labels"],
  lanes: [
    /* @__PURE__ */ onLanes({
      elements: ["logits"],
      perLane: ["labels"],
      writes: ["saved.1", "saved.0"],
      value: (e, { logits, labels }, lane) => crossEntropy(e, logits, labels, lane),
    }),
    /* @__PURE__ */ onLanes({
      elements: ["saved.1"],
      axes: allAxes,
      value: (e, losses, lane) => e.div(lane.sum(losses["saved.1"]), lane.n),
    }),
  ],
  vjp: {
    logits: (cotangent, { logits, labels, saved }) =>
      meanSoftmaxCrossEntropyGradient(cotangent, logits, saved[0]!, { examples: labels.size }),
    labels: "nondifferentiable",
  },
  formula: {
    value: "ℓ = (1/n) Σᵢ (ln Σⱼ exp(zᵢⱼ) − zᵢ[labelsᵢ])",
    logits: "z̄ = ℓ̄ (softmax(z) − one-hot(labels)) / n",
  },
});

function allAxes(_: unknown, shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => axis);
}

// Of both gradients: what they compute is a function of the logits, but the part of it that costs is known when they run. It comes as a
// further input `unit`, which stands for `p − one-hot(label)` and has no derivative of its own.

/** `z̄ = ℓ̄ (p − one-hot(label))` with `p = softmax(z)`: linear in `ℓ̄`, and smooth in `z`. */
const softmaxCrossEntropyGradient: (cotangent: Tensor, logits: Tensor, unit: Tensor) => Tensor =
  /* @__PURE__ */ defineOp({
    name: "softmaxCrossEntropyGradient",
    inputs: ["cotangent", "logits", "unit"],
    shape: (_, logits) => logits.shape,
    lanes: /* @__PURE__ */ onLanes({
      elements: ["unit"],
      perLane: ["cotangent"],
      value: (e, { cotangent, unit }) => e.chain(cotangent, unit),
    }),
    vjp: {
      // ⟨z̄, w⟩ = ℓ̄ (⟨p, w⟩ − w[label]): the losses' own gradient without its factor, times w, summed.
      cotangent: (w, { cotangent, logits, unit }) =>
        sum(mul(w, softmaxCrossEntropyGradient(onesLike(cotangent), logits, unit)), -1),
      logits: (w, { cotangent, logits }) => mul(cotangent.reshape([...cotangent.shape, 1]), curvature(w, logits)),
      unit: "nondifferentiable",
    },
    formula: {
      value: "y = c (softmax(z) − one-hot(label))",
      cotangent: "c̄ = ⟨ȳ, softmax(z) − one-hot(label)⟩",
      logits: "z̄ = c p (ȳ − ⟨p, ȳ⟩) with p = softmax(z)",
    },
  });

/** `∂p/∂z w = p (w − ⟨p, w⟩)`, whatever the label. */
function curvature(w: Tensor, logits: Tensor): Tensor {
  const p = softmax(logits);
  return mul(p, sub(w, sum(mul(p, w), -1, { keepDims: true })));
}

/** As {@link softmaxCrossEntropyGradient}, of the mean: one cotangent for all examples. */
const meanSoftmaxCrossEntropyGradient: (
  cotangent: Tensor,
  logits: Tensor,
  unit: Tensor,
  options: { readonly examples: number },
) => Tensor = /* @__PURE__ */ defineOp({
  name: "meanSoftmaxCrossEntropyGradient",
  inputs: ["cotangent", "logits", "unit"],
  args: [/* @__PURE__ */ number("examples", 1)],
  shape: (_, logits) => logits.shape,
  lanes: /* @__PURE__ */ onLanes({
    elements: ["unit"],
    perLane: ["cotangent"],
    attrs: ["examples"],
    axes: allAxes,
    value: (e, { cotangent, unit }, _, { examples }) => e.chain(e.div(cotangent, examples), unit),
  }),
  vjp: {
    cotangent: (w, { cotangent, logits, unit, attrs }) =>
      sum(mul(w, meanSoftmaxCrossEntropyGradient(onesLike(cotangent), logits, unit, attrs))),
    logits: (w, { cotangent, logits, attrs }) => mul(cotangent.div(attrs.examples), curvature(w, logits)),
    unit: "nondifferentiable",
  },
  formula: {
    value: "y = c (softmax(z) − one-hot(label)) / n",
    cotangent: "c̄ = ⟨ȳ, softmax(z) − one-hot(label)⟩ / n",
    logits: "z̄ = c p (ȳ − ⟨p, ȳ⟩) / n with p = softmax(z)",
  },
});
