import { DomainError, formatReceived, oneOf, Tensor, whole } from "@tapegrad/core";
import { drawCells } from "./cells.ts";
import {
  countNonFinite,
  finiteExtent,
  type NumberList,
  type NumberTable,
  nonFiniteNote,
  numberTable,
  sameLength,
} from "./numbers.ts";
import { optionalText, type PictureOptions, readOptions, readRange } from "./options.ts";
import type { Picture } from "./picture.ts";
import { diverging, sequential } from "./ramp.ts";
import { type ColourScale, centred, colourOf } from "./shading.ts";
import { formatAlike, formatNumber, printable } from "./text.ts";
import type { Extent } from "./ticks.ts";

/** Options of {@link heatmap}. */
export interface HeatmapOptions extends PictureOptions {
  /** What each row stands for, from the top: texts, or numbers such as `1e-5`. By default, counted from 0 on. */
  readonly rows?: readonly (string | number)[] | NumberList;
  /** What each column stands for, from the left. */
  readonly columns?: readonly (string | number)[] | NumberList;
  /** What is varied from row to row. */
  readonly rowTitle?: string;
  /** What is varied from column to column. */
  readonly columnTitle?: string;
  /** What the numbers are. */
  readonly valueTitle?: string;
  /** Significant digits of the numbers in the cells, 1 … 10; default 3. */
  readonly digits?: number;
  /** `"sequential"` (the default), or `"diverging"`: blue below 0, red above. */
  readonly colours?: "sequential" | "diverging";
  /** Which numbers have the colours at the ends; by default, the smallest and the largest. */
  readonly range?: readonly [number, number];
  /** Is the best cell framed? `"max"` or `"min"` says which that is. */
  readonly best?: "max" | "min";
}

const where = "heatmap";

/**
 * A table of numbers as colours, with the numbers in the cells, such as the scores of a grid search.
 *
 * Cells that are not finite have no colour, and a note says how many there are. Numbers are left out where cells are too small.
 *
 * @param values - Shape `[rows, columns]`.
 * @param options - See {@link HeatmapOptions}.
 * @throws {@link TapegradError} if there are no values, or not one label for each row and column, or if an option is wrong.
 * @example
 * ```ts
 * const accuracy = [[0.91, 0.94], [0.95, Number.NaN]];
 * const options = { rows: [1e-2, 1e-5], columns: [16, 64], rowTitle: "learning rate", columnTitle: "units" };
 * const picture = heatmap(accuracy, { ...options, best: "max" });
 * picture.svg.includes(">10⁻⁵</text>"); // => true
 * picture.svg.includes("1 value that is not finite is left out"); // => true
 * ```
 */
export function heatmap(values: NumberTable, options: HeatmapOptions = {}): Picture {
  const known = ["rows", "columns", "rowTitle", "columnTitle", "valueTitle", "digits", "colours", "range", "best"];
  const { given, settings } = readOptions(where, options, known);
  const { rows, columns, data } = numberTable(where, "values", values);
  const rowLabels = labelList("rows", given.rows, rows);
  const columnLabels = labelList("columns", given.columns, columns);
  const rowTitle = optionalText(where, "rowTitle", given.rowTitle) ?? "";
  const columnTitle = optionalText(where, "columnTitle", given.columnTitle) ?? "";
  const valueTitle = optionalText(where, "valueTitle", given.valueTitle) ?? "";
  const digits = whole(where, "digits", given.digits ?? 3, { min: 1, max: 10 });
  const colours = oneOf(where, "colours", given.colours ?? "sequential", ["sequential", "diverging"]);
  const best = given.best === undefined ? null : oneOf(where, "best", given.best, ["max", "min"]);
  const range = given.range === undefined ? undefined : readRange(where, "range", given.range, "linear");

  const list = Array.from(data);
  const scale = scaleFor(list, colours, range);
  const texts = formatAlike(list.filter(Number.isFinite), digits);
  const cells = list.map((value) =>
    Number.isFinite(value)
      ? { colour: colourOf(value, scale), lines: [texts.shift()!] }
      : { colour: null, lines: [formatNumber(value)] },
  );
  const marked = best === null ? null : bestOf(list, best);
  const framed = marked === null ? [] : [`framed: the ${best === "max" ? "highest" : "lowest"}`];
  const notes = [...framed, ...nonFiniteNote(countNonFinite(list))];
  const called = (i: number): string => `${rowLabels[Math.floor(i / columns)]}, ${columnLabels[i % columns]}`;
  const extent = finiteExtent(list);
  const words = [
    `${rows} rows${rowTitle && ` (${rowTitle})`} and ${columns} columns${columnTitle && ` (${columnTitle})`}.`,
    extent === null ? "" : `Lowest ${formatNumber(extent[0], digits)} at ${called(list.indexOf(extent[0]))},`,
    extent === null ? "" : `highest ${formatNumber(extent[1], digits)} at ${called(list.indexOf(extent[1]))}.`,
    ...notes.map((note) => `${note}.`),
  ];
  return drawCells(where, settings, {
    rows: rowLabels,
    columns: columnLabels,
    cells,
    rowTitle,
    columnTitle,
    bar: { scale, title: valueTitle },
    marked,
    notes,
    title: settings.title ?? `Heat map${valueTitle && ` of ${valueTitle}`}`,
    description: settings.description ?? words.filter((each) => each !== "").join(" "),
  });
}

function scaleFor(
  values: readonly number[],
  colours: "sequential" | "diverging",
  range: Extent | undefined,
): ColourScale {
  const found = finiteExtent(values);
  if (colours === "diverging") return { ramp: diverging, extent: range ?? centred(found), scale: "linear" };
  return { ramp: sequential, extent: range ?? widened(found ?? [0, 1]), scale: "linear" };
}

/** A colour bar of one number has to go somewhere. */
function widened([low, high]: Extent): Extent {
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function bestOf(values: readonly number[], best: "max" | "min"): number | null {
  const extent = finiteExtent(values);
  return extent === null ? null : values.indexOf(extent[best === "max" ? 1 : 0]);
}

function labelList(argument: string, value: unknown, n: number): readonly string[] {
  if (value === undefined) return Array.from({ length: n }, (_, i) => String(i));
  const list: readonly unknown[] | null =
    value instanceof Tensor
      ? Array.from(value.data)
      : Array.isArray(value) || ArrayBuffer.isView(value)
        ? Array.from(value as unknown[])
        : null; // elements are checked below
  if (list === null)
    throw new DomainError({
      where,
      argument,
      expected: "must be a list of texts or numbers",
      received: formatReceived(value),
    });
  sameLength(where, argument, list.length, n, `the ${argument} of values`);
  return list.map((label, i) => {
    if (typeof label === "number") return formatNumber(label, 6);
    if (typeof label === "string") return printable(label);
    throw new DomainError({
      where,
      argument: `${argument}[${i}]`,
      expected: "must be a text or a number",
      received: formatReceived(label),
    });
  });
}
