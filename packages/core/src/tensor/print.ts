import { stridesOf } from "../shape/sizes.ts";
import type { Data, DType } from "./dtype.ts";

/** What is printed of a tensor. */
export interface Printable {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Data;
  readonly size: number;
  readonly requiresGrad: boolean;
  readonly name?: string | undefined;
  /** How it was computed, if it was. */
  readonly node: object | null;
}

/** Tensors with more elements than this are abbreviated. */
const abbreviateAbove = 1000;
/** How many entries an abbreviated axis shows at either end, where there are not too many such axes. */
const edge = 3;
/** No more elements than this are shown of an abbreviated tensor, however many axes it has: three at either end of ten axes are 60 million. */
const mostShown = 2000;
const precision = 4;

/** How much of an axis is shown: `head` entries, dots if any are left out, `tail` entries. */
interface Shown {
  readonly head: number;
  readonly tail: number;
}

/** What is shown of each axis. */
function shownOf(shape: readonly number[], abbreviated: boolean): Shown[] {
  const shown = shape.map(
    (n): Shown => (abbreviated && n > 2 * edge ? { head: edge, tail: edge } : { head: n, tail: 0 }),
  );
  if (!abbreviated) return shown;
  // Outer axes give way first, to their first and last entry, then to the first alone: rows stay readable longest.
  for (const least of [
    { head: 1, tail: 1 },
    { head: 1, tail: 0 },
  ]) {
    for (let axis = 0; axis < shape.length; axis++) {
      if (shown.reduce((product, { head, tail }) => product * (head + tail), 1) <= mostShown) return shown;
      if (shape[axis]! > least.head + least.tail) shown[axis] = least;
    }
  }
  return shown;
}

/** The indices of an axis that are shown; `-1` stands for the dots. */
function indicesOf(n: number, { head, tail }: Shown): number[] {
  const first = Array.from({ length: head }, (_, i) => i);
  const last = Array.from({ length: tail }, (_, i) => n - tail + i);
  return head + tail < n ? [...first, -1, ...last] : [...first, ...last];
}

/** One way to write all numbers shown, so that columns line up. */
function numberFormat(values: readonly number[]): (value: number) => string {
  const finite = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const largest = finite.length ? Math.max(...finite) : 0;
  const smallest = finite.length ? Math.min(...finite) : 0;
  // Four decimals would show 0.0000 or a dozen digits: exponents say more.
  const scientific = largest >= 1e8 || (smallest < 1e-4 && smallest > 0) || (smallest > 0 && largest / smallest > 1e6);
  // Whole numbers stay whole up to 10²¹, where JavaScript itself begins to write exponents.
  const exponents = scientific && (largest >= 1e21 || !finite.every(Number.isInteger));
  return (value) => {
    if (Number.isNaN(value)) return "nan";
    if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
    return exponents ? value.toExponential(precision) : String(Number(value.toFixed(precision)));
  };
}

/**
 * The text of `Tensor.toString()`. Takes as long as what is shown, however large the tensor is.
 *
 * @param opName - Name of the op that computed it, if it was computed.
 */
export function printTensor(x: Printable, opName: string | undefined = opNameOf(x.node)): string {
  const { data, dtype, size, shape } = x;
  const strides = stridesOf(shape);
  const abbreviated = size > abbreviateAbove;
  const indices = size === 0 ? [] : shownOf(shape, abbreviated).map((shown, axis) => indicesOf(shape[axis]!, shown));
  const values: number[] = [];
  const collect = (axis: number, start: number): void => {
    if (axis === shape.length) values.push(data[start]!);
    else for (const i of indices[axis]!) if (i >= 0) collect(axis + 1, start + i * strides[axis]!);
  };
  if (size > 0) collect(0, 0);

  const format: (value: number) => string =
    dtype === "bool" ? (value) => (value ? "true" : "false") : numberFormat(values);
  const width = shape.length ? values.reduce((widest, value) => Math.max(widest, format(value).length), 0) : 0;
  const open = "tensor(";
  const rows = (axis: number, start: number): string => {
    if (axis === shape.length) return format(data[start]!).padStart(width);
    const items = indices[axis]!.map((i) => (i < 0 ? "..." : rows(axis + 1, start + i * strides[axis]!)));
    const innermost = axis === shape.length - 1;
    const separator = innermost
      ? ", "
      : `,${"\n".repeat(shape.length - 1 - axis)}${" ".repeat(open.length + axis + 1)}`;
    return `[${items.join(separator)}]`;
  };

  const body = size === 0 ? "[]" : rows(0, 0);
  const details = [
    ...(size === 0 || abbreviated ? [`shape=[${shape.join(", ")}]`] : []),
    ...(dtype === "float32" || dtype === "bool" ? [] : [`dtype=${dtype}`]),
    ...(x.name ? [`name=${JSON.stringify(x.name)}`] : []),
    ...(x.requiresGrad ? [opName === undefined ? "requiresGrad" : `op=${opName}`] : []),
  ];
  return `${open}${[body, ...details].join(", ")})`;
}

/** The tape's nodes carry their op; what is printed need not know more of the tape than that. */
function opNameOf(node: object | null): string | undefined {
  const op: unknown = node === null ? undefined : Reflect.get(node, "op");
  if (typeof op !== "object" || op === null) return undefined;
  const name: unknown = Reflect.get(op, "name");
  return typeof name === "string" ? name : undefined;
}
