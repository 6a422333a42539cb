import type { TensorEntry } from "../../json/document.ts";
import type { Pictures } from "./cells.ts";
import { heatColor, scaleOf } from "./colors.ts";
import { svg } from "./dom.ts";
import type { Rect, Size } from "./geometry.ts";
import type { Group } from "./groups.ts";
import type { Vertex } from "./model.ts";
import type { Ruler } from "./ruler.ts";
import type { Timeline } from "./timeline.ts";
import { shortText } from "./values.ts";

/** Measures in the units of the picture, which are CSS pixels at a zoom of 1. */
const lineHeight = 26;
const side = 14;
const strip = { cells: 12, cell: 8, height: 14 } as const;
const longest = 24;

/** A long name without its middle. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= longest) return name;
  return `${letters.slice(0, longest / 2).join("")}…${letters.slice(-longest / 2 + 1).join("")}`;
}

/** What can be drawn again when the state has changed. */
export interface View {
  readonly element: SVGGElement;
  update(position: number): void;
}

/** Draws tensors and folded boxes. */
export class Cards {
  private readonly ruler: Ruler;
  private readonly timeline: Timeline;
  private readonly pictures: Pictures;
  private readonly sizes = new Map<Vertex, Size>();

  constructor(ruler: Ruler, timeline: Timeline, pictures: Pictures) {
    this.ruler = ruler;
    this.timeline = timeline;
    this.pictures = pictures;
  }

  sizeOf(vertex: Vertex): Size {
    let size = this.sizes.get(vertex);
    if (size === undefined) {
      size = this.measured(vertex);
      this.sizes.set(vertex, size);
    }
    return size;
  }

  private measured(vertex: Vertex): Size {
    const name = this.ruler.widthOf(shortened(vertex.name), "name");
    if (vertex.kind === "constant") return { width: Math.max(44, name + 2 * side), height: 40 };
    const op = vertex.op === null ? 0 : this.ruler.widthOf(vertex.op, "text") + 12;
    const rows = this.rowsOf(vertex);
    const widths = rows.map(({ tensor, part }) => {
      const text = this.ruler.widthOf(`∂ ${shortText(tensor[part])}`, "text");
      return text + (this.pictures.hasStrip(tensor, part) ? strip.cells * strip.cell + 12 : 0);
    });
    // Nine letters are as many as a number has: a sum on its way can be longer than the last one.
    const least = rows.length > 0 ? 96 : 60;
    return { width: Math.max(least, name + op, ...widths) + 2 * side, height: (rows.length + 1) * lineHeight + 18 };
  }

  boxSize({ label, size }: Group): Size {
    const width = Math.max(
      this.ruler.widthOf(shortened(label), "name") + 34,
      this.ruler.widthOf(`${size} tensors`, "text"),
    );
    return { width: width + 2 * side, height: 72 };
  }

  /** A card, at 0, 0. */
  card(vertex: Vertex, { width, height }: Rect): View {
    const name = svg(
      "text",
      { class: "name", x: side, y: vertex.kind === "constant" ? 27 : 30 },
      shortened(vertex.name),
    );
    const element = svg(
      "g",
      { class: `card ${vertex.kind}` },
      svg("rect", { class: "sheet", width, height, rx: vertex.op === null ? 18 : 8 }),
      name,
    );
    if (vertex.kind === "parameter")
      element.append(svg("rect", { class: "mark", x: 0, y: 16, width: 5, height: height - 32 }));
    if (vertex.op !== null)
      element.append(svg("text", { class: "op", x: width - side, y: 30, "text-anchor": "end" }, vertex.op));
    const rows = this.rowsOf(vertex).map(({ tensor, part }, i) => this.row(vertex, tensor, part, i, width));
    for (const row of rows) element.append(row.element);
    return {
      element,
      update: (position) => {
        element.classList.toggle("pending", !this.timeline.isComputed(vertex, position));
        for (const row of rows) row.update(position);
      },
    };
  }

  /** A folded box, at 0, 0. */
  box({ label, size }: Group, { width, height }: Rect): View {
    const element = svg(
      "g",
      { class: "card folded" },
      svg("rect", { class: "sheet behind", x: 5, y: 5, width, height, rx: 8 }),
      svg("rect", { class: "sheet", width, height, rx: 8 }),
      svg("text", { class: "name", x: side, y: 30 }, `▸ ${shortened(label)}`),
      svg("text", { class: "op", x: side, y: 56 }, `${size} tensors`),
    );
    return { element, update: () => {} };
  }

  /** The lines of a card below its name: the value, and the derivative of the loss if it has one. */
  private rowsOf(vertex: Vertex): readonly { readonly tensor: TensorEntry; readonly part: "value" | "cotangent" }[] {
    const [tensor] = vertex.tensors;
    if (tensor === undefined || vertex.kind === "constant") return [];
    const value = { tensor, part: "value" as const };
    return this.timeline.hasCotangent(tensor) ? [value, { tensor, part: "cotangent" as const }] : [value];
  }

  private row(vertex: Vertex, tensor: TensorEntry, part: "value" | "cotangent", line: number, width: number): View {
    const y = 30 + (line + 1) * lineHeight;
    const text = svg("text", { class: part, x: side, y });
    const cells = this.strip(tensor, part, width - side - strip.cells * strip.cell, y - strip.height + 1);
    const element = svg("g", {}, text, ...(cells === null ? [] : [cells]));
    let shown: string | null = null;
    return {
      element,
      update: (position) => {
        const known = part === "cotangent" ? this.timeline.cotangentAt(tensor, position) : null;
        const isKnown = part === "cotangent" ? known !== null : this.timeline.isComputed(vertex, position);
        const entry = part === "cotangent" ? known?.value : tensor.value;
        const sign = part === "cotangent" ? "∂ " : "";
        const wanted = `${sign}${isKnown ? shortText(entry ?? null) : "·"}`;
        if (wanted !== shown) text.textContent = wanted;
        shown = wanted;
        text.classList.toggle("unfinished", known !== null && !known.isComplete);
        // What comes with the page are the colours of what is complete.
        if (cells !== null) cells.classList.toggle("hidden", !isKnown || known?.isComplete === false);
      },
    };
  }

  private strip(tensor: TensorEntry, part: "value" | "cotangent", x: number, y: number): SVGGElement | null {
    const cells = this.pictures.strip(tensor, part, strip.cells);
    if (cells === null) return null;
    const scale = scaleOf(cells);
    const start = x + (strip.cells - cells.length) * strip.cell;
    const group = svg("g", { class: "strip" });
    cells.forEach((cell, i) => {
      const rect = svg("rect", { x: start + i * strip.cell, y, width: strip.cell, height: strip.height });
      rect.style.fill = heatColor(cell, scale);
      group.append(rect);
    });
    return group;
  }
}
