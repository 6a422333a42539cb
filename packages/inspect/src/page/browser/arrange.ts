import { Graph, layout } from "../../../layout/dagre.js";
import { type Arrangement, edgeKey, reachOf, spacing } from "./arrangement.ts";
import { columns } from "./columns.ts";
import type { Direction, Point } from "./geometry.ts";
import { type LocalGraph, ranksOf } from "./ranks.ts";

/**
 * What dagre has to do for a graph: it places every node, and a point in each rank that an edge passes, of which it makes two. 250 take it
 * some 30 ms.
 */
export function effortOf(graph: LocalGraph): number {
  const ranks = ranksOf(graph);
  return graph.edges.reduce((sum, { from, to }) => sum + 2 * (ranks.get(to)! - ranks.get(from)!), graph.nodes.length);
}

/** Lays out the inside of a box: by dagre, or in columns where that would take too long. */
export function arrange(graph: LocalGraph, direction: Direction, quick: boolean): Arrangement {
  return quick ? columns(graph, direction) : byDagre(graph, direction);
}

function byDagre(graph: LocalGraph, direction: Direction): Arrangement {
  const ranks = ranksOf(graph);
  const drawing = new Graph({ multigraph: false });
  drawing.setGraph({
    rankdir: direction === "right" ? "LR" : "TB",
    nodesep: spacing.between,
    ranksep: spacing.ranks,
    edgesep: spacing.edges,
    // The ranks are known: as lengths of edges they are found again at once.
    ranker: "longest-path",
  });
  for (const { key, width, height } of graph.nodes) drawing.setNode(key, { width, height });
  // Of orders with as few crossings dagre then takes the one in which operands stand as they are written.
  for (const { from, to } of graph.edges.toReversed())
    drawing.setEdge(from, to, { minlen: Math.max(1, ranks.get(to)! - ranks.get(from)!) });
  layout(drawing);
  const at = new Map<string, Point>();
  for (const { key } of graph.nodes) {
    const { x, y } = drawing.node(key);
    at.set(key, { x: x!, y: y! });
  }
  const bends = new Map<string, readonly Point[]>();
  for (const edge of graph.edges) {
    // The outermost two lie at the nodes, those beside them halfway to the next rank.
    const { points = [] } = drawing.edge({ v: edge.from, w: edge.to });
    bends.set(
      edgeKey(edge),
      points.slice(2, -2).filter((_, i) => i % 2 === 0),
    );
  }
  const { width = 0, height = 0 } = drawing.graph();
  return { width, height, at, bends, reach: reachOf(graph, at, direction) };
}
