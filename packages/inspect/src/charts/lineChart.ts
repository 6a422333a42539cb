import { DomainError, flag, formatReceived, optionsOf } from "@tapegrad/core";
import type { LinePoint } from "./clip.ts";
import { frame, type LegendEntry } from "./frame.ts";
import { drawLine, drawPoints } from "./lines.ts";
import { finiteExtent, nonFiniteNote } from "./numbers.ts";
import { type AxisOptions, type AxisSettings, type PictureOptions, readAxis, readOptions } from "./options.ts";
import { type AxisPlan, axisPlan, panels } from "./panel.ts";
import type { Picture } from "./picture.ts";
import { render } from "./render.ts";
import { type HistoryLike, type PointsByName, readSeries, type Series } from "./series.ts";
import { formatNumber, printable } from "./text.ts";
import { type Ink, styleOf } from "./theme.ts";

/** One of several panels above each other: an axis of y, and which lines belong to it. */
export interface PanelOptions extends AxisOptions {
  /** Names of the lines. */
  readonly series: readonly string[];
}

/** Options of {@link lineChart}. */
export interface LineChartOptions extends PictureOptions {
  readonly x?: AxisOptions;
  /** Where all lines are in one panel. */
  readonly y?: AxisOptions;
  /** Panels above each other, for quantities of different units; for a History, by default one for each metric. */
  readonly panels?: readonly PanelOptions[];
  /** Is each value marked by a point? By default, where there are at most 25. */
  readonly points?: boolean;
}

interface Line {
  readonly name: string;
  readonly points: readonly LinePoint[];
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: string;
}

interface PanelSettings {
  readonly axis: AxisSettings;
  readonly names: readonly string[];
}

const where = "lineChart";

/**
 * Lines by name over a common axis, such as the loss and its validation by epoch.
 *
 * A line called `valLoss` has the colour of `loss`. Values that are not finite, and on a logarithmic axis those that are
 * not above 0, are gaps in their line, and a note says how many there are.
 *
 * @param series - Lines by name: values (shape `[n]`), or `{ x, y }` (both `[n]`); or what `fit` returned.
 * @param options - See {@link LineChartOptions}.
 * @throws {@link TapegradError} if there is no line or an empty one, if x and y differ in length, or if an option is wrong.
 * @example
 * ```ts
 * const loss = [2.3, 0.9, 0.4, 0.2];
 * const valLoss = [2.2, 1.1, 0.7, 0.6];
 * const picture = lineChart({ loss, valLoss }, { title: "Training", x: { title: "epoch" }, y: { title: "loss", scale: "log" } });
 * picture.svg.includes(">valLoss</text>"); // => true
 * ```
 */
export function lineChart(
  series: { readonly [name: string]: Series } | HistoryLike,
  options: LineChartOptions = {},
): Picture {
  const { given, settings } = readOptions(where, options, ["x", "y", "panels", "points"]);
  const { lines: read, xTitle, isHistory } = readSeries(series);
  const xAxis = readAxis(where, "x", given.x, xTitle);
  const groups = readPanels(given.panels, given.y, [...read.keys()], isHistory);
  const points = given.points === undefined ? undefined : flag(where, "points", given.points);

  const lines = styled(read, groups, settings.theme);
  const all = [...lines.values()];
  const x = planX(xAxis, all);
  const plans = groups.map(({ axis, names }) => {
    const values = names.flatMap((name) => lines.get(name)!.points.map((point) => point![1]));
    return axisPlan(axis, extentFor(axis.scale, values, axis.title));
  });

  const pointed = (line: Line): boolean => points ?? line.points.length <= 25;
  const notes = notesOf(groups, lines, xAxis);
  // As they come in the panels: a line and its validation beside each other.
  const ordered = groups.flatMap(({ names }) => names.map((name) => lines.get(name)!));
  const legend =
    all.length === 1 && groups[0]!.axis.title === all[0]!.name
      ? []
      : ordered.map((line) => legendEntry(line, pointed(line), settings.ink));
  const height = settings.height ?? (groups.length === 1 ? 450 : 270 * groups.length);
  const { layers, box } = frame(where, settings, { legend, notes }, height);
  const parts = plans.map((y) => ({ x, y, ink: settings.ink, grid: true }));
  for (const [i, { plot, inner }] of panels(layers, box, parts).entries()) {
    const y = plans[i]!;
    for (const name of groups[i]!.names) {
      const line = lines.get(name)!;
      const { colour, dash, shape, points: places } = line;
      drawLine(inner, visible(places, xAxis.scale, groups[i]!.axis.scale), x, y, { colour, dash, width: 3 });
      if (pointed(line)) drawPoints(inner, places, x, y, { colour, shape, outline: settings.ink.background, size: 90 });
    }
    layers.group(plot, inner);
  }
  const description = settings.description ?? describe(x, groups, lines, notes);
  const title = settings.title ?? `Line chart of ${all.map(({ name }) => name).join(", ")}`;
  return render({ ...settings, height, background: settings.ink.background, title, description }, layers);
}

