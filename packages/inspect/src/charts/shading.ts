import type { Box, Layers } from "./layers.ts";
import { pngOf } from "./png.ts";
import type { Ramp, Rgb } from "./ramp.ts";
import { textWidth } from "./text.ts";
import { fontSizes, type Ink } from "./theme.ts";
import { type Extent, linearTicks, logTicks } from "./ticks.ts";

/** How many colours a shading has: with fewer, one sees steps; a PNG has room for 256, one of them transparent. */
const shades = 255;

/** Colours for numbers from one end of an extent to the other. */
export interface ColourScale {
  readonly ramp: Ramp;
  readonly extent: Extent;
  readonly scale: "linear" | "log";
}

/** Where a number lies between the ends of a scale, 0 … 1. */
function partOf(value: number, { extent: [low, high], scale }: ColourScale): number {
  if (low === high) return 0.5;
  const part = scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, part));
}

/** The colour of a number. */
export function colourOf(value: number, scale: ColourScale): Rgb {
  return scale.ramp(partOf(value, scale));
}

/** An extent with 0 in its middle. */
export function centred(extent: Extent | null): Extent {
  const size = extent === null ? 1 : Math.max(Math.abs(extent[0]), Math.abs(extent[1]));
  return size === 0 ? [-1, 1] : [-size, size];
}

/** Numbers in rows from the top, as a picture of one pixel each; what is not finite is transparent. */
export function shaded(width: number, height: number, values: ArrayLike<number>, scale: ColourScale): string {
  const colours = Array.from({ length: shades }, (_, i) => scale.ramp(i / (shades - 1)));
  const pixels = Array.from({ length: width * height }, (_, i) => {
    const value = values[i]!;
    return Number.isFinite(value) ? Math.round(partOf(value, scale) * (shades - 1)) : -1;
  });
  return pngOf(width, height, pixels, colours);
}

/** A picture (a `data:` address) in a box, each of its pixels with sharp edges. */
export interface ImageRow extends Box {
  readonly source: string;
}

/** Pictures, stretched to their boxes. */
export function drawImages(
  layers: Layers,
  images: readonly ImageRow[],
  { smooth = false }: { readonly smooth?: boolean } = {},
): void {
  layers.add(
    "image",
    // What Vega has of an image when it is loaded.
    images.map(({ source, ...box }) => ({
      ...box,
      image: { src: source, complete: true, width: box.width, height: box.height },
    })),
    {
      image: { field: "image" },
      x: { field: "x" },
      y: { field: "y" },
      width: { field: "width" },
      height: { field: "height" },
      aspect: { value: false },
      smooth: { value: smooth },
    },
  );
}

const barWidth = 18;
const barGap = 18;
const textSize = fontSizes.text;

function ticksOf({ extent, scale }: ColourScale, height: number): ReturnType<typeof linearTicks> {
  const count = Math.min(8, Math.max(2, Math.floor(height / 46)));
  return scale === "log" ? logTicks(extent, count) : linearTicks(extent, count);
}

/** How much room a colour bar of that height takes, to the right of what it explains. */
export function colourBarWidth(scale: ColourScale, height: number, title: string): number {
  const labels = Math.max(...ticksOf(scale, height).labels.map((label) => textWidth(label, textSize)));
  return Math.ceil(barGap + Math.max(barWidth + 10 + labels, textWidth(title, textSize)));
}

/** What the colours mean: a bar from the lowest number to the highest, with ticks. */
export function drawColourBar(
  layers: Layers,
  { x, y, height }: Pick<Box, "x" | "y" | "height">,
  scale: ColourScale,
  title: string,
  ink: Ink,
): void {
  const left = x + barGap;
  const steps = 64;
  const pixels = Array.from({ length: steps }, (_, i) => i);
  const colours = pixels.map((i) => scale.ramp(1 - i / (steps - 1)));
  drawImages(layers, [{ x: left, y, width: barWidth, height, source: pngOf(1, steps, pixels, colours) }]);
  layers.add("rect", [{ x: left, y, width: barWidth, height }], {
    x: { field: "x" },
    y: { field: "y" },
    width: { field: "width" },
    height: { field: "height" },
    stroke: { value: ink.line },
    strokeWidth: { value: 1 },
  });
  const { values, labels } = ticksOf(scale, height);
  const places = values.map((value) => y + height * (1 - partOf(value, scale)));
  layers.add(
    "rule",
    places.map((at) => ({ x: left + barWidth, x2: left + barWidth + 5, y: at })),
    {
      x: { field: "x" },
      x2: { field: "x2" },
      y: { field: "y" },
      stroke: { value: ink.line },
      strokeWidth: { value: 1.5 },
    },
  );
  layers.text(labels.map((text, i) => ({ text, x: left + barWidth + 9, y: places[i]!, colour: ink.text })));
  layers.text([{ text: title, x: left, y: y - 16, colour: ink.text }]);
}
