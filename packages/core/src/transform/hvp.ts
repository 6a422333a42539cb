import { functionArgument } from "../arguments.ts";
import type { TensorsOf } from "../tree/tree.ts";
import { grad, type Loss } from "./grad.ts";
import { along } from "./jvp.ts";

/**
 * The product of the Hessian of a scalar function with a vector, without the Hessian: `H v = ∂/∂ε ∇f(x + ε v)` at ε = 0. The gradient is
 * pushed forward along the vector, which takes a few times as long as the gradient itself.
 *
 * @param f - Gives a float scalar. Its arguments are tensors or trees of tensors.
 * @param primals - Where to evaluate it: the list of its arguments.
 * @param vectors - A list of trees like the primals.
 * @returns A list of trees like the primals. With several primals the Hessian is that of all of them together.
 * @throws {@link GradientError} if `f` does not give a scalar or a primal has no derivative; {@link ShapeError} if a vector does not fit.
 * @example
 * ```ts
 * const f = (x: Tensor) => x.pow(3).sum();
 * const [product] = hvp(f, [tensor([1, 2])], [tensor([1, 10])]);
 * product.toArray(); // => [6, 120]
 * ```
 * @see Pearlmutter (1994), "Fast exact multiplication by the Hessian".
 */
export function hvp<Args extends readonly unknown[]>(
  f: Loss<Args>,
  primals: Args,
  vectors: { readonly [K in keyof Args]: TensorsOf<Args[K]> },
): { -readonly [K in keyof Args]: TensorsOf<Args[K]> } {
  functionArgument("hvp", "f", f);
  // As many positions as there are primals, once it is known that these are a list.
  const gradients = (...args: Args): Args => grad(f, { argnums: [...args.keys()] })(...args) as unknown as Args; // one tree for each
  return along("hvp", "vector", gradients, primals, vectors)[1] as never; // a list like the gradients
}
