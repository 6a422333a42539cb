import { FormatError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { maxAxes, sizeOf } from "../shape/sizes.ts";
import type { Dynamic } from "../shape/types.ts";
import { allocate, type Data, type DType, dtypes, isFloat } from "../tensor/dtype.ts";
import { Parameter } from "../tensor/parameter.ts";
import { headerOf, type TensorHeader } from "../tensor/serialize.ts";
import { Tensor } from "../tensor/tensor.ts";
import { childPath, indexPath, isPlainObject, Route } from "./route.ts";

/** A tensor as `structuredClone` and messages carry it: see {@link toCloneable}. */
export interface TensorClone<out T> extends TensorHeader {
  readonly data: Data;
  /** What it is a copy of: for the compiler alone, no such property exists. */
  readonly "~of"?: T;
}

/** The same tree with a {@link TensorClone} in place of each tensor. */
export type Cloneable<T> = 0 extends 1 & T
  ? Dynamic
  : T extends Tensor
    ? TensorClone<T>
    : T extends ArrayBufferView
      ? T
      : T extends object
        ? { [K in keyof T]: Cloneable<T[K]> }
        : T;

/** The tree that a {@link Cloneable} was made of. */
export type Revived<C> = 0 extends 1 & C
  ? Dynamic
  : C extends TensorClone<infer T>
    ? T
    : C extends ArrayBufferView
      ? C
      : C extends object
        ? { [K in keyof C]: Revived<C[K]> }
        : C;

/**
 * What `JSON.parse` returned, with tensors and Parameters in place of what they were written as. Everything else stays what it is, so
 * states with numbers and texts among their tensors survive too:
 * `fromJson(JSON.parse(JSON.stringify(state)))`.
 *
 * A tensor that occurs in several places comes back as several; a graph comes back as its values.
 *
 * @param value - Arrays and objects with what {@link tensorToJson} wrote anywhere in them. Tensors are left as they are.
 * @throws {@link FormatError} naming the place of a tensor that is not complete, or has values that its dtype cannot hold.
 * @example
 * ```ts
 * const text = JSON.stringify(tensorToJson(parameter([1, NaN], { name: "w" })));
 * const w: Parameter = fromJson(JSON.parse(text));
 * [w.name, w.toArray()]; // => ["w", [1, NaN]]
 * ```
 */
export function fromJson(value: unknown): Dynamic {
  if (typeof value === "string") {
    const advice = "Parse it first: fromJson(JSON.parse(text)).";
    const expected = "must be what JSON.parse returned";
    throw new FormatError({ where: "fromJson", argument: "value", expected, received: "a string", advice });
  }
  return rebuild("fromJson", value, (record, path) => revive("fromJson", record, path, dataFromJson));
}

/**
 * A tree that `structuredClone`, `postMessage` and IndexedDB take: tensors become plain objects with a copy of their data, whose buffers a
 * message may transfer. {@link fromCloneable} makes tensors of them again. A tensor that occurs in several places, such as a tied
 * Parameter, is one object in all of them, and one tensor again on the other side.
 *
 * @param tree - Arrays and objects of tensors, numbers, texts, booleans and typed arrays.
 * @throws {@link TapegradError} naming the place of anything else: methods are lost on the way.
 * @example
 * ```ts
 * const there = structuredClone(toCloneable({ w: parameter([1, 2], { name: "w" }), step: 3 }));
 * const { w, step } = fromCloneable(there);
 * [w.name, w.toArray(), step]; // => ["w", [1, 2], 3]
 * ```
 */
export function toCloneable<T>(tree: T): Cloneable<T> {
  const clones = new Map<Tensor, TensorClone<Tensor>>();
  const cloneOf = (x: Tensor): TensorClone<Tensor> => {
    const known = clones.get(x);
    if (known !== undefined) return known;
    const data: Data = x.data;
    const clone: TensorClone<Tensor> = { ...headerOf(x), data: data.slice() };
    clones.set(x, clone);
    return clone;
  };
  return rebuild("toCloneable", tree, undefined, cloneOf) as Cloneable<T>; // rebuilt key by key
}

/**
 * The tree that {@link toCloneable} was given, of what has arrived of it: tensors and Parameters with data of their own.
 *
 * @throws {@link FormatError} naming the place of a tensor that is not complete, or has values that its dtype cannot hold.
 * @example
 * ```ts
 * fromCloneable(toCloneable({ x: ones([2]) })).x.toArray(); // => [1, 1]
 * ```
 */
export function fromCloneable<C>(value: C): Revived<C> {
  const tensors = new Map<object, Tensor>();
  const tensorOf = (record: Record<string, unknown>, path: string): Tensor => {
    const known = tensors.get(record);
    if (known !== undefined) return known;
    const x = revive("fromCloneable", record, path, dataFromClone);
    tensors.set(record, x);
    return x;
  };
  return rebuild("fromCloneable", value, tensorOf) as Revived<C>; // rebuilt key by key
}

/** The tree with its tensors, or what is marked as one, replaced; whatever has no methods to lose stays. */
function rebuild(
  where: string,
  tree: unknown,
  fromRecord: ((record: Record<string, unknown>, path: string) => Tensor) | undefined,
  fromTensor: (x: Tensor) => unknown = (x) => x,
): unknown {
  const route = new Route(where);
  const visit = (value: unknown, path: string): unknown => {
    if (value instanceof Tensor) return fromTensor(value);
    if (Array.isArray(value)) {
      route.enter(value, path);
      const items = Array.from(value, (item, i) => visit(item, indexPath(path, i)));
      route.leave(value);
      return items;
    }
    if (isPlainObject(value)) {
      if (fromRecord !== undefined && Object.hasOwn(value, "tapegrad") && typeof value.tapegrad === "string")
        return fromRecord(value, path);
      route.enter(value, path);
      const entries = Object.keys(value).map((key) => [key, visit(value[key], childPath(path, key))]);
      route.leave(value);
      return Object.fromEntries(entries);
    }
    if (typeof value === "function" || typeof value === "symbol" || (isObject(value) && !ArrayBuffer.isView(value))) {
      const expected = "must consist of tensors, arrays, objects and plain values";
      const received = `${formatReceived(value)}${path === "" ? "" : ` at ${path}`}`;
      const advice = "For a model, pass its stateDict().";
      throw new TapegradError({ where, argument: "a tree", expected, received, advice });
    }
    return value;
  };
  return visit(tree, "");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

type Fault = (part: string, expected: string, received: unknown) => FormatError;

function revive(
  where: string,
  record: Record<string, unknown>,
  path: string,
  dataOf: (data: unknown, dtype: DType, size: number, fault: Fault) => Data,
): Tensor {
  const fault: Fault = (part, expected, received) => {
    const argument = `${part} of the tensor${path === "" ? "" : ` at ${path}`}`;
    return new FormatError({ where, argument, expected, received: formatReceived(received) });
  };
  const { tapegrad: kind, shape, name, requiresGrad } = record;
  if (kind !== "tensor" && kind !== "parameter") throw fault("tapegrad", 'must be "tensor" or "parameter"', kind);
  if (!isShape(shape)) throw fault("shape", `must be a list of at most ${maxAxes} sizes`, shape);
  const dtype = dtypes.find((known) => known === record.dtype);
  if (dtype === undefined) throw fault("dtype", `must be one of ${dtypes.join(", ")}`, record.dtype);
  if (name !== undefined && typeof name !== "string") throw fault("name", "must be a string", name);
  if (requiresGrad !== undefined && typeof requiresGrad !== "boolean")
    throw fault("requiresGrad", "must be true or false", requiresGrad);
  if (requiresGrad === true && !isFloat(dtype)) throw fault("requiresGrad", `must be false for dtype ${dtype}`, true);
  const data = dataOf(record.data, dtype, sizeOf(shape), fault);
  if (kind === "parameter") {
    const made = new Parameter<Dynamic, DType>([...shape], dtype, data, name ?? "");
    return requiresGrad === false ? made.freeze() : made;
  }
  const made: Tensor = new Tensor<Dynamic, DType>([...shape], dtype, data);
  if (name !== undefined) Object.assign(made, { name });
  made.requiresGrad = requiresGrad === true;
  return made;
}

function isShape(shape: unknown): shape is number[] {
  return (
    Array.isArray(shape) && shape.length <= maxAxes && Array.from(shape).every((n) => Number.isSafeInteger(n) && n >= 0)
  );
}

const named: { readonly [text: string]: number } = { NaN: Number.NaN, Infinity, "-Infinity": -Infinity, "-0": -0 };

function dataFromJson(elements: unknown, dtype: DType, size: number, fault: Fault): Data {
  if (!Array.isArray(elements) || elements.length !== size) throw fault("data", `must be a list of ${size}`, elements);
  const data = allocate(dtype, size, "fromJson");
  for (let i = 0; i < size; i++) {
    const element: unknown = elements[i];
    const value = typeof element === "string" && Object.hasOwn(named, element) ? named[element] : element;
    if (typeof value !== "number")
      throw fault(`data[${i}]`, 'must be a number, "NaN", "Infinity", "-Infinity" or "-0"', element);
    checkElement(i, value, dtype, fault);
    data[i] = value;
  }
  return data;
}

function dataFromClone(elements: unknown, dtype: DType, size: number, fault: Fault): Data {
  const kind = allocate(dtype, 0)[Symbol.toStringTag];
  // By its tag: the typed array may come from another window.
  const same = ArrayBuffer.isView(elements) && Reflect.get(elements, Symbol.toStringTag) === kind;
  if (!same || (elements as Data).length !== size) throw fault("data", `must be a ${kind} of ${size}`, elements);
  const source = elements as Data; // of that kind, as just checked
  const data = allocate(dtype, size, "fromCloneable");
  if (dtype === "bool") for (let i = 0; i < size; i++) checkElement(i, source[i]!, dtype, fault);
  data.set(source);
  return data;
}

function checkElement(i: number, value: number, dtype: DType, fault: Fault): void {
  if (dtype === "int32" && (value | 0) !== value) throw fault(`data[${i}]`, "must be an int32", value);
  if (dtype === "bool" && value !== 0 && value !== 1) throw fault(`data[${i}]`, "must be 0 or 1", value);
}
