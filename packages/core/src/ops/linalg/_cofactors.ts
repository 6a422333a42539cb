import { cofactorSlopes, cofactors as fillCofactors } from "../../kernels/js/linalg/cofactors.ts";
import { defineOp } from "../../op/define.ts";
import { allocate } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { scatterAdd } from "../indexing/scatterAdd.ts";
import { takeAlongAxis } from "../indexing/takeAlongAxis.ts";
import { reshape } from "../movement/reshape.ts";
import { countOf, matrixAt } from "./_matrices.ts";

/** `[..., n, n]`: the derivative of the determinant with respect to each element, which exists for every matrix. */
export const cofactors: (a: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "cofactors",
  inputs: ["a"],
  dtype: "float",
  shape: (a) => a.shape,
  forward(y, a) {
    const n = a.shape.at(-1)!;
    const c = new Float64Array(n * n);
    for (let i = 0; i < countOf(a.shape); i++) {
      fillCofactors(c, matrixAt(a, i), n);
      y.data.set(c, i * n * n);
    }
  },
  vjp: { a: (cotangent, { a }) => slopesOfCofactors(a, cotangent) },
  formula: { value: "C = the cofactors of A", a: "Ā = Σᵢⱼ C̄ᵢⱼ ∂Cᵢⱼ/∂A" },
});

/**
 * `Σᵢⱼ gᵢⱼ ∂Cᵢⱼ/∂A` of the cofactors C. It is also the derivative of C in the direction `g`, because second derivatives of the
 * determinant do not depend on their order: as a function of `g` it is its own pullback.
 */
const slopesOfCofactors: (a: Tensor, g: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "cofactors.vjp",
  inputs: ["a", "g"],
  dtype: "float",
  shape: (a) => a.shape,
  forward(y, a, g) {
    const n = a.shape.at(-1)!;
    const d = new Float64Array(n * n);
    for (let i = 0; i < countOf(a.shape); i++) {
      cofactorSlopes(d, matrixAt(a, i), matrixAt(g, i), n);
      y.data.set(d, i * n * n);
    }
  },
  vjp: {
    // A cofactor is, up to its sign, the determinant of a minor. There are n² minors, and each is differentiated twice: third derivatives
    // of a determinant take n² times what second ones do.
    a(cotangent, { a, g }) {
      const n = a.shape.at(-1)!;
      const batch = a.shape.slice(0, -2);
      const places = placesOfMinors(n, batch.length);
      const minors = (x: Tensor): Tensor =>
        reshape(takeAlongAxis(reshape(x, [...batch, n * n]), places), [...batch, n, n, n - 1, n - 1]);
      const signs = new Tensor(
        [n, n],
        "int32",
        Int32Array.from({ length: n * n }, (_, i) => 1 - 2 * (((i % n) + Math.floor(i / n)) % 2)),
      );
      const weights = reshape(mul(cotangent, signs), [...batch, n, n, 1, 1]);
      const contributions = mul(slopesOfCofactors(minors(a), minors(g)), weights);
      const zeros = new Tensor([...batch, n * n], a.dtype, allocate(a.dtype, a.size)); // of that dtype
      return reshape(scatterAdd(zeros, places, reshape(contributions, [...batch, places.size]), -1), a.shape);
    },
    g: (cotangent, { a }) => slopesOfCofactors(a, cotangent),
  },
  formula: { value: "D = Σᵢⱼ gᵢⱼ ∂Cᵢⱼ/∂A", a: "Ā = Σᵢⱼ gᵢⱼ D̄ᵢⱼ ∂²Cᵢⱼ/∂A²", g: "g.bar = Σᵢⱼ D̄ᵢⱼ ∂Cᵢⱼ/∂A" },
});

/** Where in an `n × n` matrix, written as one row, the elements of all its minors are. */
function placesOfMinors(n: number, batchAxes: number): Tensor {
  const places: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let row = 0; row < n; row++)
        for (let column = 0; column < n; column++) if (row !== i && column !== j) places.push(row * n + column);
  return new Tensor([...Array.from({ length: batchAxes }, () => 1), places.length], "int32", Int32Array.from(places));
}
