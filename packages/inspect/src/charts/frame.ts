import { TapegradError } from "@tapegrad/core";
import { type Box, Layers } from "./layers.ts";
import type { PictureSettings } from "./options.ts";
import { fitted, textWidth, wrapped } from "./text.ts";
import { fontSizes, solid } from "./theme.ts";

/** An entry of a legend: a name, and a piece of what it names. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  /** A piece of a line, dashed like this. */
  readonly dash?: readonly number[];
  /** A point of this shape. */
  readonly shape?: string;
  /** Around the point; none if not given. */
  readonly outline?: string;
}

/** What stands around the contents of a picture. */
export interface FramePlan {
  readonly legend?: readonly LegendEntry[];
  /** What has to be said below, such as that values are left out. */
  readonly notes?: readonly string[];
}

const margin = 12;
const titleLine = fontSizes.title + 6;
const legendLine = fontSizes.text + 9;
const noteLine = fontSizes.text + 4;
const lineSample = 44;
const pointSample = 16;
const sampleGap = 8;
const entryGap = 24;
/** Contents lower than this cannot be read. */
const leastHeight = 90;

/** Heights of what stands above and below the contents. */
interface Measured {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly PlacedEntry[])[];
  readonly notes: readonly string[];
  readonly top: number;
  readonly bottom: number;
}

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly sample: number;
}

function measure({ title, width }: PictureSettings, { legend = [], notes = [] }: FramePlan): Measured {
  const inner = width - 2 * margin;
  const titles = title === undefined ? [] : wrapped(title, inner, fontSizes.title, true);
  const rows: PlacedEntry[][] = [];
  let x = Infinity;
  for (const entry of legend) {
    const sample = entry.dash === undefined ? pointSample : lineSample;
    const name = fitted(entry.name, inner - sample - sampleGap, fontSizes.text);
    const length = sample + sampleGap + textWidth(name, fontSizes.text);
    if (x + length > inner) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)!.push({ ...entry, name, x: margin + x, sample });
    x += length + entryGap;
  }
  const lines = notes.flatMap((note) => wrapped(note, inner, fontSizes.text));
  const top = margin + titles.length * titleLine + rows.length * legendLine + (titles.length + rows.length > 0 ? 4 : 0);
  const bottom = (lines.length === 0 ? 0 : lines.length * noteLine + 6) + margin;
  return { titles, rows, notes: lines, top, bottom };
}

/** How high a picture has to be for contents of that height. */
export function heightAround(settings: PictureSettings, plan: FramePlan, contents: number): number {
  const { top, bottom } = measure(settings, plan);
  return Math.ceil(top + contents + bottom);
}

/**
 * Title, legend and notes of a picture.
 *
 * @param height - Of the whole picture.
 * @returns The layers that hold them, and the box that is left for the contents.
 * @throws {@link TapegradError} if next to nothing is left.
 */
export function frame(
  where: string,
  settings: PictureSettings,
  plan: FramePlan,
  height: number,
): { readonly layers: Layers; readonly box: Box } {
  const { ink, width } = settings;
  const { titles, rows, notes, top, bottom } = measure(settings, plan);
  const box = { x: margin, y: top, width: width - 2 * margin, height: height - top - bottom };
  if (box.height < leastHeight)
    throw new TapegradError({
      where,
      argument: "height",
      expected: `must be at least ${Math.ceil(top + bottom + leastHeight)} with this title, legend and notes`,
      received: String(height),
      advice: "Make the picture higher or wider, or draw fewer things in it.",
    });

  const layers = new Layers();
  layers.text(
    titles.map((text, i) => ({
      text,
      x: margin,
      y: margin + (i + 0.5) * titleLine - 3,
      colour: ink.text,
      size: fontSizes.title,
      bold: true,
    })),
  );
  for (const [i, row] of rows.entries()) {
    const y = margin + titles.length * titleLine + (i + 0.5) * legendLine;
    drawEntries(layers, row, y, ink.text);
  }
  layers.text(
    notes.map((text, i) => ({ text, x: margin, y: height - bottom + 6 + (i + 0.5) * noteLine, colour: ink.text })),
  );
  return { layers, box };
}

function drawEntries(layers: Layers, row: readonly PlacedEntry[], y: number, textColour: string): void {
  const lines = row.filter((entry) => entry.dash !== undefined);
  layers.add(
    "rule",
    lines.map(({ x, sample, colour, dash }) => ({ x, x2: x + sample, y, colour, dash: dash ?? solid })),
    {
      x: { field: "x" },
      x2: { field: "x2" },
      y: { field: "y" },
      stroke: { field: "colour" },
      strokeDash: { field: "dash" },
      strokeWidth: { value: 3 },
    },
  );
  const points = row.filter((entry) => entry.shape !== undefined);
  layers.add(
    "symbol",
    points.map(({ x, sample, colour, shape, outline }) => ({ x: x + sample / 2, y, colour, shape, outline })),
    {
      x: { field: "x" },
      y: { field: "y" },
      shape: { field: "shape" },
      size: { value: 130 },
      fill: { field: "colour" },
      stroke: { field: "outline" },
      strokeWidth: { value: 1.5 },
    },
  );
  layers.text(row.map(({ name, x, sample }) => ({ text: name, x: x + sample + sampleGap, y, colour: textColour })));
}
