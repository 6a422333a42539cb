import type { Axis, Data, EncodeEntry, Mark, Scale } from "vega";
import { fontSizes } from "./theme.ts";

/** A line of text and where it stands, in pixels. */
export interface TextRow {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly size?: number;
  readonly align?: "left" | "center" | "right";
  /** Where `y` is; `"middle"` if not given. */
  readonly baseline?: "alphabetic" | "middle" | "top";
  readonly bold?: boolean;
  /** Degrees, clockwise. */
  readonly angle?: number;
}

/** What a row of a layer is drawn from. */
type Row = Readonly<Record<string, unknown>>;

/** Where a group lies in the picture, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Marks in the order in which they are drawn, one above the other, each with the rows that it draws. */
export class Layers {
  readonly data: Data[] = [];
  readonly marks: Mark[] = [];
  readonly scales: Scale[] = [];
  readonly axes: Axis[] = [];

  /** A mark for each row (for a line: one through all rows), with what its channels are. */
  add(type: "rect" | "rule" | "symbol" | "line" | "image" | "text", rows: readonly Row[], channels: EncodeEntry): void {
    if (rows.length === 0) return;
    const name = `rows${this.data.length}`;
    this.data.push({ name, values: rows.map((row) => ({ ...row })) });
    this.marks.push({ type, aria: false, from: { data: name }, encode: { enter: channels } });
  }

  /** Lines of text. `place` says where, if it is not the rows' own x and y. */
  text(rows: readonly TextRow[], place: EncodeEntry = { x: { field: "x" }, y: { field: "y" } }): void {
    const full = rows.map((row) => ({
      ...row,
      size: row.size ?? fontSizes.text,
      align: row.align ?? "left",
      baseline: row.baseline ?? "middle",
      weight: row.bold === true ? "bold" : "normal",
      angle: row.angle ?? 0,
    }));
    this.add("text", full, {
      text: { field: "text" },
      fill: { field: "colour" },
      fontSize: { field: "size" },
      fontWeight: { field: "weight" },
      align: { field: "align" },
      baseline: { field: "baseline" },
      angle: { field: "angle" },
      ...place,
    });
  }

  /** Other layers with scales and axes of their own, in a box. */
  group(box: Box, { data, scales, axes, marks }: Layers): void {
    const { x, y, width, height } = box;
    this.marks.push({
      type: "group",
      aria: false,
      encode: { enter: { x: { value: x }, y: { value: y }, width: { value: width }, height: { value: height } } },
      // What "width" and "height" are within it: else, those of the whole picture.
      signals: [
        { name: "width", value: width },
        { name: "height", value: height },
      ],
      data,
      scales,
      axes,
      marks,
    });
  }
}
