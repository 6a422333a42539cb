import { DomainError, flag } from "@tapegrad/core";
import type { Point } from "./clip.ts";
import type { Grid } from "./isolines.ts";
import { finiteExtent } from "./numbers.ts";
import type { AxisSettings } from "./options.ts";
import type { AxisPlan } from "./panel.ts";

/** Places on a grid over two axes, in the middles of its cells, and one more all around, for lines to end at the border. */
export interface Plane {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the top, the ones around included. */
  readonly places: readonly Point[];
  /** The values of the cells alone, of values at all places. */
  within(values: ArrayLike<number>): number[];
  /** Values at all places, as a grid of which {@link at} gives the coordinates. */
  grid(values: ArrayLike<number>): Grid;
  /** From coordinates of the grid to those of the axes. */
  at(point: Point): Point;
}

/** A grid of so many cells over two axes. */
export function planeOver(x: AxisPlan, y: AxisPlan, columns: number, rows: number): Plane {
  const alongX = from(x);
  const alongY = from(y);
  const at = ([u, v]: Point): Point => [alongX((u - 0.5) / columns), alongY(1 - (v - 0.5) / rows)];
  const wide = columns + 2;
  const places = Array.from({ length: wide * (rows + 2) }, (_, k) => at([k % wide, Math.floor(k / wide)]));
  return {
    columns,
    rows,
    places,
    at,
    within: (values) =>
      Array.from(
        { length: columns * rows },
        (_, k) => values[(Math.floor(k / columns) + 1) * wide + (k % columns) + 1]!,
      ),
    grid: (values) => ({ columns: wide, rows: rows + 2, values }),
  };
}

/** The number at a part of the way along an axis. */
function from({ extent: [low, high], scale }: AxisPlan): (part: number) => number {
  return scale === "log" ? (part) => low * (high / low) ** part : (part) => low + (high - low) * part;
}

/** The axes of a plane: their ranges as given, or around the points, with a tenth more on each side. */
export function planeExtents(
  where: string,
  [x, y]: readonly [AxisSettings, AxisSettings],
  points: readonly Point[],
): readonly [AxisPlan, AxisPlan] {
  const axis = (settings: AxisSettings, argument: "x" | "y", k: 0 | 1): AxisPlan => {
    const { title, scale, range } = settings;
    if (range !== undefined) return { title, scale, extent: range };
    const found = finiteExtent(points.map((point) => point[k]));
    if (found === null)
      throw new DomainError({
        where,
        argument: `${argument}.range`,
        expected: "must be given where there are no points to take it from",
        received: "undefined",
        advice: `Write ${argument}: { range: [-1, 1] }.`,
      });
    const [low, high] = found;
    if (scale === "log") {
      if (low <= 0)
        throw new DomainError({
          where,
          argument,
          expected: "must have points above 0 only for a logarithmic axis",
          received: String(low),
          advice: 'Use scale: "linear".',
        });
      const factor = low < high ? (high / low) ** 0.1 : 2;
      return { title, scale, extent: [low / factor, high * factor] };
    }
    const more = low < high ? (high - low) / 10 : 1;
    return { title, scale, extent: [low - more, high + more] };
  };
  return [axis(x, "x", 0), axis(y, "y", 1)];
}

/** Are units of both axes to be equally long? That cannot be where one of them is logarithmic. */
export function equalUnits(where: string, given: unknown, [x, y]: readonly [AxisPlan, AxisPlan]): boolean {
  const equal = flag(where, "equal", given ?? false);
  if (equal && (x.scale === "log" || y.scale === "log"))
    throw new DomainError({
      where,
      argument: "equal",
      expected: "must be false where an axis is logarithmic",
      received: "true",
    });
  return equal;
}