/** `"loss"` for `"valLoss"`. */
function baseOf(name: string): string {
  return /^val[A-Z]/.test(name) ? name.charAt(3).toLowerCase() + name.slice(4) : name;
}

function readPanels(given: unknown, y: unknown, names: readonly string[], byMetric: boolean): readonly PanelSettings[] {
  if (given === undefined) {
    const bases = [...new Set(names.map(baseOf))];
    if (bases.length === 1 || !byMetric || y !== undefined) {
      const title = bases.length === 1 ? printable(bases[0]!) : "value";
      return [{ axis: readAxis(where, "y", y, title), names }];
    }
    return bases.map((base) => ({
      axis: { title: printable(base), scale: "linear", range: undefined },
      names: names.filter((name) => baseOf(name) === base),
    }));
  }
  if (y !== undefined)
    throw new DomainError({
      where,
      argument: "y",
      expected: "must be left out where there are panels",
      received: formatReceived(y),
      advice: "Give each panel its own title, unit, scale and range.",
    });
  if (!Array.isArray(given) || given.length === 0)
    throw new DomainError({
      where,
      argument: "panels",
      expected: "must be a list of panels",
      received: formatReceived(given),
    });
  const panels = given.map((panel, i) => readPanel(panel, `panels[${i}]`, names));
  const counts = names.map((name) => panels.filter((panel) => panel.names.includes(name)).length);
  const wrong = counts.findIndex((count) => count !== 1);
  if (wrong >= 0)
    throw new DomainError({
      where,
      argument: JSON.stringify(names[wrong]),
      expected: "must be in exactly one panel",
      received: String(counts[wrong]),
    });
  return panels;
}

function readPanel(panel: unknown, argument: string, names: readonly string[]): PanelSettings {
  const { series, ...axis } = optionsOf(`${where}: ${argument}`, panel, ["series", "title", "unit", "scale", "range"]);
  const list: readonly unknown[] = Array.isArray(series) ? series : [];
  const known = names.map((name) => JSON.stringify(name)).join(", ");
  if (list.length === 0)
    throw new DomainError({
      where,
      argument: `${argument}.series`,
      expected: `must be a list of names among ${known}`,
      received: formatReceived(series),
    });
  const found = list.map((name, k) => {
    if (typeof name === "string" && names.includes(name)) return name;
    const at = `${argument}.series[${k}]`;
    throw new DomainError({ where, argument: at, expected: `must be among ${known}`, received: formatReceived(name) });
  });
  const bases = [...new Set(found.map(baseOf))];
  const title = bases.length === 1 ? printable(bases[0]!) : "value";
  return { axis: readAxis(where, argument, axis, title), names: found };
}

