import { type EdgeLabel, Graph, layout, type NodeLabel } from "../../layout/dagre.js";
import { escaped } from "./math.ts";
import type { Cell, Quantity, Sheet } from "./sheet.ts";

/** A line of a box: text, with places for numbers. */
type Line = readonly (string | Cell)[];

/** An edge, as it is given to the layout, with its local derivative where that is one number. */
interface Edge extends EdgeLabel {
  readonly local?: Cell;
}

interface Box {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly isGiven: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Arrows keep so far from the corners of boxes. */
const margin = 14;
const [letter, lineHeight, padding] = [7.3, 18, 9];
/** Wide enough for any number that is still blank. */
const blankLetters = 8;
/** A tensor of more numbers is drawn as its shape. */
const mostDrawn = 4;

/** The program as a graph, from what goes in at the top to the loss at the bottom, with blanks where the sheet has them. */
export function drawing(sheet: Sheet): { readonly svg: string; readonly width: number } {
  const boxes = boxesOf(sheet);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 18, ranksep: 34, marginx: 6, marginy: 6 });
  // Dagre keeps edges in plain objects, whose own names, such as "constructor", would be taken for nodes.
  const keys = new Map([...boxes.keys()].map((name, i) => [name, `box ${i}`]));
  for (const [name, box] of boxes) graph.setNode(keys.get(name)!, sizeOf(box));
  const locals = localsOf(sheet);
  for (const { operands, results } of sheet.forward)
    for (const [i, operand] of operands.entries())
      for (const { name } of results) {
        if (!boxes.has(operand)) continue;
        const local = locals.get(edgeKey(operand, name))?.shift();
        const label = local === undefined ? {} : { local, width: letters([local]) * letter, height: lineHeight };
        graph.setEdge(keys.get(operand)!, keys.get(name)!, { labelpos: "r", ...label }, `${i}`);
      }
  layout(graph);
  const { width, height } = graph.graph() as Required<ReturnType<Graph["graph"]>>; // as the layout left them
  const edges = graph.edges().map((key) => {
    const edge = graph.edge(key) as Edge; // as it was set above
    return edgeMarkup(edge, betweenSides(edge, graph.node(key.v), graph.node(key.w)));
  });
  const nodes = [...boxes].map(([name, box]) => boxMarkup(box, graph.node(keys.get(name)!)));
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}"`;
  const svg = `<svg ${size} role="img" aria-label="${escaped(description(sheet))}">${edges.join("")}${nodes.join("")}</svg>`;
  return { svg, width };
}

function boxesOf({ given, forward, cotangents }: Sheet): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  const add = (name: string, title: string, value: Quantity, isGiven: boolean): void => {
    const cotangent = cotangents.get(name);
    const lines = [
      ["value ", ...numbersIn(value)],
      ...(cotangent === undefined ? [] : [["grad ", ...numbersIn(cotangent)]]),
    ];
    boxes.set(name, { title, lines, isGiven });
  };
  for (const { name, value } of given) add(name, name, value, true);
  for (const { op, results } of forward)
    for (const { name, value } of results) add(name, `${name} (${op})`, value, false);
  return boxes;
}

/** Between each two tensors the local derivatives that are one number, in the order of the inputs. */
function localsOf({ backward }: Sheet): ReadonlyMap<string, Cell[]> {
  const locals = new Map<string, Cell[]>();
  for (const { operand, result, local } of backward) {
    if (local === null || local.cells.length !== 1) continue;
    const key = edgeKey(operand, result);
    locals.set(key, [...(locals.get(key) ?? []), local.cells[0]!]);
  }
  return locals;
}

function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function numbersIn({ shape, cells }: Quantity): Line {
  if (shape.length === 0) return [cells[0]!];
  if (cells.length > mostDrawn) return [`[${shape.join(" × ")}]`];
  return ["[", ...cells.flatMap((cell, i) => (i === 0 ? [cell] : [", ", cell])), "]"];
}

/** How many letters a line has, with room for what will be written in blanks. */
function letters(line: Line): number {
  const width = (part: string | Cell): number => {
    if (typeof part === "string") return part.length;
    return part.blank === null ? part.text.length : blankLetters;
  };
  return line.reduce((sum, part) => sum + width(part), 0);
}

function sizeOf({ title, lines }: Box): { width: number; height: number } {
  const widest = Math.max(title.length, ...lines.map(letters));
  return { width: Math.ceil(widest * letter) + 2 * padding, height: (lines.length + 1) * lineHeight + padding };
}

function boxMarkup({ title, lines, isGiven }: Box, { x = 0, y = 0, width, height }: NodeLabel): string {
  const [left, top] = [x - width / 2, y - height / 2];
  const rows = [
    `<tspan class="title">${escaped(title)}</tspan>`,
    ...lines.map((line) => line.map(partMarkup).join("")),
  ];
  const texts = rows.map((row, i) => {
    const baseline = top + padding / 2 + (i + 0.72) * lineHeight;
    return `<text x="${rounded(x)}" y="${rounded(baseline)}">${row}</text>`;
  });
  const kind = isGiven ? "given" : "result";
  return `<g class="${kind}"><rect x="${rounded(left)}" y="${rounded(top)}" width="${width}" height="${height}" rx="6"/>${texts.join("")}</g>`;
}

function partMarkup(part: string | Cell): string {
  if (typeof part === "string") return escaped(part);
  if (part.blank === null) return `<tspan class="number">${escaped(part.text)}</tspan>`;
  return `<tspan class="number" data-blank="${part.blank}">____</tspan>`;
}

/** The way of an edge from the lower side of a box to the upper side of another: so it leaves boxes beside them alone. */
function betweenSides({ points = [] }: EdgeLabel, from: NodeLabel, to: NodeLabel): readonly Point[] {
  const way = points.slice(1, -1);
  const within = ({ x = 0, width }: NodeLabel, wanted: number): number =>
    Math.max(x - width / 2 + margin, Math.min(x + width / 2 - margin, wanted));
  const start = { x: within(from, way[0]!.x), y: from.y! + from.height / 2 };
  return [start, ...way, { x: within(to, way.at(-1)!.x), y: to.y! - to.height / 2 }];
}

/** A curve along a way, its arrow head, and the local derivative beside it. */
function edgeMarkup({ local, x = 0, y = 0 }: Edge, way: readonly Point[]): string {
  const [before, end] = [way.at(-2)!, way.at(-1)!]; // between two sides there is a bend at least
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const corner = (turn: number): string =>
    at({ x: end.x - 8 * Math.cos(angle + turn), y: end.y - 8 * Math.sin(angle + turn) });
  const curves = way.slice(1, -1).map((point, i, bends) => {
    const next = bends[i + 1];
    return `Q${at(point)} ${at(next === undefined ? end : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  const curve = `M${at(way[0]!)}${curves.join("")}`;
  const label =
    local === undefined
      ? ""
      : `<text class="local" x="${rounded(x)}" y="${rounded(y + 4)}">${partMarkup(local)}</text>`;
  return `<path class="edge" d="${curve}"/><path class="head" d="M${at(end)}L${corner(0.4)}L${corner(-0.4)}Z"/>${label}`;
}

function at({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

function rounded(x: number): number {
  return Math.round(x * 10) / 10;
}

function description({ forward }: Sheet): string {
  const lines = forward.map(({ op, operands, results }) => {
    const names = results.map(({ name }) => name).join(" and ");
    return operands.length === 0 ? `${op} gives ${names}` : `${op} of ${operands.join(" and ")} gives ${names}`;
  });
  return `The program as a graph. ${lines.join("; ")}.`;
}
