import fc from "fast-check";
import type { Draw } from "../facts.ts";

/** fast-check's source of values inside a test: what it gives is remembered, so that a failing run can be shrunk. */
export type Source = fc.GeneratorValue;

/** The choices of a facts, answered by fast-check. Each shrinks towards its first or smallest answer. */
export function drawFrom(source: Source): Draw {
  // fast-check shrinks an integer towards 0; counted from `low`, that is `low`.
  const integer = (low: number, high: number): number => low + source(natUpTo, high - low);
  const boolean = (): boolean => source(fc.boolean);
  const shape = ({ minDims = 0, maxDims = 3, minSize = 1 } = {}): number[] =>
    Array.from({ length: integer(minDims, maxDims) }, () => integer(minSize, 4));
  return {
    integer,
    boolean,
    pick: (items) => items[integer(0, items.length - 1)]!,
    shape,
    broadcastable(count) {
      if (count === 1) return [shape()];
      // Its sizes of 1 are those made here.
      const whole = shape({ minSize: 2 });
      return Array.from({ length: count }, () =>
        whole.map((size) => (boolean() ? 1 : size)).slice(boolean() ? integer(0, whole.length) : 0),
      );
    },
    axis({ length }) {
      const axis = integer(0, length - 1);
      return boolean() ? axis - length : axis;
    },
    permutation(n) {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < n - 1; i++) {
        const j = integer(i, n - 1);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}

/** Each equally often: fast-check by itself prefers the ends, and would try scalars and single elements half of the time. */
function natUpTo(max: number): fc.Arbitrary<number> {
  return fc.noBias(fc.nat(max));
}

/** A whole number from 0 to `max`, each equally often; shrinks towards 0. */
export function upTo(source: Source, max: number): number {
  return source(natUpTo, max);
}

/**
 * A number from `low` to `high`, in two parts: whole units, and what lies between them. It shrinks to whole units, then towards 0.
 *
 * Nothing but 0 is closer to 0 than a thousandth of a unit. References are written for clarity and cancel near 0; what an op
 * does with tiny values is stated in its edges.
 */
export function number(source: Source, low: number, high: number): number {
  if (low === high) return low;
  const unit = Math.min(0.25, 2 ** Math.floor(Math.log2((high - low) / 4)));
  const first = Math.floor(low / unit);
  const last = Math.max(first, Math.ceil(high / unit) - 1);
  return Math.min(Math.max(source(unitsAndParts, first, last) * unit, low), high);
}

function unitsAndParts(min: number, max: number): fc.Arbitrary<number> {
  const parts = 2 ** 30; // more than the 24 bits of a float32, so that rounding happens
  // The part comes first because it is simplified first: 0.25 tells more than 0.000244.
  return fc
    .tuple(fc.nat(parts), fc.integer({ min, max }))
    .map(([part, units]) => units + (part < parts / 1024 ? 0 : part / parts));
}
