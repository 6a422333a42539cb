// Generated from the op files by `pnpm generate`; do not edit.

import type { MatMulError, MatMulShape, Ok, Shape, TransposedIf } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { matmul } from "./matmul.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface LinalgMethods {
  /** Matrix product: `C = A B`, `Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ`; for every pair of matrices where there are leading axes, which broadcast. See {@link matmul}. */
  matmul<
    A extends Shape,
    DA extends DType,
    B extends Shape,
    DB extends DType,
    TA extends boolean = false,
    TB extends boolean = false,
  >(
    this: Tensor<A, DA>,
    b: Ok<Tensor<B, DB>, MatMulError<TransposedIf<TA, A>, TransposedIf<TB, B>>>,
    options?: { readonly transposeA?: TA; readonly transposeB?: TB },
  ): Tensor<MatMulShape<TransposedIf<TA, A>, TransposedIf<TB, B>>, Promote<DA, DB>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends LinalgMethods {}
}

installMethods(Tensor, {
  matmul,
});
