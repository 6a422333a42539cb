// Generated from the op files by `pnpm generate`; do not edit.
import type { Facts } from "../op/facts.ts";
import { absFacts } from "./elementwise/abs.facts.ts";
import { abs } from "./elementwise/abs.ts";
import { acosFacts } from "./elementwise/acos.facts.ts";
import { acos } from "./elementwise/acos.ts";
import { acoshFacts } from "./elementwise/acosh.facts.ts";
import { acosh } from "./elementwise/acosh.ts";
import { addFacts } from "./elementwise/add.facts.ts";
import { add } from "./elementwise/add.ts";
import { asinFacts } from "./elementwise/asin.facts.ts";
import { asin } from "./elementwise/asin.ts";
import { asinhFacts } from "./elementwise/asinh.facts.ts";
import { asinh } from "./elementwise/asinh.ts";
import { atanFacts } from "./elementwise/atan.facts.ts";
import { atan } from "./elementwise/atan.ts";
import { atan2Facts } from "./elementwise/atan2.facts.ts";
import { atan2 } from "./elementwise/atan2.ts";
import { atanhFacts } from "./elementwise/atanh.facts.ts";
import { atanh } from "./elementwise/atanh.ts";
import { ceilFacts } from "./elementwise/ceil.facts.ts";
import { ceil } from "./elementwise/ceil.ts";
import { celuFacts } from "./elementwise/celu.facts.ts";
import { celu } from "./elementwise/celu.ts";
import { clampFacts } from "./elementwise/clamp.facts.ts";
import { clamp } from "./elementwise/clamp.ts";
import { cosFacts } from "./elementwise/cos.facts.ts";
import { cos } from "./elementwise/cos.ts";
import { coshFacts } from "./elementwise/cosh.facts.ts";
import { cosh } from "./elementwise/cosh.ts";
import { digammaFacts } from "./elementwise/digamma.facts.ts";
import { digamma } from "./elementwise/digamma.ts";
import { divFacts } from "./elementwise/div.facts.ts";
import { div } from "./elementwise/div.ts";
import { eluFacts } from "./elementwise/elu.facts.ts";
import { elu } from "./elementwise/elu.ts";
import { equalFacts } from "./elementwise/equal.facts.ts";
import { equal } from "./elementwise/equal.ts";
import { erfFacts } from "./elementwise/erf.facts.ts";
import { erf } from "./elementwise/erf.ts";
import { erfcFacts } from "./elementwise/erfc.facts.ts";
import { erfc } from "./elementwise/erfc.ts";
import { expFacts } from "./elementwise/exp.facts.ts";
import { exp } from "./elementwise/exp.ts";
import { expm1Facts } from "./elementwise/expm1.facts.ts";
import { expm1 } from "./elementwise/expm1.ts";
import { floorFacts } from "./elementwise/floor.facts.ts";
import { floor } from "./elementwise/floor.ts";
import { floorDivideFacts } from "./elementwise/floorDivide.facts.ts";
import { floorDivide } from "./elementwise/floorDivide.ts";
import { geluFacts } from "./elementwise/gelu.facts.ts";
import { gelu } from "./elementwise/gelu.ts";
import { greaterFacts } from "./elementwise/greater.facts.ts";
import { greater } from "./elementwise/greater.ts";
import { greaterEqualFacts } from "./elementwise/greaterEqual.facts.ts";
import { greaterEqual } from "./elementwise/greaterEqual.ts";
import { hardSigmoidFacts } from "./elementwise/hardSigmoid.facts.ts";
import { hardSigmoid } from "./elementwise/hardSigmoid.ts";
import { hardSwishFacts } from "./elementwise/hardSwish.facts.ts";
import { hardSwish } from "./elementwise/hardSwish.ts";
import { hardTanhFacts } from "./elementwise/hardTanh.facts.ts";
import { hardTanh } from "./elementwise/hardTanh.ts";
import { heavisideFacts } from "./elementwise/heaviside.facts.ts";
import { heaviside } from "./elementwise/heaviside.ts";
import { hypotFacts } from "./elementwise/hypot.facts.ts";
import { hypot } from "./elementwise/hypot.ts";
import { isFiniteFacts } from "./elementwise/isFinite.facts.ts";
import { isFinite } from "./elementwise/isFinite.ts";
import { isInfFacts } from "./elementwise/isInf.facts.ts";
import { isInf } from "./elementwise/isInf.ts";
import { isNanFacts } from "./elementwise/isNan.facts.ts";
import { isNan } from "./elementwise/isNan.ts";
import { leakyReluFacts } from "./elementwise/leakyRelu.facts.ts";
import { leakyRelu } from "./elementwise/leakyRelu.ts";
import { lerpFacts } from "./elementwise/lerp.facts.ts";
import { lerp } from "./elementwise/lerp.ts";
import { lessFacts } from "./elementwise/less.facts.ts";
import { less } from "./elementwise/less.ts";
import { lessEqualFacts } from "./elementwise/lessEqual.facts.ts";
import { lessEqual } from "./elementwise/lessEqual.ts";
import { lgammaFacts } from "./elementwise/lgamma.facts.ts";
import { lgamma } from "./elementwise/lgamma.ts";
import { logFacts } from "./elementwise/log.facts.ts";
import { log } from "./elementwise/log.ts";
import { log1pFacts } from "./elementwise/log1p.facts.ts";
import { log1p } from "./elementwise/log1p.ts";
import { log2Facts } from "./elementwise/log2.facts.ts";
import { log2 } from "./elementwise/log2.ts";
import { log10Facts } from "./elementwise/log10.facts.ts";
import { log10 } from "./elementwise/log10.ts";
import { logAddExpFacts } from "./elementwise/logAddExp.facts.ts";
import { logAddExp } from "./elementwise/logAddExp.ts";
import { logicalAndFacts } from "./elementwise/logicalAnd.facts.ts";
import { logicalAnd } from "./elementwise/logicalAnd.ts";
import { logicalNotFacts } from "./elementwise/logicalNot.facts.ts";
import { logicalNot } from "./elementwise/logicalNot.ts";
import { logicalOrFacts } from "./elementwise/logicalOr.facts.ts";
import { logicalOr } from "./elementwise/logicalOr.ts";
import { logicalXorFacts } from "./elementwise/logicalXor.facts.ts";
import { logicalXor } from "./elementwise/logicalXor.ts";
import { logSigmoidFacts } from "./elementwise/logSigmoid.facts.ts";
import { logSigmoid } from "./elementwise/logSigmoid.ts";
import { maximumFacts } from "./elementwise/maximum.facts.ts";
import { maximum } from "./elementwise/maximum.ts";
import { minimumFacts } from "./elementwise/minimum.facts.ts";
import { minimum } from "./elementwise/minimum.ts";
import { mishFacts } from "./elementwise/mish.facts.ts";
import { mish } from "./elementwise/mish.ts";
import { mulFacts } from "./elementwise/mul.facts.ts";
import { mul } from "./elementwise/mul.ts";
import { negFacts } from "./elementwise/neg.facts.ts";
import { neg } from "./elementwise/neg.ts";
import { notEqualFacts } from "./elementwise/notEqual.facts.ts";
import { notEqual } from "./elementwise/notEqual.ts";
import { powFacts } from "./elementwise/pow.facts.ts";
import { pow } from "./elementwise/pow.ts";
import { reciprocalFacts } from "./elementwise/reciprocal.facts.ts";
import { reciprocal } from "./elementwise/reciprocal.ts";
import { reluFacts } from "./elementwise/relu.facts.ts";
import { relu } from "./elementwise/relu.ts";
import { relu6Facts } from "./elementwise/relu6.facts.ts";
import { relu6 } from "./elementwise/relu6.ts";
import { remainderFacts } from "./elementwise/remainder.facts.ts";
import { remainder } from "./elementwise/remainder.ts";
import { roundFacts } from "./elementwise/round.facts.ts";
import { round } from "./elementwise/round.ts";
import { rsqrtFacts } from "./elementwise/rsqrt.facts.ts";
import { rsqrt } from "./elementwise/rsqrt.ts";
import { seluFacts } from "./elementwise/selu.facts.ts";
import { selu } from "./elementwise/selu.ts";
import { sigmoidFacts } from "./elementwise/sigmoid.facts.ts";
import { sigmoid } from "./elementwise/sigmoid.ts";
import { signFacts } from "./elementwise/sign.facts.ts";
import { sign } from "./elementwise/sign.ts";
import { siluFacts } from "./elementwise/silu.facts.ts";
import { silu } from "./elementwise/silu.ts";
import { sinFacts } from "./elementwise/sin.facts.ts";
import { sin } from "./elementwise/sin.ts";
import { sinhFacts } from "./elementwise/sinh.facts.ts";
import { sinh } from "./elementwise/sinh.ts";
import { softplusFacts } from "./elementwise/softplus.facts.ts";
import { softplus } from "./elementwise/softplus.ts";
import { softsignFacts } from "./elementwise/softsign.facts.ts";
import { softsign } from "./elementwise/softsign.ts";
import { sqrtFacts } from "./elementwise/sqrt.facts.ts";
import { sqrt } from "./elementwise/sqrt.ts";
import { squareFacts } from "./elementwise/square.facts.ts";
import { square } from "./elementwise/square.ts";
import { subFacts } from "./elementwise/sub.facts.ts";
import { sub } from "./elementwise/sub.ts";
import { tanFacts } from "./elementwise/tan.facts.ts";
import { tan } from "./elementwise/tan.ts";
import { tanhFacts } from "./elementwise/tanh.facts.ts";
import { tanh } from "./elementwise/tanh.ts";
import { truncFacts } from "./elementwise/trunc.facts.ts";
import { trunc } from "./elementwise/trunc.ts";
import { whereFacts } from "./elementwise/where.facts.ts";
import { where } from "./elementwise/where.ts";
import { xlogyFacts } from "./elementwise/xlogy.facts.ts";
import { xlogy } from "./elementwise/xlogy.ts";
import { argsortFacts } from "./indexing/argsort.facts.ts";
import { argsort } from "./indexing/argsort.ts";
import { bincountFacts } from "./indexing/bincount.facts.ts";
import { bincount } from "./indexing/bincount.ts";
import { embeddingFacts } from "./indexing/embedding.facts.ts";
import { embedding } from "./indexing/embedding.ts";
import { gatherFacts } from "./indexing/gather.facts.ts";
import { gather } from "./indexing/gather.ts";
import { indexAddFacts } from "./indexing/indexAdd.facts.ts";
import { indexAdd } from "./indexing/indexAdd.ts";
import { maskedSelectFacts } from "./indexing/maskedSelect.facts.ts";
import { maskedSelect } from "./indexing/maskedSelect.ts";
import { nonzeroFacts } from "./indexing/nonzero.facts.ts";
import { nonzero } from "./indexing/nonzero.ts";
import { oneHotFacts } from "./indexing/oneHot.facts.ts";
import { oneHot } from "./indexing/oneHot.ts";
import { scatterAddFacts } from "./indexing/scatterAdd.facts.ts";
import { scatterAdd } from "./indexing/scatterAdd.ts";
import { searchSortedFacts } from "./indexing/searchSorted.facts.ts";
import { searchSorted } from "./indexing/searchSorted.ts";
import { sortFacts } from "./indexing/sort.facts.ts";
import { sort } from "./indexing/sort.ts";
import { takeFacts } from "./indexing/take.facts.ts";
import { take } from "./indexing/take.ts";
import { takeAlongAxisFacts } from "./indexing/takeAlongAxis.facts.ts";
import { takeAlongAxis } from "./indexing/takeAlongAxis.ts";
import { topkFacts } from "./indexing/topk.facts.ts";
import { topk } from "./indexing/topk.ts";
import { uniqueFacts } from "./indexing/unique.facts.ts";
import { unique } from "./indexing/unique.ts";
import { affineFacts } from "./linalg/affine.facts.ts";
import { affine } from "./linalg/affine.ts";
import { choleskyFacts } from "./linalg/cholesky.facts.ts";
import { cholesky } from "./linalg/cholesky.ts";
import { detFacts } from "./linalg/det.facts.ts";
import { det } from "./linalg/det.ts";
import { dotFacts } from "./linalg/dot.facts.ts";
import { dot } from "./linalg/dot.ts";
import { eighFacts } from "./linalg/eigh.facts.ts";
import { eigh } from "./linalg/eigh.ts";
import { einsumFacts } from "./linalg/einsum.facts.ts";
import { einsum } from "./linalg/einsum.ts";
import { inverseFacts } from "./linalg/inverse.facts.ts";
import { inverse } from "./linalg/inverse.ts";
import { kronFacts } from "./linalg/kron.facts.ts";
import { kron } from "./linalg/kron.ts";
import { lstsqFacts } from "./linalg/lstsq.facts.ts";
import { lstsq } from "./linalg/lstsq.ts";
import { matmulFacts } from "./linalg/matmul.facts.ts";
import { matmul } from "./linalg/matmul.ts";
import { outerFacts } from "./linalg/outer.facts.ts";
import { outer } from "./linalg/outer.ts";
import { pinvFacts } from "./linalg/pinv.facts.ts";
import { pinv } from "./linalg/pinv.ts";
import { qrFacts } from "./linalg/qr.facts.ts";
import { qr } from "./linalg/qr.ts";
import { slogdetFacts } from "./linalg/slogdet.facts.ts";
import { slogdet } from "./linalg/slogdet.ts";
import { solveFacts } from "./linalg/solve.facts.ts";
import { solve } from "./linalg/solve.ts";
import { svdFacts } from "./linalg/svd.facts.ts";
import { svd } from "./linalg/svd.ts";
import { tensordotFacts } from "./linalg/tensordot.facts.ts";
import { tensordot } from "./linalg/tensordot.ts";
import { triangularSolveFacts } from "./linalg/triangularSolve.facts.ts";
import { triangularSolve } from "./linalg/triangularSolve.ts";
import { atFacts } from "./movement/at.facts.ts";
import { at } from "./movement/at.ts";
import { broadcastToFacts } from "./movement/broadcastTo.facts.ts";
import { broadcastTo } from "./movement/broadcastTo.ts";
import { castFacts } from "./movement/cast.facts.ts";
import { cast } from "./movement/cast.ts";
import { chunkFacts } from "./movement/chunk.facts.ts";
import { chunk } from "./movement/chunk.ts";
import { concatFacts } from "./movement/concat.facts.ts";
import { concat } from "./movement/concat.ts";
import { diagFacts } from "./movement/diag.facts.ts";
import { diag } from "./movement/diag.ts";
import { diagonalFacts } from "./movement/diagonal.facts.ts";
import { diagonal } from "./movement/diagonal.ts";
import { flattenFacts } from "./movement/flatten.facts.ts";
import { flatten } from "./movement/flatten.ts";
import { flipFacts } from "./movement/flip.facts.ts";
import { flip } from "./movement/flip.ts";
import { matrixTransposeFacts } from "./movement/matrixTranspose.facts.ts";
import { matrixTranspose } from "./movement/matrixTranspose.ts";
import { meshgridFacts } from "./movement/meshgrid.facts.ts";
import { meshgrid } from "./movement/meshgrid.ts";
import { padFacts } from "./movement/pad.facts.ts";
import { pad } from "./movement/pad.ts";
import { permuteFacts } from "./movement/permute.facts.ts";
import { permute } from "./movement/permute.ts";
import { repeatFacts } from "./movement/repeat.facts.ts";
import { repeat } from "./movement/repeat.ts";
import { reshapeFacts } from "./movement/reshape.facts.ts";
import { reshape } from "./movement/reshape.ts";
import { rollFacts } from "./movement/roll.facts.ts";
import { roll } from "./movement/roll.ts";
import { setSliceFacts } from "./movement/setSlice.facts.ts";
import { setSlice } from "./movement/setSlice.ts";
import { sliceFacts } from "./movement/slice.facts.ts";
import { slice } from "./movement/slice.ts";
import { splitFacts } from "./movement/split.facts.ts";
import { split } from "./movement/split.ts";
import { squeezeFacts } from "./movement/squeeze.facts.ts";
import { squeeze } from "./movement/squeeze.ts";
import { stackFacts } from "./movement/stack.facts.ts";
import { stack } from "./movement/stack.ts";
import { stopGradientFacts } from "./movement/stopGradient.facts.ts";
import { stopGradient } from "./movement/stopGradient.ts";
import { sumToFacts } from "./movement/sumTo.facts.ts";
import { sumTo } from "./movement/sumTo.ts";
import { swapAxesFacts } from "./movement/swapAxes.facts.ts";
import { swapAxes } from "./movement/swapAxes.ts";
import { tileFacts } from "./movement/tile.facts.ts";
import { tile } from "./movement/tile.ts";
import { transposeFacts } from "./movement/transpose.facts.ts";
import { transpose } from "./movement/transpose.ts";
import { trilFacts } from "./movement/tril.facts.ts";
import { tril } from "./movement/tril.ts";
import { triuFacts } from "./movement/triu.facts.ts";
import { triu } from "./movement/triu.ts";
import { unbindFacts } from "./movement/unbind.facts.ts";
import { unbind } from "./movement/unbind.ts";
import { unsliceFacts } from "./movement/unslice.facts.ts";
import { unslice } from "./movement/unslice.ts";
import { unsqueezeFacts } from "./movement/unsqueeze.facts.ts";
import { unsqueeze } from "./movement/unsqueeze.ts";
import { avgPool2dFacts } from "./neural/avgPool2d.facts.ts";
import { avgPool2d } from "./neural/avgPool2d.ts";
import { batchNormFacts } from "./neural/batchNorm.facts.ts";
import { batchNorm } from "./neural/batchNorm.ts";
import { conv1dFacts } from "./neural/conv1d.facts.ts";
import { conv1d } from "./neural/conv1d.ts";
import { conv2dFacts } from "./neural/conv2d.facts.ts";
import { conv2d } from "./neural/conv2d.ts";
import { convTranspose2dFacts } from "./neural/convTranspose2d.facts.ts";
import { convTranspose2d } from "./neural/convTranspose2d.ts";
import { dropoutFacts } from "./neural/dropout.facts.ts";
import { dropout } from "./neural/dropout.ts";
import { groupNormFacts } from "./neural/groupNorm.facts.ts";
import { groupNorm } from "./neural/groupNorm.ts";
import { layerNormFacts } from "./neural/layerNorm.facts.ts";
import { layerNorm } from "./neural/layerNorm.ts";
import { logSoftmaxFacts } from "./neural/logSoftmax.facts.ts";
import { logSoftmax } from "./neural/logSoftmax.ts";
import { maxPool2dFacts } from "./neural/maxPool2d.facts.ts";
import { maxPool2d } from "./neural/maxPool2d.ts";
import { resize2dFacts } from "./neural/resize2d.facts.ts";
import { resize2d } from "./neural/resize2d.ts";
import { scaledDotProductAttentionFacts } from "./neural/scaledDotProductAttention.facts.ts";
import { scaledDotProductAttention } from "./neural/scaledDotProductAttention.ts";
import { softmaxFacts } from "./neural/softmax.facts.ts";
import { softmax } from "./neural/softmax.ts";
import { allFacts } from "./reduce/all.facts.ts";
import { all } from "./reduce/all.ts";
import { anyFacts } from "./reduce/any.facts.ts";
import { any } from "./reduce/any.ts";
import { argmaxFacts } from "./reduce/argmax.facts.ts";
import { argmax } from "./reduce/argmax.ts";
import { argminFacts } from "./reduce/argmin.facts.ts";
import { argmin } from "./reduce/argmin.ts";
import { countNonzeroFacts } from "./reduce/countNonzero.facts.ts";
import { countNonzero } from "./reduce/countNonzero.ts";
import { cummaxFacts } from "./reduce/cummax.facts.ts";
import { cummax } from "./reduce/cummax.ts";
import { cumprodFacts } from "./reduce/cumprod.facts.ts";
import { cumprod } from "./reduce/cumprod.ts";
import { cumsumFacts } from "./reduce/cumsum.facts.ts";
import { cumsum } from "./reduce/cumsum.ts";
import { logSumExpFacts } from "./reduce/logSumExp.facts.ts";
import { logSumExp } from "./reduce/logSumExp.ts";
import { maxFacts } from "./reduce/max.facts.ts";
import { max } from "./reduce/max.ts";
import { meanFacts } from "./reduce/mean.facts.ts";
import { mean } from "./reduce/mean.ts";
import { medianFacts } from "./reduce/median.facts.ts";
import { median } from "./reduce/median.ts";
import { minFacts } from "./reduce/min.facts.ts";
import { min } from "./reduce/min.ts";
import { normFacts } from "./reduce/norm.facts.ts";
import { norm } from "./reduce/norm.ts";
import { prodFacts } from "./reduce/prod.facts.ts";
import { prod } from "./reduce/prod.ts";
import { quantileFacts } from "./reduce/quantile.facts.ts";
import { quantile } from "./reduce/quantile.ts";
import { stdFacts } from "./reduce/std.facts.ts";
import { std } from "./reduce/std.ts";
import { sumFacts } from "./reduce/sum.facts.ts";
import { sum } from "./reduce/sum.ts";
import { traceFacts } from "./reduce/trace.facts.ts";
import { trace } from "./reduce/trace.ts";
import { varianceFacts } from "./reduce/variance.facts.ts";
import { variance } from "./reduce/variance.ts";

