import type { Tensor } from "../../tensor/tensor.ts";
import { type Algebra, conditionOperations, type Operand, type Operation } from "../algebra.ts";
import { defineElementwise } from "../elementwise.ts";
import { condition } from "../inputs.ts";
import { numbers } from "./numbers.ts";
import { provide } from "./provided.ts";
import { errorFunctions, gammaFunctions } from "./specialFunctions.ts";

type TensorAlgebra = Algebra<Tensor, Tensor>;
type AnyOperations = Record<Operation, (...operands: readonly unknown[]) => never>;

/**
 * The algebra on tensors: every operation is an op of its own, recorded as others are, so that what is written for one element computes
 * whole tensors and has derivatives of any order.
 *
 * @example
 * ```ts
 * const e = tensorAlgebra();
 * const x = tensor([1, 4]);
 * e.add(e.sqrt(x), 1).toArray(); // => [2, 3]
 * ```
 */
export function tensorAlgebra(): TensorAlgebra {
  provide(errorFunctions);
  provide(gammaFunctions);
  const read: { [operation: string]: unknown } = {};
  for (const name of Object.keys(numbers) as Operation[]) read[name] = operationOn(name);
  const orders = new Map<number, (x: Operand<Tensor>) => Tensor>();
  return {
    ...(read as unknown as TensorAlgebra), // one for each operation there is
    polygamma(n, x) {
      let op = orders.get(n);
      if (op === undefined) {
        op = defineElementwise({
          name: "polygamma",
          inputs: ["x"],
          dtype: "float",
          value: (e, { x }) => e.polygamma(n, x),
        });
        orders.set(n, op as (x: Operand<Tensor>) => Tensor);
      }
      return op(x as never) as Tensor;
    },
  };
}

/** One operation as an op: its value is that operation. */
function operationOn(name: Operation): (...operands: readonly unknown[]) => Tensor {
  const logical = name === "and" || name === "or" || name === "not";
  const names = ["a", "b", "c"].slice(0, name === "select" ? 3 : numbers[name].length);
  return defineElementwise<
    (...operands: readonly unknown[]) => Tensor,
    readonly (string | ReturnType<typeof condition>)[]
  >({
    name,
    inputs: names.map((one, i) => (logical || (name === "select" && i === 0) ? condition(one) : one)),
    dtype: (conditionOperations as readonly Operation[]).includes(name)
      ? "bool"
      : fractional.includes(name)
        ? "float"
        : "same",
    value: (e, inputs) => (e as unknown as AnyOperations)[name](...names.map((one) => inputs[one])),
  });
}

/** Operations whose results are fractions, also of integers. */
const fractional: readonly Operation[] = /* @__PURE__ */ (
  "div sqrt hypot exp expm1 log log1p log2 log10 sigmoid softplus sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh " +
  "atanh gauss erf erfc normalCdf lgamma"
).split(" ") as Operation[]; // names of operations
