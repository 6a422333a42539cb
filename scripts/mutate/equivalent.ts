import type { Equivalent } from "./report.ts";

// Reasons that hold of several mutants.
const sameSide = "y > 0 exactly where x > 0, and likewise on the other side of each bound";
const tiesApart = "equal ones are taken out before";
const larger = "of a and b, y is the one that is not a exactly where it lies beyond a";
const whatever = "it is multiplied by a cotangent that is replaced by 0, and so are all its derivatives";
const zeroStays = "at xᵢ = 0 the cotangent that arrives is 0, and 0 stays 0 whatever slope it meets";
const sameShape = "reshaping and summing to the shape that it has leave a tensor as it is";
const castBack = "what a rule gives is cast to the dtype of its input";

/** Mutants that no law can catch, each with the proof that it gives the same derivatives for all inputs. */
export const equivalents: readonly Equivalent[] = [
  {
    file: "elementwise/celu.ts",
    original: "e.select(e.less(0, x), 1, e.exp(e.div(x, alpha)))",
    mutated: "e.select(e.lessEqual(0, x), 1, e.exp(e.div(x, alpha)))",
    proof: "exp(0) = 1, so it is 1 at 0 either way; there is no second derivative there",
  },
  {
    file: "elementwise/celu.ts",
    original: "e.select(e.less(0, x), 1, e.exp(e.div(x, alpha)))",
    mutated: "e.select(e.less(0, output), 1, e.exp(e.div(x, alpha)))",
    proof: sameSide,
  },
  {
    file: "elementwise/selu.ts",
    original: "e.select(e.less(0, x), scale, e.mul(scale * alpha, e.exp(x)))",
    mutated: "e.select(e.less(0, output), scale, e.mul(scale * alpha, e.exp(x)))",
    proof: sameSide,
  },
  {
    file: "elementwise/hardSwish.ts",
    original: "e.select(e.lessEqual(3, x), 1, e.div(e.add(e.mul(2, x), 3), 6))",
    mutated: "e.select(e.lessEqual(3, output), 1, e.div(e.add(e.mul(2, x), 3), 6))",
    proof: "y = x from 3 on, and y < 3 below",
  },
  {
    file: "elementwise/hardTanh.ts",
    original: "e.or(e.lessEqual(x, min), e.lessEqual(max, x))",
    mutated: "e.or(e.lessEqual(output, min), e.lessEqual(max, x))",
    proof: sameSide,
  },
  {
    file: "elementwise/hardTanh.ts",
    original: "e.or(e.lessEqual(x, min), e.lessEqual(max, x))",
    mutated: "e.or(e.lessEqual(x, min), e.lessEqual(max, output))",
    proof: sameSide,
  },
  {
    file: "elementwise/relu6.ts",
    original: "e.or(e.equal(output, 0), e.equal(output, 6))",
    mutated: "e.or(e.lessEqual(output, 0), e.equal(output, 6))",
    proof: "y is never below 0",
  },
  {
    file: "elementwise/relu.ts",
    original: "e.select(e.equal(output, 0), 0, 1)",
    mutated: "e.select(e.lessEqual(output, 0), 0, 1)",
    proof: "y ≥ 0, or NaN",
  },
  ...["a", "b"].flatMap((input) =>
    [
      ["e.lessEqual(e.hypot(a, b), 0)", "√(a² + b²) ≥ 0"],
      ["e.equal(e.hypot(output, b), 0)", "√(y² + b²) = 0 exactly where y = 0"],
      ["e.equal(e.hypot(a, output), 0)", "√(a² + y²) = 0 exactly where y = 0"],
    ].map(([mutated, proof]) => ({
      file: "elementwise/hypot.ts",
      place: input,
      original: "e.equal(e.hypot(a, b), 0)",
      mutated: mutated!,
      proof: proof!,
    })),
  ),
  ...[
    ["maximum", "a", "e.less(a, b)", "e.lessEqual(a, b)", tiesApart],
    ["maximum", "a", "e.less(a, b)", "e.less(a, output)", larger],
    ["maximum", "b", "e.less(b, a)", "e.lessEqual(b, a)", tiesApart],
    ["maximum", "b", "e.less(b, a)", "e.less(b, output)", larger],
    ["minimum", "a", "e.less(b, a)", "e.lessEqual(b, a)", tiesApart],
    ["minimum", "a", "e.less(b, a)", "e.less(output, a)", larger],
    ["minimum", "b", "e.less(a, b)", "e.lessEqual(a, b)", tiesApart],
    ["minimum", "b", "e.less(a, b)", "e.less(output, b)", larger],
  ].flatMap(([op, place, original, mutated, proof]) => {
    const inTable = (text: string): string => text.replaceAll(/\b[ab]\b/g, "$&!").replace("output", "y!");
    const select = (text: string): string => `e.select(${text}, 0, 1)`;
    return [
      {
        file: `elementwise/${op}.ts`,
        place: place!,
        original: select(original!),
        mutated: select(mutated!),
        proof: proof!,
      },
      {
        file: "readers/dual.ts",
        place: `${op}[${place === "a" ? 0 : 1}]`,
        original: select(inTable(original!)),
        mutated: select(inTable(mutated!)),
        proof: proof!,
      },
    ];
  }),
  {
    file: "elementwise/xlogy.ts",
    original: "e.and(e.equal(x, 0), e.lessEqual(y, 0))",
    mutated: "e.and(e.equal(output, 0), e.lessEqual(y, 0))",
    proof: "where y ≤ 0, x ln y is 0 for x = 0, and else infinite or NaN",
  },
  {
    file: "linalg/affine.ts",
    original: "reshape(x, [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]!])",
    mutated: "−reshape(x, [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]!])",
    proof: "x and the cotangent have as many axes, so both are negated or none: (−x)ᵀ (−ȳ) = xᵀ ȳ",
  },
  {
    file: "linalg/matmul.ts",
    original: "shape.length > 1 ? shape : [1, ...shape]",
    mutated: "shape",
    proof: "a sum to [1, k] and one to [k] have the same elements, and are reshaped to [k] both",
  },
  {
    file: "linalg/matmul.ts",
    original: "sameShape(A.shape, shape) ? A : reshape(sumTo(A, matrix), shape)",
    mutated: "reshape(sumTo(A, matrix), shape)",
    proof: sameShape,
  },
  {
    file: "linalg/matmul.ts",
    original: "sameShape(B.shape, shape) ? B : reshape(sumTo(B, matrix), shape)",
    mutated: "reshape(sumTo(B, matrix), shape)",
    proof: sameShape,
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2",
    mutated: "matrix.length === 2",
    proof: "one more case, A.ndim = 2: then C.ndim = 2 too, and both are reshaped to the shape they have",
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2",
    mutated: "matrix.length === 2 && A.ndim <= 2",
    proof: "[A₁; A₂; …]ᵀ [C₁; C₂; …] = Σᵢ Aᵢᵀ Cᵢ: one long product, or the sum over the batch that sumTo makes",
  },
  {
    file: "linalg/matmul.ts",
    original: "matrix.length === 2 && A.ndim > 2 && !transposeA",
    mutated: "matrix.length === 2 && A.ndim > 2 && !wrong transposeA (2)",
    proof: "the second wrong value is true: [A₁; A₂; …]ᵀ [C₁; C₂; …] = Σᵢ Aᵢᵀ Cᵢ, as above",
  },
  {
    file: "movement/cast.ts",
    original: "cast(cotangent, node.inputs[0]!.dtype)",
    mutated: "cotangent",
    proof: castBack,
  },
  {
    file: "reduce/logSumExp.ts",
    original: "where(equal(output, -Infinity), 0, output)",
    mutated: "where(equal(output, -Infinity), 1, output)",
    proof: "where y = −∞ every xᵢ is −∞, and exp(−∞ − c) = 0 for every finite c, with all its derivatives",
  },
  {
    file: "reduce/norm.ts",
    original: "ord === 1",
    mutated: "wrong ord (2) === 1",
    proof: "the general formula for p = 1: sign(xᵢ) (|xᵢ| / y)⁰ = sign(xᵢ)",
  },
  {
    file: "reduce/norm.ts",
    original: "div(x, where(still, 1, output))",
    mutated: "div(x, where(still, 2, output))",
    proof: whatever,
  },
  {
    file: "reduce/norm.ts",
    original: "where(zero, 0, chain(arriving, mul(sign(x), pow(where(zero, 1, abs(share)), ord - 1))))",
    mutated: "chain(arriving, mul(sign(x), pow(where(zero, 1, abs(share)), ord - 1)))",
    proof: "at xᵢ = 0 it is sign(0) 1ᵖ⁻¹ = 0, with all its derivatives",
  },
  ...["abs(share)", "where(zero, 0, abs(share))", "where(zero, 2, abs(share))"].map((mutated) => ({
    file: "reduce/norm.ts",
    original: "where(zero, 1, abs(share))",
    mutated,
    proof: zeroStays,
  })),
  {
    file: "reduce/std.ts",
    original: "mul(Math.max(0, n - correction), where(still, 1, output))",
    mutated: "mul(Math.max(0, n - correction), where(still, 2, output))",
    proof: whatever,
  },
  {
    file: "losses/weighted.ts",
    original: "e.and(e.equal(t, 0), e.equal(cost, Infinity))",
    mutated: "e.and(e.equal(output, 0), e.equal(cost, Infinity))",
    proof: "where the cost is ∞, t · ∞ is 0 exactly where t is 0",
  },
  {
    file: "op/elementwise.ts",
    original: "tangents[i] !== null && this.rules[i] !== null",
    mutated: "tangents[i] !== null",
    proof: "whoever pushes gives no tangent for an input without a rule",
  },
  {
    file: "op/elementwise.ts",
    original: 'operation === "input" ? [name] : []',
    mutated: "[name]",
    proof: "of other nodes it is no name, or that of an argument, and no argument is called like an input",
  },
  {
    file: "op/elementwise.ts",
    original: "names.has(outputName) && !this.inputNames.includes(outputName)",
    mutated: "!this.inputNames.includes(outputName)",
    proof: "an operand that no slope is made of changes nothing",
  },
  {
    file: "readers/dual.ts",
    original: "e.mul(e.sign(a!), e.copySign(1, b!))",
    mutated: "e.div(e.sign(a!), e.copySign(1, b!))",
    proof: "s · ±1 = s / ±1",
  },
  {
    file: "readers/dual.ts",
    original: "e.mul(e.sign(a!), e.copySign(1, b!))",
    mutated: "e.mul(e.sign(a!), e.copySign(-1, b!))",
    proof: "only the magnitude is taken of it",
  },
  {
    file: "readers/dual.ts",
    original: "e.mul(e.sign(a!), e.copySign(1, b!))",
    mutated: "e.mul(e.sign(a!), e.copySign(1, y!))",
    proof: "y has the sign of b",
  },
  ...["a", "b"].map((operand, i) => ({
    file: "readers/dual.ts",
    place: `hypot[${i}]`,
    original: `e.select(e.equal(y, 0), 0, e.div(${operand}!, y))`,
    mutated: `e.select(e.lessEqual(y, 0), 0, e.div(${operand}!, y))`,
    proof: "y ≥ 0, or NaN",
  })),
  {
    file: "readers/dual.ts",
    original: "p === null && q === null ? null : e.select(condition, p ?? 0, q ?? 0)",
    mutated: "e.select(condition, p ?? 0, q ?? 0)",
    proof: "a choice of 0 and 0 is 0, which is what null stands for",
  },
  {
    file: "op/reduction.ts",
    original: "keepDims || shape.length === 0 || axes.length === 0",
    mutated: "keepDims || shape.length === 0",
    proof: "one more case, no axes: they get back the shape that they have",
  },
  {
    file: "op/reduction.ts",
    original: "keepDims || shape.length === 0",
    mutated: "keepDims",
    proof: "one more case, a scalar: reshaped to [1, …, 1] it broadcasts to the same elements",
  },
  {
    file: "transform/sweep.ts",
    original: "!input.requiresGrad || rule === null || !this.leads(input)",
    mutated: "!input.requiresGrad || rule === null",
    proof: "what leads to nothing that is asked for reaches nothing that is asked for: it is work for nothing",
  },
  {
    file: "transform/sweep.ts",
    original: "length === 1 ? [cotangent] : only(x.slot, cotangent, length)",
    mutated: "only(x.slot, cotangent, length)",
    proof: "of one output the slot is 0, and a list of length 1 with the cotangent at 0 is [cotangent]",
  },
  {
    file: "transform/gradients.ts",
    original: "this.leaves.length > few",
    mutated: "this.leaves.length <= few",
    proof: "the Map and the list say the same; it is made sooner",
  },
  {
    file: "transform/sweep.ts",
    original: "!op.broadcasts || !broadcastsTo(input.shape, contribution.shape)",
    mutated: "!op.broadcasts",
    proof: "only elementwise ops broadcast, whose pullback broadcasts its inputs, the cotangent among them",
  },
  {
    file: "transform/jvp.ts",
    original: "sameShape(pushed.shape, output.shape) ? pushed : (broadcastTo(pushed, output.shape) as Tensor)",
    mutated: "broadcastTo(pushed, output.shape) as Tensor",
    proof: sameShape,
  },
  {
    file: "transform/jvp.ts",
    original: "whole.dtype === output.dtype ? whole : cast(whole, output.dtype)",
    mutated: "cast(whole, output.dtype)",
    proof: "a cast to the dtype that it has leaves a tensor as it is",
  },
  {
    file: "transform/jvp.ts",
    original: "freshLeaf(zerosOf(output))",
    mutated: "freshLeaf(onesLike(output))",
    proof: "a pullback is linear in the cotangent: its derivative is the same everywhere",
  },
  {
    file: "neural/avgPool2d.ts",
    original: 'poolingOf("avgPool2d", x.shape, { kernel, stride, padding, ceilMode: false })',
    mutated: 'poolingOf("avgPool2d", x.shape, { kernel, stride, padding })',
    proof: "the mode is only asked whether it holds: false and undefined are the same",
  },
];
