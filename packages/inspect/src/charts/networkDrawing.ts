import type { Box, Layers, TextRow } from "./layers.ts";
import { placeLabels } from "./lineLabels.ts";
import type { Column, Link, Network } from "./network.ts";
import { hex, inkOn, type Rgb, tinted } from "./ramp.ts";
import { fitted, formatNumber, printable, textWidth } from "./text.ts";
import { fontSizes, type Ink, inks, type PictureTheme, solid, styleOf } from "./theme.ts";

/** What neurons are called. */
export interface Named {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** How a network is drawn. */
export interface DrawingPlan {
  readonly named: Named;
  readonly maxUnits: number;
  /** Does each weight stand beside its line? */
  readonly numbers: boolean;
  readonly theme: PictureTheme;
}

const textSize = fontSizes.text;
const largestRadius = 25;
/** From the middle of a circle to the next one's, without and with δ below. */
const pitches = { plain: 64, withDelta: 82 } as const;
const labelSize = 13;
const headHeight = textSize + 14;
const widestLine = 7;
const thinnestLine = 0.7;

/** A circle, or the dots that stand for several neurons. */
interface Spot {
  /** Which neuron; `-1` for the one that always gives 1, `null` for those that are left out. */
  readonly unit: number | null;
  readonly x: number;
  readonly y: number;
}

/** How high the drawing wants to be. */
export function columnHeight({ columns, links }: Network, maxUnits: number): number {
  const rows = columns.map((column, k) => slots(column, links[k], maxUnits).length);
  return headHeight + Math.max(...rows) * pitchOf(columns) + 6;
}

function pitchOf(columns: readonly Column[]): number {
  return columns.some(({ deltas }) => deltas !== null) ? pitches.withDelta : pitches.plain;
}

/** The neurons of a column from top to bottom. */
function slots({ count }: Column, next: Link | undefined, maxUnits: number): (number | null)[] {
  const units = Array.from({ length: count }, (_, i) => i);
  const shown = count <= maxUnits ? units : [...units.slice(0, maxUnits - 1), null, ...units.slice(-1)];
  return next?.biases == null ? shown : [...shown, -1];
}

/** Columns of circles, the lines between them, and what stands in, above, below and beside them. */
export function drawNetwork(layers: Layers, box: Box, { columns, links }: Network, plan: DrawingPlan): void {
  const { named, theme } = plan;
  const ink = inks[theme];
  const names = (list: readonly string[]): number =>
    Math.min(box.width / 4, Math.max(...list.slice(0, 40).map((text) => textWidth(printable(text), textSize))));
  const [left, right] = [names(named.inputs) + 12, names(named.outputs) + 12];
  const rows = columns.map((column, k) => slots(column, links[k], plan.maxUnits));
  const space = box.height - headHeight;
  const pitch = space / Math.max(...rows.map(({ length }) => length));
  const hasDeltas = columns.some(({ deltas }) => deltas !== null);
  const radius = Math.min(largestRadius, pitch * (hasDeltas ? 0.31 : 0.4));
  const [from, to] = [box.x + left + radius, box.x + box.width - right - radius];
  const spots = rows.map((units, k): Spot[] => {
    const x = columns.length === 1 ? from : from + ((to - from) * k) / (columns.length - 1);
    const top = box.y + headHeight + (space - units.length * pitch) / 2;
    const lift = hasDeltas ? -textSize / 2 - 2 : 0;
    return units.map((unit, i) => ({ unit, x, y: top + (i + 0.5) * pitch + lift }));
  });

  const largest = Math.max(...links.flatMap(({ weights, biases }) => [maxSize(weights), maxSize(biases ?? [])])) || 1;
  const labels: TextRow[] = [];
  links.forEach((link, k) => {
    labels.push(...drawLink(layers, link, spots[k]!, spots[k + 1]!, columns[k + 1]!.count, largest, radius, plan));
  });
  drawLabels(layers, labels, ink);
  columns.forEach((column, k) => {
    drawColumn(layers, column, spots[k]!, radius, theme);
  });
  const heads = columns.map(({ title, count }, k) => {
    const many = count > plan.maxUnits;
    const head = many ? (title === "" ? `${count} neurons` : `${title} (${count})`) : title;
    const width = (to - from) / Math.max(1, columns.length - 1);
    return {
      text: fitted(printable(head), Math.max(80, width), textSize),
      x: spots[k]![0]!.x,
      y: box.y + textSize / 2,
      colour: ink.text,
      align: "center" as const,
    };
  });
  layers.text(heads.filter(({ text }) => text.trim() !== ""));
  const beside = (list: readonly string[], at: readonly Spot[], side: -1 | 1): TextRow[] =>
    at.flatMap(({ unit, x, y }): TextRow[] => {
      if (unit === null || unit < 0) return [];
      const text = fitted(printable(list[unit]!), box.width / 4, textSize);
      return [{ text, x: x + side * (radius + 8), y, colour: ink.text, align: side < 0 ? "right" : "left" }];
    });
  layers.text([...beside(named.inputs, spots[0]!, -1), ...beside(named.outputs, spots.at(-1)!, 1)]);
}

function maxSize(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i]!)) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
}

