import { readSubject, type Subject } from "../reading/subject.ts";
import { type Cluster, drawingOf, type Edge, isCluster, type Vertex } from "./drawing.ts";
import { autoBoxes, type DrawingOptions, drawingOptions } from "./options.ts";

/**
 * What a program computed, as a drawing for Graphviz: `dot -Tsvg` makes a picture of it. Modules are frames; inputs are ellipses,
 * Parameters hexagons, results boxes, the loss a double octagon, and a folded Module a box with a tab.
 *
 * @param subject - A tape of `record`, or a tensor with all that it was computed from: of a loss, the forward pass alone.
 * @param options - See {@link DrawingOptions}.
 * @throws {@link GradientError} if a backward pass has let go of the tape; {@link DomainError} if `fold` names a Module that is not there.
 * @example
 * ```ts
 * const w = parameter([1, 2], { name: "w" });
 * toDot(w.square().named("y")).includes('label="w: float32[2]", shape=hexagon'); // => true
 * ```
 */
export function toDot(subject: Subject, options: DrawingOptions = {}): string {
  const { direction, fold } = drawingOptions("toDot", options);
  const { members, edges } = drawingOf("toDot", readSubject("toDot", subject), fold, autoBoxes);
  return [
    "digraph tape {",
    `  rankdir=${direction === "down" ? "TB" : "LR"};`,
    '  node [fontname="Helvetica,Arial,sans-serif", fontsize=12, style=filled, fillcolor=white];',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10];',
    '  graph [fontname="Helvetica,Arial,sans-serif", fontsize=12, labeljust=l, style=rounded, color=gray50];',
    ...members.flatMap(memberLines).map((line) => `  ${line}`),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    "}",
    "",
  ].join("\n");
}

/** Shape, and a light colour that tells the kinds apart for colour-blind people, too. */
const looks: { readonly [kind in Vertex["kind"]]: string } = {
  input: 'shape=ellipse, fillcolor="#dceefb"',
  parameter: 'shape=hexagon, fillcolor="#fdeccd"',
  result: "shape=box",
  loss: 'shape=doubleoctagon, fillcolor="#fbdede"',
  update: 'shape=note, fillcolor="#eeeeee"',
  module: 'shape=tab, fillcolor="#e6f4e6"',
};

function memberLines(member: Vertex | Cluster): readonly string[] {
  if (!isCluster(member)) return [`${member.id} [label=${quoted(member.lines)}, ${looks[member.kind]}];`];
  return [
    `subgraph cluster_${member.id} {`,
    `  label=${quoted([member.title])};`,
    ...member.members.flatMap(memberLines).map((line) => `  ${line}`),
    "}",
  ];
}

function edgeLine({ from, to, label, isAside }: Edge): string {
  const attributes = [label === "" ? "" : `label=${quoted([label])}`, isAside ? "style=dashed, color=gray50" : ""];
  const shown = attributes.filter((text) => text !== "").join(", ");
  return `${from} -> ${to}${shown === "" ? "" : ` [${shown}]`};`;
}

/** A label of these lines. Graphviz reads escapes such as `\N` in it, and entities such as `&lt;`. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replaceAll("&", "&amp;").replace(/["\\]/g, (sign) => `\\${sign}`));
  return `"${escaped.join("\\n")}"`;
}