/** Colours by quantity, so that a line and its validation have the same one; dashes and shapes by place in the panel. */
function styled(
  read: PointsByName,
  groups: readonly PanelSettings[],
  theme: "light" | "dark",
): ReadonlyMap<string, Line> {
  const bases = [...new Set([...read.keys()].map(baseOf))];
  const lines = new Map<string, Line>();
  for (const [name, points] of read) {
    const place = groups.find(({ names }) => names.includes(name))!.names.indexOf(name);
    const { dash, shape } = styleOf(theme, place);
    lines.set(name, {
      name: printable(name),
      points,
      colour: styleOf(theme, bases.indexOf(baseOf(name))).colour,
      dash,
      shape,
    });
  }
  return lines;
}

function legendEntry({ name, colour, dash, shape }: Line, points: boolean, ink: Ink): LegendEntry {
  return points ? { name, colour, dash, shape, outline: ink.background } : { name, colour, dash };
}

/** Finite values, and on a logarithmic axis those above 0; 0 … 1 where there are none, or 1 … 10. */
function extentFor(scale: "linear" | "log", values: readonly number[], title: string): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const shown = scale === "log" ? finite.filter((value) => value > 0) : finite;
  if (shown.length === 0 && finite.length > 0)
    throw new DomainError({
      where,
      argument: title,
      expected: "must have a value above 0 for a logarithmic axis",
      received: "none",
      advice: 'Use scale: "linear".',
    });
  return finiteExtent(shown) ?? (scale === "log" ? [1, 10] : [0, 1]);
}

function planX(axis: AxisSettings, lines: readonly Line[]): AxisPlan {
  const values = lines.flatMap(({ points }) => points.map((point) => point![0]));
  const whole = values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  return axisPlan(axis, extentFor(axis.scale, values, axis.title), {
    tight: true,
    whole: whole && axis.scale === "linear",
  });
}

/** A line with gaps where there is nothing to draw. */
function visible(points: readonly LinePoint[], x: "linear" | "log", y: "linear" | "log"): LinePoint[] {
  const drawn = (value: number, scale: "linear" | "log"): boolean =>
    Number.isFinite(value) && (scale === "linear" || value > 0);
  return points.map((point) => (point !== null && drawn(point[0], x) && drawn(point[1], y) ? point : null));
}

function notesOf(groups: readonly PanelSettings[], lines: ReadonlyMap<string, Line>, x: AxisSettings): string[] {
  let nonFinite = 0;
  let notPositive = 0;
  for (const { axis, names } of groups) {
    for (const name of names) {
      for (const point of lines.get(name)!.points) {
        const [a, b] = point!;
        if (!Number.isFinite(a) || !Number.isFinite(b)) nonFinite++;
        else if ((x.scale === "log" && a <= 0) || (axis.scale === "log" && b <= 0)) notPositive++;
      }
    }
  }
  const onLog = notPositive === 1 ? "1 value that is not above 0 is" : `${notPositive} values that are not above 0 are`;
  return [...nonFiniteNote(nonFinite), ...(notPositive === 0 ? [] : [`${onLog} left out: the axis is logarithmic`])];
}

function describe(
  x: AxisPlan,
  groups: readonly PanelSettings[],
  lines: ReadonlyMap<string, Line>,
  notes: readonly string[],
): string {
  const number = (value: number): string => formatNumber(value, 4);
  const sentences = groups.flatMap(({ axis, names }) =>
    names.map((key) => {
      const { name, points } = lines.get(key)!;
      const ys = points.map((point) => point![1]);
      const ends = `first ${number(ys[0]!)}, last ${number(ys.at(-1)!)}`;
      const extent = finiteExtent(ys);
      const range = extent === null ? "" : `, lowest ${number(extent[0])}, highest ${number(extent[1])}`;
      return `${name} (${axis.title}${axis.scale === "log" ? ", logarithmic axis" : ""}): ${ys.length} values, ${ends}${range}.`;
    }),
  );
  const over = `Over ${x.title}, from ${number(x.extent[0])} to ${number(x.extent[1])}${x.scale === "log" ? ", logarithmic axis" : ""}.`;
  return [over, ...sentences, ...notes.map((note) => `${note}.`)].join(" ");
}
