import { whole } from "@tapegrad/core";
import { frame, heightAround } from "./frame.ts";
import type { Box, Layers } from "./layers.ts";
import type { PictureSettings } from "./options.ts";
import { type ColourScale, colourBarWidth, drawColourBar, drawImages } from "./shading.ts";
import { fitted } from "./text.ts";
import { fontSizes } from "./theme.ts";

/** A small picture with words below it. */
export interface Tile {
  /** A `data:` address. */
  readonly source: string;
  readonly caption: readonly string[];
  readonly wrong?: boolean;
}

/** Small pictures of one size, in rows. */
export interface TilesPlan {
  readonly tiles: readonly Tile[];
  /** Width over height of each. */
  readonly aspect: number;
  readonly columns: number;
  readonly bar: { readonly scale: ColourScale; readonly title: string } | null;
  readonly notes: readonly string[];
  /** Are their pixels blended into each other? Not where each of them is a number that one wants to see. */
  readonly smooth: boolean;
}

const gap = 10;
const captionLine = fontSizes.text + 3;
const widest = 220;
/** A colour that stands for "wrong": the vermilion of Okabe and Ito's. */
const wrongColour = "#d55e00";

/** How many columns: what a user said, or as many as make the whole about as wide as pictures are. */
export function columnsOf(where: string, given: unknown, count: number, aspect: number): number {
  if (given !== undefined) return Math.min(count, whole(where, "columns", given, { min: 1, max: 100 }));
  if (count <= 5) return count;
  return Math.min(count, Math.max(3, Math.round(Math.sqrt((count * 2) / aspect))));
}

/** The layers of such a picture, and its height. */
export function drawTiles(
  where: string,
  settings: PictureSettings,
  plan: TilesPlan,
): { readonly layers: Layers; readonly height: number } {
  const { tiles, columns, aspect } = plan;
  const { ink } = settings;
  const rows = Math.ceil(tiles.length / columns);
  const lines = Math.max(...tiles.map(({ caption }) => caption.length));
  const above = plan.bar === null ? 0 : 30;
  const words = lines * captionLine + gap;
  const bar = plan.bar === null ? 0 : colourBarWidth(plan.bar.scale, 200, plan.bar.title);
  const room = settings.width - 24 - bar;
  let width = Math.min(widest, (room - gap * (columns - 1)) / columns);
  const contents = (tileWidth: number): number => above + rows * (tileWidth / aspect + words);
  const height = settings.height ?? Math.max(160, heightAround(settings, plan, Math.max(above + 150, contents(width))));
  const { layers, box } = frame(where, settings, plan, height);
  if (contents(width) > box.height) width = Math.max(8, ((box.height - above) / rows - words) * aspect);

  const size = { width, height: width / aspect };
  const boxes = tiles.map(
    (_, k): Box => ({
      x: box.x + (k % columns) * (width + gap),
      y: box.y + above + Math.floor(k / columns) * (size.height + words),
      ...size,
    }),
  );
  drawImages(
    layers,
    tiles.map(({ source }, k) => ({ ...boxes[k]!, source })),
    plan,
  );
  const frames = tiles.map(({ wrong }, k) => ({
    ...boxes[k]!,
    colour: wrong === true ? wrongColour : ink.line,
    thick: wrong === true ? 4 : 1,
  }));
  layers.add("rect", frames, {
    x: { field: "x" },
    y: { field: "y" },
    width: { field: "width" },
    height: { field: "height" },
    stroke: { field: "colour" },
    strokeWidth: { field: "thick" },
  });
  layers.text(
    tiles.flatMap(({ caption }, k) =>
      caption.map((text, i) => ({
        text: fitted(text, width + gap - 2, fontSizes.text),
        x: boxes[k]!.x + width / 2,
        y: boxes[k]!.y + size.height + (i + 0.5) * captionLine + 3,
        colour: ink.text,
        align: "center" as const,
      })),
    ),
  );
  if (plan.bar !== null) {
    const right = box.x + columns * (width + gap) - gap;
    const tall = Math.min(box.height - above - 10, 260);
    drawColourBar(layers, { x: right, y: box.y + above, height: tall }, plan.bar.scale, plan.bar.title, ink);
  }
  return { layers, height };
}
