import { formatAlike, formatNumber } from "./text.ts";

/** Where an axis has ticks, and what stands at them. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/** From where to where an axis goes. */
export type Extent = readonly [low: number, high: number];

/** Is an extent so short, beside the numbers in it, that numbers with as many digits as `multiple` keeps do not divide it? */
export function isTooShort([low, high]: Extent): boolean {
  return !(high - low > 1e-10 * Math.max(Math.abs(low), Math.abs(high)));
}

/** 1, 2 or 5 times a power of ten, so that there are about so many steps in a length. */
function stepOf(length: number, count: number): number {
  const rough = length / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return power * (ratio > 7.07 ? 10 : ratio > 3.16 ? 5 : ratio > 1.41 ? 2 : 1);
}

/** A multiple of a step as people write it: 3 × 0.1 is 0.3, not 0.30000000000000004. */
function multiple(k: number, step: number): number {
  return Number((k * step).toPrecision(12));
}

/** An extent that begins and ends at a tick. */
export function niceExtent([low, high]: Extent, count: number): Extent {
  const step = stepOf(high - low, count);
  return [multiple(Math.floor(low / step + 1e-9), step), multiple(Math.ceil(high / step - 1e-9), step)];
}

/** About so many ticks at round numbers; only at whole ones on request. Where there is no room for several numbers, one. */
export function linearTicks([low, high]: Extent, count: number, whole = false): Ticks {
  if (isTooShort([low, high])) return { values: [low], labels: [formatNumber(low)] };
  const step = Math.max(stepOf(high - low, count), whole ? 1 : 0);
  const values: number[] = [];
  const slack = 1e-9;
  for (let k = Math.ceil(low / step - slack); k <= Math.floor(high / step + slack); k++) values.push(multiple(k, step));
  // As many digits as tell neighbours apart.
  const size = Math.max(Math.abs(low), Math.abs(high));
  const digits = Math.min(15, Math.max(3, Math.ceil(Math.log10(size / step)) + 1));
  return { values, labels: formatAlike(values, digits) };
}

/** An extent that begins and ends at 1, 2 or 5 times a power of ten. */
export function niceLogExtent([low, high]: Extent): Extent {
  const round = (value: number, up: boolean): number => {
    const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
    const candidates = [1, 2, 5, 10].map((factor) => Number((factor * power).toPrecision(12)));
    const fits = (each: number): boolean => (up ? each >= value * (1 - 1e-9) : each <= value * (1 + 1e-9));
    return (up ? candidates.find(fits) : candidates.findLast(fits)) ?? value;
  };
  return [round(low, false), round(high, true)];
}

/** At most so many ticks at powers of ten, or where there are few of them, at 1, 2 and 5 times those. */
export function logTicks(extent: Extent, count: number): Ticks {
  const [low, high] = extent;
  const inside = (value: number): boolean => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const at = (factors: readonly number[], every = 1): number[] => {
    const values: number[] = [];
    for (let e = Math.ceil(from / every) * every; e <= to; e += every)
      for (const factor of factors) values.push(Number(`${factor}e${e}`));
    return values.filter(inside);
  };
  let values = at([1, 2, 5]);
  if (values.length > count) values = at([1, 3]);
  for (let every = 1; values.length > count && every <= to - from; every++) values = at([1], every);
  // Within less than a factor of two, there may be none of these.
  if (values.length < 2) return linearTicks(extent, count);
  return { values, labels: values.map((value) => formatNumber(value)) };
}