/** The lines between two columns. Returns the numbers that belong on them. */
function drawLink(
  layers: Layers,
  { weights, biases }: Link,
  before: readonly Spot[],
  after: readonly Spot[],
  count: number,
  largest: number,
  radius: number,
  { numbers, theme }: DrawingPlan,
): TextRow[] {
  const rows = before.flatMap((a) =>
    after.flatMap((b) => {
      if (a.unit === null || b.unit === null || b.unit < 0) return [];
      const weight = a.unit < 0 ? biases![b.unit]! : weights[a.unit * count + b.unit]!;
      const style = styleOf(theme, weight < 0 ? 1 : 0);
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy);
      const size = Number.isFinite(weight) ? Math.abs(weight) / largest : 0;
      return [
        {
          x: a.x + (dx * radius) / length,
          y: a.y + (dy * radius) / length,
          x2: b.x - (dx * radius) / length,
          y2: b.y - (dy * radius) / length,
          colour: style.colour,
          dash: [...(weight < 0 ? style.dash : solid)],
          width: thinnestLine + (widestLine - thinnestLine) * size,
          strength: 0.35 + 0.65 * size,
          text: formatNumber(weight, 2),
        },
      ];
    }),
  );
  // The widest last, so that they are not cut by others.
  layers.add(
    "rule",
    rows.toSorted((a, b) => a.width - b.width),
    {
      x: { field: "x" },
      y: { field: "y" },
      x2: { field: "x2" },
      y2: { field: "y2" },
      stroke: { field: "colour" },
      strokeDash: { field: "dash" },
      strokeWidth: { field: "width" },
      strokeOpacity: { field: "strength" },
    },
  );
  if (!numbers) return [];
  const placed = placeLabels(rows, labelSize);
  return rows.map(({ text, colour }, i) => {
    const { x, y } = placed[i]!;
    return { text, x, y, colour, align: "center", size: labelSize };
  });
}

/** Numbers on a piece of background, so that lines do not run through them. */
function drawLabels(layers: Layers, labels: readonly TextRow[], ink: Ink): void {
  layers.add(
    "rect",
    labels.map(({ text, x, y }) => {
      const width = textWidth(text, labelSize) + 4;
      return { x: x - width / 2, y: y - 8, width, height: 16 };
    }),
    {
      x: { field: "x" },
      y: { field: "y" },
      width: { field: "width" },
      height: { field: "height" },
      fill: { value: ink.background },
      fillOpacity: { value: 0.9 },
    },
  );
  layers.text(labels);
}

function drawColumn(
  layers: Layers,
  { values, deltas }: Column,
  spots: readonly Spot[],
  radius: number,
  theme: PictureTheme,
): void {
  const ink = inks[theme];
  const largest = values === null ? 1 : maxSize(values) || 1;
  const fillOf = (unit: number): Rgb => {
    const value = unit < 0 || values === null ? 0 : values[unit]!;
    const part = Number.isFinite(value) ? Math.abs(value) / largest : 0;
    return tinted(ink.background, styleOf(theme, value < 0 ? 1 : 0).colour, 0.75 * part);
  };
  const circles = spots.flatMap(({ unit, x, y }) => (unit === null ? [] : [{ unit, x, y, fill: hex(fillOf(unit)) }]));
  layers.add(
    "symbol",
    circles.map(({ unit, x, y, fill }) => ({ x, y, fill, dash: unit < 0 ? [4, 3] : [] })),
    {
      x: { field: "x" },
      y: { field: "y" },
      shape: { value: "circle" },
      size: { value: 4 * radius * radius },
      fill: { field: "fill" },
      stroke: { value: ink.text },
      strokeWidth: { value: 1.8 },
      strokeDash: { field: "dash" },
    },
  );
  const inside = circles.flatMap(({ unit, x, y }): TextRow[] => {
    const text = unit < 0 ? "1" : values === null ? "" : formatNumber(values[unit]!, 2);
    if (text === "") return [];
    const size = Math.min(textSize, (textSize * (2 * radius - 8)) / textWidth(text, textSize));
    return [{ text, x, y, colour: inkOn(fillOf(unit)), align: "center", size }];
  });
  layers.text(inside);
  if (deltas !== null)
    layers.text(
      circles.flatMap(({ unit, x, y }): TextRow[] =>
        unit < 0
          ? []
          : [
              {
                text: `δ ${formatNumber(deltas[unit]!, 2)}`,
                x,
                y: y + radius + textSize / 2 + 4,
                colour: ink.text,
                align: "center",
              },
            ],
      ),
    );
  layers.text(
    spots.flatMap(({ unit, x, y }): TextRow[] =>
      unit === null ? [{ text: "⋮", x, y, colour: ink.text, align: "center", size: 24 }] : [],
    ),
  );
}
