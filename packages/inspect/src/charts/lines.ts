import { clipped, type LinePoint } from "./clip.ts";
import type { Layers } from "./layers.ts";
import type { AxisPlan } from "./panel.ts";
import { thinned } from "./thinned.ts";

/** How a line is drawn. */
export interface LineStyle {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
}

/** Axes along which straight lines are straight: the logarithm of what stands on a logarithmic one. */
function along({ scale }: AxisPlan): { to(value: number): number; from(value: number): number } {
  return scale === "log" ? { to: Math.log, from: Math.exp } : { to: (value) => value, from: (value) => value };
}

/** A line through points of a panel, as far as it lies within the axes; points between two gaps are dots. */
export function drawLine(inner: Layers, line: readonly LinePoint[], x: AxisPlan, y: AxisPlan, style: LineStyle): void {
  const [alongX, alongY] = [along(x), along(y)];
  const window = {
    x: [alongX.to(x.extent[0]), alongX.to(x.extent[1])],
    y: [alongY.to(y.extent[0]), alongY.to(y.extent[1])],
  } as const;
  const moved = line.map((point) => point && ([alongX.to(point[0]), alongY.to(point[1])] as const));
  const visible = thinned(clipped(moved, window), window.x).map(
    (point) => point && ([alongX.from(point[0]), alongY.from(point[1])] as const),
  );
  const place = { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" } };
  const rows = visible.map((point) => ({
    x: point?.[0] ?? x.extent[0],
    y: point?.[1] ?? y.extent[0],
    there: point !== null,
  }));
  inner.add("line", rows, {
    ...place,
    defined: { field: "there" },
    stroke: { value: style.colour },
    strokeWidth: { value: style.width },
    strokeDash: { value: [...style.dash] },
    strokeJoin: { value: "round" },
  });
  const dots = rows.filter((row, i) => row.there && !rows[i - 1]?.there && !rows[i + 1]?.there);
  inner.add("symbol", dots, { ...place, fill: { value: style.colour }, size: { value: 40 } });
}

/** How points are drawn. */
export interface PointStyle {
  readonly colour: string;
  readonly shape: string;
  readonly outline: string;
  readonly size: number;
}

/** Points of a panel; those outside of its axes, and those that are not finite, are not drawn. */
export function drawPoints(
  inner: Layers,
  points: readonly LinePoint[],
  x: AxisPlan,
  y: AxisPlan,
  style: PointStyle,
): void {
  const within = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
  const visible = points.filter((point) => point !== null && within(point[0], x.extent) && within(point[1], y.extent));
  inner.add(
    "symbol",
    visible.map((point) => ({ x: point![0], y: point![1] })),
    {
      x: { scale: "x", field: "x" },
      y: { scale: "y", field: "y" },
      shape: { value: style.shape },
      fill: { value: style.colour },
      stroke: { value: style.outline },
      strokeWidth: { value: 1.2 },
      size: { value: style.size },
    },
  );
}
