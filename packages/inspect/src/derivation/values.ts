import { formatShape, type Tensor } from "@tapegrad/core";
import { summaryOf } from "../json/values.ts";
import { numberText } from "../reading/names.ts";
import type { Style } from "./style.ts";

/** A tensor as text: a number, or a nested list; `null` where it is too large. */
export function shortText(x: Tensor, style: Style): string | null {
  return x.size > style.maxValues && x.ndim > 0 ? null : nested(x, 0, 0, style);
}

/** What a tensor is like: `shape [128, 64], −0.93 … 1.2, mean 0.01` */
export function summaryText({ shape, data }: Tensor, { digits }: Style): string {
  const { min, max, mean, nonFinite } = summaryOf(data);
  const parts = [`shape ${formatShape(shape)}`];
  if (min !== null && max !== null && mean !== null)
    parts.push(`${numberText(min, digits)} … ${numberText(max, digits)}`, `mean ${numberText(mean, digits)}`);
  if (nonFinite > 0) parts.push(`${nonFinite} not finite`);
  return parts.join(", ");
}

/** The part of a tensor from `start` on that lies under the axes from `axis` on. */
function nested(x: Tensor, axis: number, start: number, style: Style): string {
  const shape: readonly number[] = x.shape;
  if (axis === shape.length) return numberText(x.data[start]!, style.digits);
  const step = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return `[${Array.from({ length: shape[axis]! }, (_, i) => nested(x, axis + 1, start + i * step, style)).join(", ")}]`;
}
