import { DTypeError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import type { TensorType } from "../tape/op.ts";
import { allocate, checkValue, type DType, promote, toFloat } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";

/**
 * An input of an op: its name, and what kind of tensor it is. Most are `"values"`: numbers, whose dtypes are promoted to one. A
 * `"condition"` is bool and says nothing about the dtype of the result; `"indices"` are whole numbers, which do not either.
 */
export interface Input<Name extends string = string, Kind extends InputKind = InputKind> {
  readonly name: Name;
  readonly kind: Kind;
}

export type InputKind = "values" | "condition" | "indices";

/** How an op writes its inputs: a name alone is one of `"values"`. */
export type InputDeclaration = string | Input;

/** The name of a declared input. */
export type NameOf<I> = I extends string ? I : I extends Input<infer Name> ? Name : never;

/** An input of dtype bool that only chooses. */
export function condition<Name extends string>(name: Name): Input<Name, "condition"> {
  return { name, kind: "condition" };
}

/** An input of whole numbers that name positions: int32, or floats without a fraction. */
export function indices<Name extends string>(name: Name): Input<Name, "indices"> {
  return { name, kind: "indices" };
}

export function inputsOf(declarations: readonly InputDeclaration[]): readonly Input[] {
  return declarations.map((input) => (typeof input === "string" ? { name: input, kind: "values" } : input));
}

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
 * @param toFloats - Will integers become floats anyway? Then a number need not be whole.
 */
export function lift(where: string, inputs: readonly Input[], args: readonly unknown[], toFloats: boolean): Tensor[] {
  const tensors = new Array<Tensor>(inputs.length);
  let first: Tensor | null = null;
  let numbers = false;
  for (let i = 0; i < inputs.length; i++) {
    const arg = args[i];
    if (arg instanceof Tensor) {
      tensors[i] = arg;
      if (first === null && inputs[i]!.kind === "values") first = arg;
    } else if (typeof arg === "number") numbers = true;
    else throw notATensor(where, inputs[i]!.name, arg);
  }
  if (numbers) {
    let dtype: DType = first === null ? "float32" : first.dtype;
    if (toFloats) dtype = toFloat(dtype);
    for (let i = 0; i < inputs.length; i++) {
      const value = args[i];
      if (typeof value !== "number") continue;
      const { kind } = inputs[i]!;
      tensors[i] = scalar(where, value, kind === "condition" ? "bool" : kind === "indices" ? "float64" : dtype);
    }
  }
  return tensors;
}

/** What a caller passed for the one input of a variadic op: a list of tensors. */
export function liftList(where: string, name: string, list: unknown): readonly Tensor[] {
  if (!Array.isArray(list) || list.length === 0)
    throw new TapegradError(`${where}: ${name} must be a list of at least one tensor, got ${formatReceived(list)}.`);
  // Copied: the caller may go on to change it. Array.from also visits the holes of a sparse list.
  return Array.from(list, (item: unknown, i) => {
    if (item instanceof Tensor) return item;
    const hint = Array.isArray(item) ? " Wrap it in tensor(…)." : "";
    throw new TapegradError(`${where}: ${name}[${i}] must be a tensor, got ${formatReceived(item)}.${hint}`);
  });
}

function notATensor(where: string, name: string, received: unknown): TapegradError {
  const hint = Array.isArray(received) ? " Wrap it in tensor(…)." : "";
  return new TapegradError(`${where}: ${name} must be a tensor or a number, got ${formatReceived(received)}.${hint}`);
}

/** The highest of the dtypes of an op's values. */
export function promotedDType(inputs: readonly Input[], tensors: readonly TensorType[]): DType {
  let dtype: DType = "bool"; // the lowest
  for (let i = 0; i < tensors.length; i++) {
    const other = tensors[i]!.dtype;
    if (other === dtype || (inputs.length === tensors.length && inputs[i]!.kind !== "values")) continue;
    dtype = promote(dtype, other);
  }
  return dtype;
}

/** @throws DTypeError unless conditions are bool and indices are no bools; for bools alone where numbers are wanted. */
export function checkInputTypes(
  where: string,
  inputs: readonly Input[],
  tensors: readonly TensorType[],
  numbersOnly: boolean,
): void {
  for (let i = 0; i < inputs.length; i++) {
    const { name, kind } = inputs[i]!;
    if (kind === "condition") requireDType(where, name, tensors[i]!, ["bool"], "Compare first, as in greater(x, 0).");
    if (kind === "indices") {
      const allowed = ["int32", "float32", "float64"] as const;
      requireDType(where, name, tensors[i]!, allowed, `Cast them: cast(${name}, "int32").`);
    }
  }
  if (!numbersOnly || promotedDType(inputs, tensors) !== "bool") return;
  const names = inputs.filter(({ kind }) => kind === "values").map(({ name }) => name);
  const [subject, object] =
    names.length === 1
      ? [`${names[0]} must not`, "it"]
      : [`${names.join(" and ")} must not ${names.length === 2 ? "both" : "all"}`, "one"];
  throw new DTypeError(`${where}: ${subject} be bool. Cast ${object} first: cast(${names[0]}, "int32").`);
}

/** @throws DTypeError if a tensor's dtype is not one of those an op takes. */
function requireDType(
  where: string,
  name: string,
  { dtype }: TensorType,
  allowed: readonly DType[],
  hint: string,
): void {
  if (allowed.includes(dtype)) return;
  const wanted = allowed.length === 1 ? allowed[0]! : `one of ${allowed.join(", ")}`;
  throw new DTypeError(`${where}: ${name} must have dtype ${wanted}, got ${dtype}. ${hint}`);
}
