import { frame, heightAround } from "./frame.ts";
import { Layers, type TextRow } from "./layers.ts";
import type { PictureSettings } from "./options.ts";
import type { Picture } from "./picture.ts";
import { hex, inkOn, type Rgb } from "./ramp.ts";
import { render } from "./render.ts";
import { type ColourScale, colourBarWidth, drawColourBar } from "./shading.ts";
import { fitted, textWidth } from "./text.ts";
import { fontSizes } from "./theme.ts";

/** A cell: its colour (none where there is nothing to show) and the lines of text in it. */
export interface Cell {
  readonly colour: Rgb | null;
  readonly lines: readonly string[];
}

/** A table of coloured cells with labels. */
export interface CellsPlan {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. */
  readonly cells: readonly Cell[];
  /** What the rows are, and what the columns are. */
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly bar: { readonly scale: ColourScale; readonly title: string };
  /** A cell with a thick frame. */
  readonly marked: number | null;
  readonly notes: readonly string[];
  readonly title: string;
  readonly description: string;
}

const textSize = fontSizes.text;
const lineHeight = textSize + 5;
const titleHeight = textSize + 11;
const labelGap = 8;
const longestLabel = 170;

/** The picture of such a table. */
export function drawCells(where: string, settings: PictureSettings, plan: CellsPlan): Picture {
  const { ink } = settings;
  const count = { rows: plan.rows.length, columns: plan.columns.length };
  const rowLabels = plan.rows.map((label) => fitted(label, longestLabel, textSize));
  const rowLabelWidth = Math.ceil(Math.max(...rowLabels.map((label) => textWidth(label, textSize))));
  const mostLines = Math.max(...plan.cells.map((cell) => cell.lines.length));
  const wanted = titleHeight * 2 + lineHeight + count.rows * Math.max(44, mostLines * lineHeight + 12);
  const around = { notes: plan.notes };
  const height = settings.height ?? Math.max(450, heightAround(settings, around, wanted));
  const { layers, box } = frame(where, settings, around, height);

  // Above the cells stands what the rows are; below them the labels of the columns and what those are.
  const top = box.y + titleHeight;
  const tall = box.height - titleHeight - lineHeight - titleHeight;
  const left = box.x + rowLabelWidth + labelGap;
  const barSpace = colourBarWidth(plan.bar.scale, tall, plan.bar.title);
  const wide = box.x + box.width - barSpace - left;
  const inner = new Layers();
  const bands = { type: "band", paddingInner: 0, paddingOuter: 0, round: false } as const;
  inner.scales.push(
    { name: "columns", ...bands, domain: plan.columns.map((_, j) => j), range: [0, wide] },
    { name: "rows", ...bands, domain: plan.rows.map((_, i) => i), range: [0, tall] },
  );
  const cells = plan.cells.map(({ colour }, k) => ({
    row: Math.floor(k / count.columns),
    column: k % count.columns,
    colour: colour === null ? "transparent" : hex(colour),
  }));
  const place = {
    x: { scale: "columns", field: "column" },
    y: { scale: "rows", field: "row" },
    width: { scale: "columns", band: 1 },
    height: { scale: "rows", band: 1 },
  };
  const cellWidth = wide / count.columns;
  const cellHeight = tall / count.rows;
  const edge = Math.min(2, Math.min(cellWidth, cellHeight) / 12);
  const apart = { stroke: { value: ink.background }, strokeWidth: { value: edge } };
  inner.add("rect", cells, { ...place, fill: { field: "colour" }, ...apart });
  inner.text(textsOf(plan, cellWidth, cellHeight, ink.text));
  const outlined = cells.filter((_, k) => plan.cells[k]!.colour === null);
  const thin = { stroke: { value: ink.line }, strokeWidth: { value: 1 }, strokeDash: { value: [4, 4] } };
  inner.add("rect", outlined, { ...place, ...thin });
  if (plan.marked !== null) {
    const frameOf = { stroke: { value: "#d55e00" }, strokeWidth: { value: 5 } };
    inner.add("rect", [cells[plan.marked]!], { ...place, ...frameOf });
  }
  layers.group({ x: left, y: top, width: wide, height: tall }, inner);

  const middle = (i: number, size: number): number => (i + 0.5) * size;
  layers.text([
    {
      text: fitted(plan.rowTitle, box.width - barSpace, textSize),
      x: box.x,
      y: box.y + titleHeight / 2 - 3,
      colour: ink.text,
    },
    ...thinned(rowLabels, lineHeight, cellHeight).map(({ text, i }) => ({
      text,
      x: left - labelGap,
      y: top + middle(i, cellHeight),
      colour: ink.text,
      align: "right" as const,
    })),
    ...columnLabels(plan.columns, cellWidth).map(({ text, i }) => ({
      text,
      x: left + middle(i, cellWidth),
      y: top + tall + lineHeight / 2 + 2,
      colour: ink.text,
      align: "center" as const,
    })),
    {
      text: fitted(plan.columnTitle, wide, textSize),
      x: left + wide / 2,
      y: top + tall + lineHeight + titleHeight / 2,
      colour: ink.text,
      align: "center",
    },
  ]);
  drawColourBar(layers, { x: left + wide, y: top, height: tall }, plan.bar.scale, plan.bar.title, ink);
  const { title, description } = plan;
  return render({ ...settings, height, background: ink.background, title, description }, layers);
}

interface Label {
  readonly text: string;
  readonly i: number;
}

/** Every label, or as many as have room, evenly spaced. */
function thinned(labels: readonly string[], size: number, distance: number): Label[] {
  const every = Math.ceil(size / distance);
  return labels.map((text, i) => ({ text, i })).filter(({ i }) => i % every === 0);
}

/** Labels of columns: shortened in wide columns, thinned out in narrow ones. */
function columnLabels(labels: readonly string[], width: number): Label[] {
  if (width >= 60) return labels.map((text, i) => ({ text: fitted(text, width - 4, textSize), i }));
  const longest = Math.max(...labels.map((label) => textWidth(label, textSize)));
  return thinned(labels, Math.min(longest, longestLabel) + 6, width).map(({ text, i }) => ({
    text: fitted(text, longestLabel, textSize),
    i,
  }));
}

/** The lines in the cells, if they fit in all of them. */
function textsOf(plan: CellsPlan, width: number, height: number, onNothing: string): TextRow[] {
  const columns = plan.columns.length;
  const fits = plan.cells.every(
    ({ lines }) =>
      lines.every((line) => textWidth(line, textSize) <= width + 4) && lines.length * lineHeight <= height + 2,
  );
  if (!fits) return [];
  return plan.cells.flatMap(({ colour, lines }, k) =>
    lines.map((text, i) => ({
      text,
      x: ((k % columns) + 0.5) * width,
      y: (Math.floor(k / columns) + 0.5) * height + (i - (lines.length - 1) / 2) * lineHeight,
      colour: colour === null ? onNothing : inkOn(colour),
      align: "center" as const,
    })),
  );
}
