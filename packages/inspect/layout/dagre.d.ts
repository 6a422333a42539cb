/** What dagre is told of a node, and where it puts its middle. */
export interface NodeLabel {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** The size of what is written on an edge and on which side, and where dagre puts it and leads the edge. */
export interface EdgeLabel {
  readonly width?: number;
  readonly height?: number;
  readonly labelpos?: "l" | "c" | "r";
  readonly x?: number;
  readonly y?: number;
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

/** How far apart things are, and how large the whole is. */
export interface GraphLabel {
  readonly rankdir?: "TB" | "LR";
  readonly nodesep?: number;
  readonly ranksep?: number;
  readonly marginx?: number;
  readonly marginy?: number;
  readonly width?: number;
  readonly height?: number;
}

/** One of the edges between two nodes. */
export interface EdgeKey {
  readonly v: string;
  readonly w: string;
  readonly name?: string;
}

export declare class Graph {
  constructor(options: { readonly multigraph: boolean });
  setGraph(label: GraphLabel): void;
  graph(): GraphLabel;
  setNode(name: string, label: NodeLabel): void;
  node(name: string): NodeLabel;
  setEdge(from: string, to: string, label: EdgeLabel, name: string): void;
  edges(): readonly EdgeKey[];
  edge(key: EdgeKey): EdgeLabel;
}

/** Sets places in all labels. */
export declare function layout(graph: Graph): void;
