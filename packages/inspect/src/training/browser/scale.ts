/** From values to places in a picture. */
export interface Scale {
  readonly ticks: readonly number[];
  /** `null` where the value has no place: it is no number, or none that a logarithmic axis can show. */
  at(value: number): number | null;
  /** The place of a value, or the end of the axis that is next to it. */
  clamped(value: number): number;
  /** The value of a place. */
  valueAt(place: number): number;
}

/** Whole multiples of 1, 2 or 5 times a power of ten, about `count` of them. @param isRounded - Do the ends go out to the next multiple? */
export function linear(
  min: number,
  max: number,
  from: number,
  to: number,
  { count, isRounded }: { readonly count: number; readonly isRounded: boolean },
): Scale {
  let [low, high] = max > min ? [min, max] : [min - 1, max + 1];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  if (isRounded) [low, high] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high * (1 + 1e-12) + step * 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  const place = (value: number): number => from + ((value - low) / (high - low)) * (to - from);
  return {
    ticks,
    at: (value) => (Number.isFinite(value) ? place(value) : null),
    clamped: (value) => place(Math.min(high, Math.max(low, value))),
    valueAt: (at) => low + ((at - from) / (to - from)) * (high - low),
  };
}

/** Powers of ten. */
export function logarithmic(min: number, max: number, from: number, to: number): Scale {
  const low = Math.floor(Math.log10(min) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(max) - 1e-9));
  const every = Math.ceil((high - low) / 5);
  const ticks: number[] = [];
  for (let k = low; k <= high; k += every) ticks.push(10 ** k);
  const place = (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return {
    ticks,
    at: (value) => (Number.isFinite(value) && value >= 10 ** low ? place(value) : null),
    clamped: (value) => (value > 10 ** low ? place(Math.min(value, 10 ** high)) : from),
    valueAt: (at) => 10 ** (low + ((at - from) / (to - from)) * (high - low)),
  };
}
