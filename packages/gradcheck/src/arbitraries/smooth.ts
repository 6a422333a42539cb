import type { Tensor } from "@tapegrad/core";
import type { Domain } from "../facts.ts";
import type { Program } from "./program.ts";
import { domainOf, isFloat, nameOf } from "./subject.ts";
import { addedAt } from "./values.ts";

// Where a program is smooth: there its derivatives can be compared with differences.

/** How far values are kept from kinks and from the ends of domains, at least. */
const distance = 0.02;
/** Values that grow beyond this are not computed with any further: rounding would drown what is to be seen. */
const largest = 1e4;

/** Is every element where the op is defined and smooth, with some distance to spare? */
export function inDomain(x: Tensor, { range, avoid = [], distinct, diagonal, dtype }: Domain): boolean {
  if (dtype !== undefined && dtype !== x.dtype) return false;
  if (dtype === undefined && !isFloat(x)) return false;
  for (let i = 0; i < x.size; i++) {
    if (!(Math.abs(x.data[i]!) <= largest)) return false;
    const value = x.data[i]! - (diagonal === undefined ? 0 : addedAt(i, x.shape, diagonal));
    if (range !== undefined && !(value >= range[0] + distance && value <= range[1] - distance)) return false;
    if (avoid.some((kink) => Math.abs(value - kink) < distance)) return false;
  }
  if (distinct !== true) return true;
  const sorted = Array.from(x.data as Float64Array).sort((a, b) => a - b);
  return sorted.every((value, k) => k === 0 || value - sorted[k - 1]! >= distance);
}

/** Is every step of the program where its op is smooth, and is there anything to vary? */
export function isSmoothAt(program: Program): boolean {
  if (!program.inputs.some((x) => isFloat(x) && x.size > 0)) return false; // nothing to vary
  const values = program.valuesFor(program.inputs);
  return (
    program.steps.every(({ subject, inputs }) =>
      inputs.every((position, i) => {
        const value = values[position]!;
        const domain = domainOf(subject, i);
        if (!isFloat(value)) return domain.dtype === undefined || domain.dtype === value.dtype;
        if (!inDomain(value, { ...domain, dtype: value.dtype })) return false;
        if (domain.differsFrom === undefined) return true;
        return inputs.every((other, k) => {
          if (k === i || !(nameOf(subject, k) === domain.differsFrom || subject.variadic)) return true;
          return apart(value, values[other]!);
        });
      }),
    ) && values.every((value) => value.data.every((x: number) => Math.abs(x) <= largest))
  );
}

/** Do elements that meet differ? All pairs are compared: more than broadcasting asks, and simpler. */
function apart(a: Tensor, b: Tensor): boolean {
  return a.data.every((x: number) => b.data.every((y: number) => Math.abs(x - y) >= distance));
}
