import { formatShape, type Node, type Tensor } from "@tapegrad/core";
import { plainAttributes } from "../json/attributes.ts";
import type { PlainValue } from "../json/document.ts";
import { summaryOf } from "../json/values.ts";
import { type Names, numberText } from "../reading/names.ts";

/** A name as it is; in quotes, with escapes, if it has signs that could be taken for something else. */
export function nameText(name: string): string {
  if (/^[\p{L}\p{M}\p{N}_$.:∞−@/[\]-]+$/u.test(name)) return name;
  return JSON.stringify(name).replace(/[\p{C}\u2028\u2029]/gu, (sign) => escaped(sign));
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
    "",
  );
}

/** `float32[2, 3]` */
export function typeText({ dtype, shape }: Tensor): string {
  return `${dtype}${formatShape(shape)}`;
}

/** `mean(t4, axes = [0, 1], keepDims = false)` */
export function callText(node: Node, names: Names): string {
  return `${node.op.name}(${[...node.inputs.map((x) => nameText(names.of(x))), ...attributeTexts(node)].join(", ")})`;
}

/** Each attribute as `axes = [0, 1]`. */
export function attributeTexts({ attrs }: Node): readonly string[] {
  return Object.entries(plainAttributes(attrs)).flatMap(([name, value]) =>
    value === null ? [] : [`${nameText(name)} = ${plainText(value)}`],
  );
}

function plainText(value: PlainValue): string {
  if (typeof value === "string") return nameText(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(plainText).join(", ")}]`;
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${nameText(name)}: ${plainText(each)}`)
    .join(", ")} }`;
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** The elements of a tensor, if there are few; otherwise what they are like. */
export function valueText(x: Tensor): string {
  if (x.size <= 16) return nested(x, 0, 0, x.size);
  const { min, max, mean, std, nonFinite, zeros } = summaryOf(x.data);
  if (x.dtype === "bool") return `${x.size - zeros} of ${x.size} true`;
  const parts =
    min === null || max === null || mean === null || std === null
      ? []
      : [`${numberText(min)} … ${numberText(max)}`, `mean ${numberText(mean)}`, `std ${numberText(std)}`];
  if (zeros > 0) parts.push(`${zeros} of ${x.size} zero`);
  if (nonFinite > 0) parts.push(`${nonFinite} of ${x.size} NaN or ∞`);
  return parts.join(", ");
}

function nested(x: Tensor, axis: number, start: number, count: number): string {
  if (axis === x.ndim) {
    const value = x.data[start]!;
    return x.dtype === "bool" ? String(value !== 0) : numberText(value);
  }
  const size = x.shape[axis]!;
  const step = size === 0 ? 0 : count / size;
  return `[${Array.from({ length: size }, (_, i) => nested(x, axis + 1, start + i * step, step)).join(", ")}]`;
}

/** `1 node`, `2 nodes` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
