import { formatShape, type Tensor } from "@tapegrad/core";
import { summaryOf } from "../json/values.ts";
import { numberText } from "../reading/names.ts";

/** How much of a tensor is written. */
interface Extent {
  readonly digits: number;
  readonly maxValues: number;
}

/** A tensor as text: a number, or a nested list; `null` where it is too large. */
export function shortText(x: Tensor, extent: Extent): string | null {
  return x.size > extent.maxValues && x.ndim > 0 ? null : nested(x, 0, 0, extent);
}

/** What a tensor is like: `shape [128, 64], −0.93 … 1.2, mean 0.01` */
export function summaryText({ shape, data }: Tensor, { digits }: Extent): string {
  const { min, max, mean, nonFinite } = summaryOf(data);
  const parts = [`shape ${formatShape(shape)}`];
  if (min !== null && max !== null && mean !== null)
    parts.push(`${numberText(min, digits)} … ${numberText(max, digits)}`, `mean ${numberText(mean, digits)}`);
  if (nonFinite > 0) parts.push(`${nonFinite} not finite`);
  return parts.join(", ");
}

/** The part of a tensor from `start` on that lies under the axes from `axis` on. */
function nested(x: Tensor, axis: number, start: number, extent: Extent): string {
  const shape: readonly number[] = x.shape;
  if (axis === shape.length) return numberText(x.data[start]!, extent.digits);
  const step = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return `[${Array.from({ length: shape[axis]! }, (_, i) => nested(x, axis + 1, start + i * step, extent)).join(", ")}]`;
}
