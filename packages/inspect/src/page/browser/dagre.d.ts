/** What dagre is told of a node, and what it says: where its middle lies. */
export interface NodeLabel {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

export interface EdgeLabel {
  /** How many ranks it spans at least. */
  readonly minlen: number;
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphLabel {
  readonly rankdir?: "TB" | "LR";
  readonly nodesep?: number;
  readonly edgesep?: number;
  readonly ranksep?: number;
  readonly ranker?: "network-simplex" | "tight-tree" | "longest-path";
  readonly width?: number;
  readonly height?: number;
}

export declare class Graph {
  setGraph(label: GraphLabel): void;
  graph(): GraphLabel;
  setNode(name: string, label: NodeLabel): void;
  node(name: string): NodeLabel;
  setEdge(from: string, to: string, label: EdgeLabel): void;
  edge(from: string, to: string): EdgeLabel;
}

/** Sets places in all labels. */
export declare function layout(graph: Graph): void;
