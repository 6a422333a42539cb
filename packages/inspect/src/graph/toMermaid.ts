import { TapegradError } from "@tapegrad/core";
import { readSubject, type Subject } from "../reading/subject.ts";
import { type Cluster, drawingOf, type Edge, isCluster, type Vertex } from "./drawing.ts";
import { autoBoxes, type DrawingOptions, drawingOptions } from "./options.ts";

/**
 * What a program computed, as a Mermaid flowchart, which many Markdown viewers draw. Modules are frames; inputs are rounded, Parameters
 * hexagons, results boxes, the loss a double circle, and a folded Module a box with double sides.
 *
 * @param subject - A tape of `record`, or a tensor with all that it was computed from: of a loss, the forward pass alone.
 * @param options - See {@link DrawingOptions}.
 * @throws {@link TapegradError} if there is more to draw than Mermaid does, 500 edges or 50,000 characters; {@link GradientError} if a
 * backward pass has let go of the tape; {@link DomainError} if `fold` names a Module that is not there.
 * @example
 * ```ts
 * const w = parameter([1, 2], { name: "w" });
 * toMermaid(w.square().named("y")).split("\n")[1]; // => '  x1{{"w: float32[2]"}}'
 * ```
 */
export function toMermaid(subject: Subject, options: DrawingOptions = {}): string {
  const { direction, fold } = drawingOptions("toMermaid", options);
  const { members, edges } = drawingOf("toMermaid", readSubject("toMermaid", subject), fold, autoBoxes);
  const text = [
    `flowchart ${direction === "down" ? "TB" : "LR"}`,
    ...members.flatMap(memberLines).map((line) => `  ${line}`),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    "",
  ].join("\n");
  if (edges.length > 500) throw tooMuch(`${edges.length} edges`);
  if (text.length > 50_000) throw tooMuch(`${text.length} characters`);
  return text;
}

function tooMuch(received: string): TapegradError {
  return new TapegradError({
    where: "toMermaid",
    argument: "the drawing",
    expected: "must have at most 500 edges and 50000 characters, which is what Mermaid draws",
    received,
    advice: "Fold Modules with { fold }, draw a part of the program, or use toDot.",
  });
}

/** What stands on both sides of the label: the shape. */
const shapes: { readonly [kind in Vertex["kind"]]: readonly [string, string] } = {
  input: ["([", "])"],
  parameter: ["{{", "}}"],
  result: ["[", "]"],
  loss: ["(((", ")))"],
  update: ["[/", "/]"],
  module: ["[[", "]]"],
};

function memberLines(member: Vertex | Cluster): readonly string[] {
  if (!isCluster(member)) {
    const [left, right] = shapes[member.kind];
    return [`${member.id}${left}${quoted(member.lines)}${right}`];
  }
  return [
    `subgraph ${member.id}[${quoted([member.title])}]`,
    ...member.members.flatMap(memberLines).map((line) => `  ${line}`),
    "end",
  ];
}

function edgeLine({ from, to, label, isAside }: Edge): string {
  return `${from} ${isAside ? "-.->" : "-->"}${label === "" ? "" : `|${quoted([label])}|`} ${to}`;
}

/** A label of these lines. What means something to Mermaid, to Markdown or to HTML is written by its number. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/[^\p{L}\p{M}\p{N} ,.:=←−[\]]|\.(?= )/gu, entity)).join("<br/>")}"`;
}

function entity(sign: string): string {
  return `#${sign.codePointAt(0)};`;
}
