import { DTypeError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { allocate, checkValue, type DType, toFloat } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";

const scalarShape: readonly number[] = Object.freeze([]);

/** A scalar constant of a dtype. */
export function scalar(where: string, value: number, dtype: DType): Tensor {
  if (dtype === "int32" || dtype === "bool") checkValue(where, dtype, value);
  const data = allocate(dtype, 1);
  data[0] = value;
  return new Tensor(scalarShape, dtype, data);
}

/**
 * What a caller passed for an op's inputs, as tensors. A plain number takes the dtype of the tensors beside it (the first of
 * them), and float32 if there is none.
 *
 * @param conditions - Which inputs are conditions: their bool says nothing about the numbers beside them.
 * @param toFloats - Will integers become floats anyway? Then a number need not be whole.
 */
export function lift(
  where: string,
  names: readonly string[],
  args: readonly unknown[],
  conditions: readonly boolean[] = [],
  toFloats = false,
): Tensor[] {
  const tensors = new Array<Tensor>(names.length);
  let first: Tensor | null = null;
  let numbers = false;
  for (let i = 0; i < names.length; i++) {
    const arg = args[i];
    if (arg instanceof Tensor) {
      tensors[i] = arg;
      if (first === null && conditions[i] !== true) first = arg;
    } else if (typeof arg === "number") numbers = true;
    else throw notATensor(where, names[i]!, arg);
  }
  if (numbers) {
    let dtype: DType = first === null ? "float32" : first.dtype;
    if (toFloats) dtype = toFloat(dtype);
    for (let i = 0; i < names.length; i++) {
      const value = args[i];
      if (typeof value === "number") tensors[i] = scalar(where, value, conditions[i] ? "bool" : dtype);
    }
  }
  return tensors;
}

export function notATensor(where: string, name: string, received: unknown): TapegradError {
  const hint = Array.isArray(received) ? " Wrap it in tensor(…)." : "";
  return new TapegradError(`${where}: ${name} must be a tensor or a number, got ${formatReceived(received)}.${hint}`);
}

/** @throws DTypeError if a tensor's dtype is not one of those an op takes. */
export function requireDType(
  where: string,
  name: string,
  input: Tensor,
  allowed: readonly DType[],
  hint: string,
): void {
  if (allowed.includes(input.dtype)) return;
  const wanted = allowed.length === 1 ? allowed[0]! : `one of ${allowed.join(", ")}`;
  throw new DTypeError(`${where}: ${name} must have dtype ${wanted}, got ${input.dtype}. ${hint}`);
}
