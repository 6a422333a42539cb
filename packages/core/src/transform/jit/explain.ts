import type { Graph } from "./graph.ts";
import type { Program } from "./program.ts";

/** A compiled program as text. */
export function describe(graph: Graph, program: Program): string {
  const steps = graph.steps.length;
  const lines = [
    `${steps} ${steps === 1 ? "op" : "ops"}, buffers of ${program.bytes} bytes (${program.bytesWithoutReuse} if none were used again)`,
  ];
  return lines.join("\n");
}