/** An op and what is true of it. */
export interface KnownOp {
  readonly name: string;
  readonly family: string;
  /** The method of Tensor that is this op. */
  readonly method: string;
  readonly call: (...args: never) => unknown;
  readonly facts: Facts;
}

/** Every op there is. */
export const knownOps: readonly KnownOp[] = [
  { name: "abs", family: "elementwise", method: "abs", call: abs, facts: absFacts },
  { name: "acos", family: "elementwise", method: "acos", call: acos, facts: acosFacts },
  { name: "acosh", family: "elementwise", method: "acosh", call: acosh, facts: acoshFacts },
  { name: "add", family: "elementwise", method: "add", call: add, facts: addFacts },
  { name: "affine", family: "linalg", method: "affine", call: affine, facts: affineFacts },
  { name: "all", family: "reduce", method: "all", call: all, facts: allFacts },
  { name: "any", family: "reduce", method: "any", call: any, facts: anyFacts },
  { name: "argmax", family: "reduce", method: "argmax", call: argmax, facts: argmaxFacts },
  { name: "argmin", family: "reduce", method: "argmin", call: argmin, facts: argminFacts },
  { name: "argsort", family: "indexing", method: "argsort", call: argsort, facts: argsortFacts },
  { name: "asin", family: "elementwise", method: "asin", call: asin, facts: asinFacts },
  { name: "asinh", family: "elementwise", method: "asinh", call: asinh, facts: asinhFacts },
  { name: "at", family: "movement", method: "at", call: at, facts: atFacts },
  { name: "atan", family: "elementwise", method: "atan", call: atan, facts: atanFacts },
  { name: "atan2", family: "elementwise", method: "atan2", call: atan2, facts: atan2Facts },
  { name: "atanh", family: "elementwise", method: "atanh", call: atanh, facts: atanhFacts },
  { name: "avgPool2d", family: "neural", method: "avgPool2d", call: avgPool2d, facts: avgPool2dFacts },
  { name: "batchNorm", family: "neural", method: "batchNorm", call: batchNorm, facts: batchNormFacts },
  { name: "bincount", family: "indexing", method: "bincount", call: bincount, facts: bincountFacts },
  { name: "broadcastTo", family: "movement", method: "broadcastTo", call: broadcastTo, facts: broadcastToFacts },
  { name: "cast", family: "movement", method: "cast", call: cast, facts: castFacts },
  { name: "ceil", family: "elementwise", method: "ceil", call: ceil, facts: ceilFacts },
  { name: "celu", family: "elementwise", method: "celu", call: celu, facts: celuFacts },
  { name: "cholesky", family: "linalg", method: "cholesky", call: cholesky, facts: choleskyFacts },
  { name: "chunk", family: "movement", method: "chunk", call: chunk, facts: chunkFacts },
  { name: "clamp", family: "elementwise", method: "clamp", call: clamp, facts: clampFacts },
  { name: "concat", family: "movement", method: "concat", call: concat, facts: concatFacts },
  { name: "conv1d", family: "neural", method: "conv1d", call: conv1d, facts: conv1dFacts },
  { name: "conv2d", family: "neural", method: "conv2d", call: conv2d, facts: conv2dFacts },
  {
    name: "convTranspose2d",
    family: "neural",
    method: "convTranspose2d",
    call: convTranspose2d,
    facts: convTranspose2dFacts,
  },
  { name: "cos", family: "elementwise", method: "cos", call: cos, facts: cosFacts },
  { name: "cosh", family: "elementwise", method: "cosh", call: cosh, facts: coshFacts },
  { name: "countNonzero", family: "reduce", method: "countNonzero", call: countNonzero, facts: countNonzeroFacts },
  { name: "cummax", family: "reduce", method: "cummax", call: cummax, facts: cummaxFacts },
  { name: "cumprod", family: "reduce", method: "cumprod", call: cumprod, facts: cumprodFacts },
  { name: "cumsum", family: "reduce", method: "cumsum", call: cumsum, facts: cumsumFacts },
  { name: "det", family: "linalg", method: "det", call: det, facts: detFacts },
  { name: "diag", family: "movement", method: "diag", call: diag, facts: diagFacts },
  { name: "diagonal", family: "movement", method: "diagonal", call: diagonal, facts: diagonalFacts },
  { name: "digamma", family: "elementwise", method: "digamma", call: digamma, facts: digammaFacts },
  { name: "div", family: "elementwise", method: "div", call: div, facts: divFacts },
  { name: "dot", family: "linalg", method: "dot", call: dot, facts: dotFacts },
  { name: "dropout", family: "neural", method: "dropout", call: dropout, facts: dropoutFacts },
  { name: "eigh", family: "linalg", method: "eigh", call: eigh, facts: eighFacts },
  { name: "einsum", family: "linalg", method: "einsum", call: einsum, facts: einsumFacts },
  { name: "elu", family: "elementwise", method: "elu", call: elu, facts: eluFacts },
  { name: "embedding", family: "indexing", method: "embedding", call: embedding, facts: embeddingFacts },
  { name: "equal", family: "elementwise", method: "equal", call: equal, facts: equalFacts },
  { name: "erf", family: "elementwise", method: "erf", call: erf, facts: erfFacts },
  { name: "erfc", family: "elementwise", method: "erfc", call: erfc, facts: erfcFacts },
  { name: "exp", family: "elementwise", method: "exp", call: exp, facts: expFacts },
  { name: "expm1", family: "elementwise", method: "expm1", call: expm1, facts: expm1Facts },
  { name: "flatten", family: "movement", method: "flatten", call: flatten, facts: flattenFacts },
  { name: "flip", family: "movement", method: "flip", call: flip, facts: flipFacts },
  { name: "floor", family: "elementwise", method: "floor", call: floor, facts: floorFacts },
  { name: "floorDivide", family: "elementwise", method: "floorDivide", call: floorDivide, facts: floorDivideFacts },
  { name: "gather", family: "indexing", method: "gather", call: gather, facts: gatherFacts },
  { name: "gelu", family: "elementwise", method: "gelu", call: gelu, facts: geluFacts },
  { name: "greater", family: "elementwise", method: "greater", call: greater, facts: greaterFacts },
  { name: "greaterEqual", family: "elementwise", method: "greaterEqual", call: greaterEqual, facts: greaterEqualFacts },
  { name: "groupNorm", family: "neural", method: "groupNorm", call: groupNorm, facts: groupNormFacts },
  { name: "hardSigmoid", family: "elementwise", method: "hardSigmoid", call: hardSigmoid, facts: hardSigmoidFacts },
  { name: "hardSwish", family: "elementwise", method: "hardSwish", call: hardSwish, facts: hardSwishFacts },
  { name: "hardTanh", family: "elementwise", method: "hardTanh", call: hardTanh, facts: hardTanhFacts },
  { name: "heaviside", family: "elementwise", method: "heaviside", call: heaviside, facts: heavisideFacts },
  { name: "hypot", family: "elementwise", method: "hypot", call: hypot, facts: hypotFacts },
  { name: "indexAdd", family: "indexing", method: "indexAdd", call: indexAdd, facts: indexAddFacts },
  { name: "inverse", family: "linalg", method: "inverse", call: inverse, facts: inverseFacts },
  { name: "isFinite", family: "elementwise", method: "isFinite", call: isFinite, facts: isFiniteFacts },
  { name: "isInf", family: "elementwise", method: "isInf", call: isInf, facts: isInfFacts },
  { name: "isNan", family: "elementwise", method: "isNan", call: isNan, facts: isNanFacts },
  { name: "kron", family: "linalg", method: "kron", call: kron, facts: kronFacts },
  { name: "layerNorm", family: "neural", method: "layerNorm", call: layerNorm, facts: layerNormFacts },
  { name: "leakyRelu", family: "elementwise", method: "leakyRelu", call: leakyRelu, facts: leakyReluFacts },
  { name: "lerp", family: "elementwise", method: "lerp", call: lerp, facts: lerpFacts },
  { name: "less", family: "elementwise", method: "less", call: less, facts: lessFacts },
  { name: "lessEqual", family: "elementwise", method: "lessEqual", call: lessEqual, facts: lessEqualFacts },
  { name: "lgamma", family: "elementwise", method: "lgamma", call: lgamma, facts: lgammaFacts },
  { name: "log", family: "elementwise", method: "log", call: log, facts: logFacts },
  { name: "log10", family: "elementwise", method: "log10", call: log10, facts: log10Facts },
  { name: "log1p", family: "elementwise", method: "log1p", call: log1p, facts: log1pFacts },
  { name: "log2", family: "elementwise", method: "log2", call: log2, facts: log2Facts },
  { name: "logAddExp", family: "elementwise", method: "logAddExp", call: logAddExp, facts: logAddExpFacts },
  { name: "logSigmoid", family: "elementwise", method: "logSigmoid", call: logSigmoid, facts: logSigmoidFacts },
  { name: "logSoftmax", family: "neural", method: "logSoftmax", call: logSoftmax, facts: logSoftmaxFacts },
  { name: "logSumExp", family: "reduce", method: "logSumExp", call: logSumExp, facts: logSumExpFacts },
  { name: "logicalAnd", family: "elementwise", method: "logicalAnd", call: logicalAnd, facts: logicalAndFacts },
  { name: "logicalNot", family: "elementwise", method: "logicalNot", call: logicalNot, facts: logicalNotFacts },
  { name: "logicalOr", family: "elementwise", method: "logicalOr", call: logicalOr, facts: logicalOrFacts },
  { name: "logicalXor", family: "elementwise", method: "logicalXor", call: logicalXor, facts: logicalXorFacts },
  { name: "lstsq", family: "linalg", method: "lstsq", call: lstsq, facts: lstsqFacts },
  { name: "maskedSelect", family: "indexing", method: "maskedSelect", call: maskedSelect, facts: maskedSelectFacts },
  { name: "matmul", family: "linalg", method: "matmul", call: matmul, facts: matmulFacts },
  {
    name: "matrixTranspose",
    family: "movement",
    method: "matrixTranspose",
    call: matrixTranspose,
    facts: matrixTransposeFacts,
  },
  { name: "max", family: "reduce", method: "max", call: max, facts: maxFacts },
  { name: "maxPool2d", family: "neural", method: "maxPool2d", call: maxPool2d, facts: maxPool2dFacts },
  { name: "maximum", family: "elementwise", method: "maximum", call: maximum, facts: maximumFacts },
  { name: "mean", family: "reduce", method: "mean", call: mean, facts: meanFacts },
  { name: "median", family: "reduce", method: "median", call: median, facts: medianFacts },
  { name: "meshgrid", family: "movement", method: "meshgrid", call: meshgrid, facts: meshgridFacts },
  { name: "min", family: "reduce", method: "min", call: min, facts: minFacts },
  { name: "minimum", family: "elementwise", method: "minimum", call: minimum, facts: minimumFacts },
  { name: "mish", family: "elementwise", method: "mish", call: mish, facts: mishFacts },
  { name: "mul", family: "elementwise", method: "mul", call: mul, facts: mulFacts },
  { name: "neg", family: "elementwise", method: "neg", call: neg, facts: negFacts },
  { name: "nonzero", family: "indexing", method: "nonzero", call: nonzero, facts: nonzeroFacts },
  { name: "norm", family: "reduce", method: "norm", call: norm, facts: normFacts },
  { name: "notEqual", family: "elementwise", method: "notEqual", call: notEqual, facts: notEqualFacts },
  { name: "oneHot", family: "indexing", method: "oneHot", call: oneHot, facts: oneHotFacts },
  { name: "outer", family: "linalg", method: "outer", call: outer, facts: outerFacts },
  { name: "pad", family: "movement", method: "pad", call: pad, facts: padFacts },
  { name: "permute", family: "movement", method: "permute", call: permute, facts: permuteFacts },
  { name: "pinv", family: "linalg", method: "pinv", call: pinv, facts: pinvFacts },
  { name: "pow", family: "elementwise", method: "pow", call: pow, facts: powFacts },
  { name: "prod", family: "reduce", method: "prod", call: prod, facts: prodFacts },
  { name: "qr", family: "linalg", method: "qr", call: qr, facts: qrFacts },
  { name: "quantile", family: "reduce", method: "quantile", call: quantile, facts: quantileFacts },
  { name: "reciprocal", family: "elementwise", method: "reciprocal", call: reciprocal, facts: reciprocalFacts },
  { name: "relu", family: "elementwise", method: "relu", call: relu, facts: reluFacts },
  { name: "relu6", family: "elementwise", method: "relu6", call: relu6, facts: relu6Facts },
  { name: "remainder", family: "elementwise", method: "remainder", call: remainder, facts: remainderFacts },
  { name: "repeat", family: "movement", method: "repeat", call: repeat, facts: repeatFacts },
  { name: "reshape", family: "movement", method: "reshape", call: reshape, facts: reshapeFacts },
  { name: "resize2d", family: "neural", method: "resize2d", call: resize2d, facts: resize2dFacts },
  { name: "roll", family: "movement", method: "roll", call: roll, facts: rollFacts },
  { name: "round", family: "elementwise", method: "round", call: round, facts: roundFacts },
  { name: "rsqrt", family: "elementwise", method: "rsqrt", call: rsqrt, facts: rsqrtFacts },
  {
    name: "scaledDotProductAttention",
    family: "neural",
    method: "scaledDotProductAttention",
    call: scaledDotProductAttention,
    facts: scaledDotProductAttentionFacts,
  },
  { name: "scatterAdd", family: "indexing", method: "scatterAdd", call: scatterAdd, facts: scatterAddFacts },
  { name: "searchSorted", family: "indexing", method: "searchSorted", call: searchSorted, facts: searchSortedFacts },
  { name: "selu", family: "elementwise", method: "selu", call: selu, facts: seluFacts },
  { name: "setSlice", family: "movement", method: "setSlice", call: setSlice, facts: setSliceFacts },
  { name: "sigmoid", family: "elementwise", method: "sigmoid", call: sigmoid, facts: sigmoidFacts },
  { name: "sign", family: "elementwise", method: "sign", call: sign, facts: signFacts },
  { name: "silu", family: "elementwise", method: "silu", call: silu, facts: siluFacts },
  { name: "sin", family: "elementwise", method: "sin", call: sin, facts: sinFacts },
  { name: "sinh", family: "elementwise", method: "sinh", call: sinh, facts: sinhFacts },
  { name: "slice", family: "movement", method: "slice", call: slice, facts: sliceFacts },
  { name: "slogdet", family: "linalg", method: "slogdet", call: slogdet, facts: slogdetFacts },
  { name: "softmax", family: "neural", method: "softmax", call: softmax, facts: softmaxFacts },
  { name: "softplus", family: "elementwise", method: "softplus", call: softplus, facts: softplusFacts },
  { name: "softsign", family: "elementwise", method: "softsign", call: softsign, facts: softsignFacts },
  { name: "solve", family: "linalg", method: "solve", call: solve, facts: solveFacts },
  { name: "sort", family: "indexing", method: "sort", call: sort, facts: sortFacts },
  { name: "split", family: "movement", method: "split", call: split, facts: splitFacts },
  { name: "sqrt", family: "elementwise", method: "sqrt", call: sqrt, facts: sqrtFacts },
  { name: "square", family: "elementwise", method: "square", call: square, facts: squareFacts },
  { name: "squeeze", family: "movement", method: "squeeze", call: squeeze, facts: squeezeFacts },
  { name: "stack", family: "movement", method: "stack", call: stack, facts: stackFacts },
  { name: "std", family: "reduce", method: "std", call: std, facts: stdFacts },
  { name: "stopGradient", family: "movement", method: "detach", call: stopGradient, facts: stopGradientFacts },
  { name: "sub", family: "elementwise", method: "sub", call: sub, facts: subFacts },
  { name: "sum", family: "reduce", method: "sum", call: sum, facts: sumFacts },
  { name: "sumTo", family: "movement", method: "sumTo", call: sumTo, facts: sumToFacts },
  { name: "svd", family: "linalg", method: "svd", call: svd, facts: svdFacts },
  { name: "swapAxes", family: "movement", method: "swapAxes", call: swapAxes, facts: swapAxesFacts },
  { name: "take", family: "indexing", method: "take", call: take, facts: takeFacts },
  {
    name: "takeAlongAxis",
    family: "indexing",
    method: "takeAlongAxis",
    call: takeAlongAxis,
    facts: takeAlongAxisFacts,
  },
  { name: "tan", family: "elementwise", method: "tan", call: tan, facts: tanFacts },
  { name: "tanh", family: "elementwise", method: "tanh", call: tanh, facts: tanhFacts },
  { name: "tensordot", family: "linalg", method: "tensordot", call: tensordot, facts: tensordotFacts },
  { name: "tile", family: "movement", method: "tile", call: tile, facts: tileFacts },
  { name: "topk", family: "indexing", method: "topk", call: topk, facts: topkFacts },
  { name: "trace", family: "reduce", method: "trace", call: trace, facts: traceFacts },
  { name: "transpose", family: "movement", method: "transpose", call: transpose, facts: transposeFacts },
  {
    name: "triangularSolve",
    family: "linalg",
    method: "triangularSolve",
    call: triangularSolve,
    facts: triangularSolveFacts,
  },
  { name: "tril", family: "movement", method: "tril", call: tril, facts: trilFacts },
  { name: "triu", family: "movement", method: "triu", call: triu, facts: triuFacts },
  { name: "trunc", family: "elementwise", method: "trunc", call: trunc, facts: truncFacts },
  { name: "unbind", family: "movement", method: "unbind", call: unbind, facts: unbindFacts },
  { name: "unique", family: "indexing", method: "unique", call: unique, facts: uniqueFacts },
  { name: "unslice", family: "movement", method: "unslice", call: unslice, facts: unsliceFacts },
  { name: "unsqueeze", family: "movement", method: "unsqueeze", call: unsqueeze, facts: unsqueezeFacts },
  { name: "variance", family: "reduce", method: "variance", call: variance, facts: varianceFacts },
  { name: "where", family: "elementwise", method: "where", call: where, facts: whereFacts },
  { name: "xlogy", family: "elementwise", method: "xlogy", call: xlogy, facts: xlogyFacts },
];
