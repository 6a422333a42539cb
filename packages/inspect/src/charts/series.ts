import { DomainError, formatReceived, optionsOf, Tensor } from "@tapegrad/core";
import type { LinePoint } from "./clip.ts";
import { type NumberList, numberList, sameLength } from "./numbers.ts";

/** One line: its values, counted from 1 on; or both coordinates of its points. */
export type Series = NumberList | { readonly x: NumberList; readonly y: NumberList };

/** What `fit` returns: the numbers of the epochs, and for each quantity its values. */
export interface HistoryLike {
  readonly epochs: readonly number[];
  readonly metrics: { readonly [name: string]: readonly number[] };
}

const where = "lineChart";

/** The points of each line, by its name; no point is `null`, but values may be not finite. */
export type PointsByName = ReadonlyMap<string, readonly LinePoint[]>;

/** Lines, what x is called if nobody says, and whether they are those of a training. */
export interface ReadSeries {
  readonly lines: PointsByName;
  readonly xTitle: string;
  readonly isHistory: boolean;
}

/** What `lineChart` is given, checked. */
export function readSeries(series: unknown): ReadSeries {
  if (isHistory(series)) return { lines: readHistory(series), xTitle: "epoch", isHistory: true };
  const lines = readLines(series);
  const withX = Object.values(series as object).some(isCoordinates); // an object, or it would have been refused
  return { lines, xTitle: withX ? "x" : "step", isHistory: false };
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !(value instanceof Tensor);
}

function isHistory(series: unknown): series is HistoryLike {
  if (!isObject(series)) return false;
  const { epochs, metrics } = series;
  return Array.isArray(epochs) && isObject(metrics) && !("length" in metrics) && !("y" in metrics && "x" in metrics);
}

function isCoordinates(value: unknown): value is { readonly x: NumberList; readonly y: NumberList } {
  return isObject(value) && !("length" in value);
}

function readLines(series: unknown): PointsByName {
  if (!isObject(series) || Array.isArray(series))
    throw new DomainError({
      where,
      argument: "series",
      expected: "must be an object of lines by name",
      received: formatReceived(series),
      advice: "Write { loss: values }.",
    });
  const read = new Map<string, readonly LinePoint[]>();
  for (const [name, each] of Object.entries(series)) {
    const at = JSON.stringify(name);
    if (!isCoordinates(each)) {
      read.set(
        name,
        numberList(where, at, each).map((y, i) => [i + 1, y] as const),
      );
      continue;
    }
    const given = optionsOf(`${where}: ${at}`, each, ["x", "y"]);
    const xs = numberList(where, `${at}.x`, given.x);
    const ys = numberList(where, `${at}.y`, given.y);
    sameLength(where, `${at}.y`, ys.length, xs.length, "its x");
    read.set(
      name,
      ys.map((y, i) => [xs[i]!, y] as const),
    );
  }
  if (read.size === 0)
    throw new DomainError({ where, argument: "series", expected: "must hold at least one line", received: "none" });
  return read;
}

function readHistory({ epochs, metrics }: HistoryLike): PointsByName {
  if (epochs.length === 0)
    throw new DomainError({
      where,
      argument: "the history",
      expected: "must have at least one epoch",
      received: "none",
      advice: "Call fit first.",
    });
  const coordinates = Object.entries(metrics).map(([name, y]) => [name, { x: epochs, y }] as const);
  return readLines(Object.fromEntries(coordinates));
}
