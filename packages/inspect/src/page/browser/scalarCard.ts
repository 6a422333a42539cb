import type { NumberEntry } from "../../json/document.ts";
import { numberText } from "../../reading/numberText.ts";
import type { PageData, ScalarEntry, ScalarNumber } from "../pageData.ts";
import { type Arrangement, edgeKey } from "./arrangement.ts";
import type { View } from "./cards.ts";
import { columns } from "./columns.ts";
import { curve } from "./curves.ts";
import { svg } from "./dom.ts";
import type { Direction, Rect, Size } from "./geometry.ts";
import type { Vertex } from "./model.ts";
import type { Ruler } from "./ruler.ts";
import type { Timeline } from "./timeline.ts";
import { numberOf } from "./values.ts";

const header = 48;
const around = 20;
const height = 62;
/** The gap between columns, wide enough for a local derivative. */
const gap = 110;
/** More edges than that are drawn without their numbers, which would hide each other; the table beside the picture has them. */
const mostLabels = 26;

/** Draws nodes number by number. */
export class ScalarCards {
  private readonly scalars: PageData["scalars"];
  private readonly ruler: Ruler;
  private readonly timeline: Timeline;
  private readonly known = new Map<string, Arrangement>();

  constructor(scalars: PageData["scalars"], ruler: Ruler, timeline: Timeline) {
    this.scalars = scalars;
    this.ruler = ruler;
    this.timeline = timeline;
  }

  /** The numbers of a vertex; `null` if it cannot be shown number by number. */
  entryOf(vertex: Vertex): ScalarEntry | null {
    return vertex.node === null ? null : (this.scalars[vertex.node.id] ?? null);
  }

  sizeOf(vertex: Vertex, direction: Direction): Size {
    const { width, height } = this.arrangementOf(vertex, direction);
    return { width: Math.max(width, 200) + 2 * around, height: height + header + around };
  }

  /** A card with the graph of its numbers, at 0, 0. */
  card(vertex: Vertex, { width, height: total }: Rect, direction: Direction): View {
    const { numbers, edges } = this.entryOf(vertex)!;
    const { at } = this.arrangementOf(vertex, direction);
    const place = (i: number) => ({ x: at.get(String(i))!.x + around, y: at.get(String(i))!.y + header });
    const element = svg(
      "g",
      { class: "card scalars" },
      svg("rect", { class: "sheet", width, height: total, rx: 8 }),
      svg("text", { class: "name", x: 14, y: 30 }, `▾ ${vertex.name}`),
      svg("text", { class: "op", x: width - 14, y: 30, "text-anchor": "end" }, vertex.op ?? ""),
    );
    for (const [from, to, local] of edges) {
      const [a, b] = [place(from), place(to)];
      const [start, end] =
        direction === "right"
          ? [
              { x: a.x + this.widthOf(numbers[from]!) / 2, y: a.y },
              { x: b.x - this.widthOf(numbers[to]!) / 2, y: b.y },
            ]
          : [
              { x: a.x, y: a.y + height / 2 },
              { x: b.x, y: b.y - height / 2 },
            ];
      element.append(svg("path", { class: "wire", d: curve([start, end], direction) }));
      if (local === null || edges.length > mostLabels) continue;
      const [x, y] = [start.x + (end.x - start.x) * 0.4, start.y + (end.y - start.y) * 0.35 - 5];
      element.append(svg("text", { class: "local", x, y, "text-anchor": "middle" }, `× ${text(local)}`));
    }
    const views = numbers.map((number, i) => {
      const { x, y } = place(i);
      const view = this.number(vertex, number);
      view.element.setAttribute("transform", `translate(${x - this.widthOf(number) / 2},${y - height / 2})`);
      element.append(view.element);
      return view;
    });
    return {
      element,
      update: (position) => {
        for (const view of views) view.update(position);
      },
    };
  }

  private number(vertex: Vertex, number: ScalarNumber): View {
    const { name, value, cotangent, tensor } = number;
    const known = svg("text", { class: "value", x: 10, y: 48 });
    const derivative = svg("text", { class: "cotangent", x: this.widthOf(number) - 10, y: 48, "text-anchor": "end" });
    const element = svg(
      "g",
      { class: `number${tensor === null ? " product" : ""}` },
      svg("rect", { class: "sheet", width: this.widthOf(number), height, rx: 8 }),
      svg("text", { class: "small", x: 10, y: 23 }, name),
      known,
      derivative,
    );
    return {
      element,
      update: (position) => {
        const isKnown = number.operation === null || this.timeline.isComputed(vertex, position);
        known.textContent = isKnown ? text(value) : "·";
        derivative.textContent =
          cotangent === null ? "" : `∂ ${this.hasArrived(vertex, number, position) ? text(cotangent) : "·"}`;
      },
    };
  }

  /** Is the derivative by this number known? Of a tensor when all of its edges have been gone, of a product with the first edge of its op. */
  private hasArrived(vertex: Vertex, { tensor }: ScalarNumber, position: number): boolean {
    if (tensor === null) {
      const edges = vertex.inputs.flatMap(({ edge }) => edge ?? []);
      return edges.some((edge) => this.timeline.positionOfEdge(edge) <= position);
    }
    const entry =
      vertex.tensors.find(({ name }) => name === tensor) ??
      vertex.inputs.find((link) => link.tensor.name === tensor)?.tensor;
    return entry !== undefined && this.timeline.cotangentAt(entry, position)?.isComplete === true;
  }

  private arrangementOf(vertex: Vertex, direction: Direction): Arrangement {
    const key = `${direction} ${vertex.key}`;
    let arrangement = this.known.get(key);
    if (arrangement === undefined) {
      const { numbers, edges } = this.entryOf(vertex)!;
      const nodes = numbers.map((number, i) => ({
        key: String(i),
        width: this.widthOf(number),
        height,
        role: "item" as const,
      }));
      const unique = new Map(
        edges.map(([from, to]) => [edgeKey({ from: `${from}`, to: `${to}` }), { from: `${from}`, to: `${to}` }]),
      );
      arrangement = columns({ nodes, edges: [...unique.values()] }, direction, gap);
      this.known.set(key, arrangement);
    }
    return arrangement;
  }

  private widthOf({ name, value, cotangent }: ScalarNumber): number {
    const numbers = cotangent === null ? text(value) : `${text(value)}   ∂ ${text(cotangent)}`;
    return Math.max(this.ruler.widthOf(name, "small"), this.ruler.widthOf(numbers, "text"), 60) + 20;
  }
}

function text(entry: NumberEntry): string {
  return numberText(numberOf(entry));
}
