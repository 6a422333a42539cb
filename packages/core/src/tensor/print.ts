import { stridesOf } from "../shape/sizes.ts";
import type { Tensor } from "./tensor.ts";

/** Tensors with more elements than this are abbreviated. */
const abbreviateAbove = 1000;
/** How many entries an abbreviated axis shows at either end. */
const edge = 3;
const precision = 4;

/** The indices of an axis that are shown; `-1` stands for the dots. */
function shownIndices(size: number, abbreviated: boolean): number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  return abbreviated && size > 2 * edge ? [...all.slice(0, edge), -1, ...all.slice(size - edge)] : all;
}

/** One way to write all numbers shown, so that columns line up. */
function numberFormat(values: readonly number[]): (value: number) => string {
  const finite = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const largest = finite.length ? Math.max(...finite) : 0;
  const smallest = finite.length ? Math.min(...finite) : 0;
  // Four decimals would show 0.0000 or a dozen digits: exponents say more.
  const scientific = largest >= 1e8 || (smallest < 1e-4 && smallest > 0) || (smallest > 0 && largest / smallest > 1e6);
  return (value) => {
    if (Number.isNaN(value)) return "nan";
    if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
    if (scientific && !finite.every(Number.isInteger)) return value.toExponential(precision);
    if (scientific && largest >= 1e21) return value.toExponential(precision);
    return String(Number(value.toFixed(precision)));
  };
}

/** The text of `Tensor.toString()`. */
export function printTensor(tensor: Tensor): string {
  const { data, dtype, size } = tensor;
  const shape: readonly number[] = tensor.shape;
  const strides = stridesOf(shape);
  const abbreviated = size > abbreviateAbove;
  const shown: number[] = [];
  const collect = (axis: number, start: number): void => {
    if (axis === shape.length) shown.push(data[start]!);
    else
      for (const i of shownIndices(shape[axis]!, abbreviated))
        if (i >= 0) collect(axis + 1, start + i * strides[axis]!);
  };
  if (size > 0) collect(0, 0);

  const format: (value: number) => string =
    dtype === "bool" ? (value) => (value ? "true" : "false") : numberFormat(shown);
  const width = shape.length ? shown.reduce((widest, value) => Math.max(widest, format(value).length), 0) : 0;
  const open = "tensor(";
  const rows = (axis: number, start: number): string => {
    if (axis === shape.length) return format(data[start]!).padStart(width);
    const items = shownIndices(shape[axis]!, abbreviated).map((i) =>
      i < 0 ? "..." : rows(axis + 1, start + i * strides[axis]!),
    );
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
    ...(tensor.node && tensor.requiresGrad ? [`op=${tensor.node.op.name}`] : []),
    ...(!tensor.node && tensor.requiresGrad ? ["requiresGrad"] : []),
  ];
  return `${open}${[body, ...details].join(", ")})`;
}
