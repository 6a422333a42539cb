import { DomainError, formatReceived, inRange, oneOf, optionsOf } from "@tapegrad/core";
import { printable } from "./text.ts";
import { type Ink, inks, type PictureTheme } from "./theme.ts";
import type { Extent } from "./ticks.ts";

/** Options that every picture has. */
export interface PictureOptions {
  /** What stands above it, and what screen readers call it. */
  readonly title?: string;
  /** For people who cannot see it; by default, what is drawn in words. */
  readonly description?: string;
  /** In pixels, 240 … 10000; default 720. */
  readonly width?: number;
  /** In pixels, 160 … 10000; default 450, or what the contents need. */
  readonly height?: number;
  /** `"light"`, dark on white (the default), or `"dark"`, light on nearly black. */
  readonly theme?: PictureTheme;
}

/** Options of an axis. */
export interface AxisOptions {
  /** What is measured along it. */
  readonly title?: string;
  /** In what it is measured: stands behind the title, in parentheses. */
  readonly unit?: string;
  /** `"linear"` (the default) or `"log"`. */
  readonly scale?: "linear" | "log";
  /** From where to where it goes, the smaller number first; by default, over all finite values. */
  readonly range?: readonly [number, number];
}

/** {@link PictureOptions}, checked. */
export interface PictureSettings {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly width: number;
  readonly height: number | undefined;
  readonly theme: PictureTheme;
  readonly ink: Ink;
}

/** {@link AxisOptions}, checked. */
export interface AxisSettings {
  /** With its unit. */
  readonly title: string;
  readonly scale: "linear" | "log";
  readonly range: Extent | undefined;
}

const pictureOptions = ["title", "description", "width", "height", "theme"];

/** The options of a call, of which these are known beside those of every picture. */
export function readOptions(
  where: string,
  options: unknown,
  known: readonly string[],
): { readonly given: { readonly [name: string]: unknown }; readonly settings: PictureSettings } {
  const given = optionsOf(where, options, [...known, ...pictureOptions]);
  const theme = oneOf(where, "theme", given.theme ?? "light", ["light", "dark"]);
  const { width = 720, height } = given;
  const settings: PictureSettings = {
    title: optionalText(where, "title", given.title),
    description: optionalText(where, "description", given.description),
    width: Math.round(inRange(where, "width", width, { min: 240, max: 10_000 })),
    height: height === undefined ? undefined : Math.round(inRange(where, "height", height, { min: 160, max: 10_000 })),
    theme,
    ink: inks[theme],
  };
  return { given, settings };
}

/** The options of an axis. `title` is what it is called if they do not say. */
export function readAxis(where: string, argument: string, options: unknown, title: string): AxisSettings {
  const given = optionsOf(`${where}: ${argument}`, options, ["title", "unit", "scale", "range"]);
  const scale = oneOf(where, `${argument}.scale`, given.scale ?? "linear", ["linear", "log"]);
  const unit = optionalText(where, `${argument}.unit`, given.unit);
  const called = optionalText(where, `${argument}.title`, given.title) ?? title;
  return {
    title: unit === undefined ? called : `${called} (${unit})`.trim(),
    scale,
    range: given.range === undefined ? undefined : readRange(where, `${argument}.range`, given.range, scale),
  };
}

/** From where to where: two finite numbers, the smaller one first; on a logarithmic axis, both above 0. */
export function readRange(where: string, argument: string, range: unknown, scale: "linear" | "log"): Extent {
  const pair: readonly unknown[] = Array.isArray(range) ? range : [];
  const [low, high] = pair;
  const received = formatReceived(range);
  const expected = "must be two finite numbers, the smaller one first";
  if (pair.length !== 2 || !isFiniteNumber(low) || !isFiniteNumber(high))
    throw new DomainError({ where, argument, expected, received });
  if (low >= high) {
    const advice = low > high ? `Write [${high}, ${low}].` : undefined;
    throw new DomainError({ where, argument, expected, received, advice });
  }
  if (scale === "log" && low <= 0)
    throw new DomainError({
      where,
      argument,
      expected: "must be above 0 on a logarithmic axis",
      received,
      advice: 'Begin above 0, or use scale: "linear".',
    });
  return [low, high];
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** Text that a user gave, as it can be drawn; `undefined` if there is none. */
export function optionalText(where: string, argument: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string")
    throw new DomainError({ where, argument, expected: "must be a text", received: formatReceived(value) });
  const text = printable(value);
  return text === "" ? undefined : text;
}
