import type { EdgeEntry, NodeEntry, TapeDocument, TensorEntry } from "../../json/document.ts";

/** What is drawn as one card: a node of the tape with its results, or a tensor that nothing here computed. */
export interface Vertex {
  readonly key: string;
  /** What it is called: its tensor, all its results, or what it overwrites. */
  readonly name: string;
  /** The op; `null` of a tensor that goes in. */
  readonly op: string | null;
  readonly kind: TensorEntry["kind"] | "update";
  /** The results, or the tensor itself. */
  readonly tensors: readonly TensorEntry[];
  readonly node: NodeEntry | null;
  /** The Module it belongs to. */
  readonly path: string;
  /** The path of the box it is drawn in: that of the Module, or within a box of what is no part of the forward pass. */
  readonly box: string;
  readonly inputs: Link[];
  readonly uses: Link[];
  /** Is it no part of the forward pass: a derivative, an update, or computed from such? */
  readonly isAfter: boolean;
}

/** A tensor that goes into a node. */
export interface Link {
  readonly source: Vertex;
  readonly target: Vertex;
  readonly tensor: TensorEntry;
  /** Which input of the node. */
  readonly input: number;
  /** What goes back along it. */
  readonly edge: EdgeEntry | null;
}

/** A document, with everything that belongs together linked. */
export interface Model {
  readonly document: TapeDocument;
  /** In the order in which they ran; a tensor that goes in stands before what uses it first. */
  readonly vertices: readonly Vertex[];
  readonly links: readonly Link[];
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Where each tensor is shown; of a constant, which has a card for each use, the first. */
  readonly vertexOf: ReadonlyMap<string, Vertex>;
  /** By the id of the node. */
  readonly vertexOfNode: ReadonlyMap<number, Vertex>;
  readonly linkOf: ReadonlyMap<EdgeEntry, Link>;
}

export function modelOf(document: TapeDocument): Model {
  return new ModelBuilder(document).build();
}

class ModelBuilder {
  private readonly document: TapeDocument;
  private readonly vertices: Vertex[] = [];
  private readonly links: Link[] = [];
  private readonly tensors: Map<string, TensorEntry>;
  private readonly vertexOf = new Map<string, Vertex>();
  private readonly vertexOfNode = new Map<number, Vertex>();
  private readonly linkOf = new Map<EdgeEntry, Link>();
  private readonly edges = new Map<string, EdgeEntry>();

  constructor(document: TapeDocument) {
    this.document = document;
    this.tensors = new Map(document.tensors.map((tensor) => [tensor.name, tensor]));
    for (const edge of document.backward) this.edges.set(`${edge.node} ${edge.input}`, edge);
  }

  build(): Model {
    for (const node of this.document.nodes) this.add(node);
    const { loss } = this.document;
    if (loss !== null && !this.vertexOf.has(loss)) this.leaf(this.tensors.get(loss)!, "", "", false);
    const { document, vertices, links, tensors, vertexOf, vertexOfNode, linkOf } = this;
    return { document, vertices, links, tensors, vertexOf, vertexOfNode, linkOf };
  }

  private add(node: NodeEntry): void {
    const inputs = node.inputs.map(({ tensor }) => this.tensors.get(tensor)!);
    const isAfter =
      node.derivativeOf !== null ||
      node.outputs.length === 0 ||
      inputs.some(({ name, kind }) => kind !== "constant" && this.vertexOf.get(name)?.isAfter === true);
    const box = this.boxOf(node);
    const sources = inputs.map((tensor) => this.sourceOf(tensor, node.path, box, isAfter));
    const tensors = node.outputs.map((name) => this.tensors.get(name)!);
    const vertex: Vertex = {
      key: `n${node.id}`,
      name: (tensors.length > 0 ? node.outputs : node.overwrites).join(", ") || node.op,
      op: node.op,
      kind: tensors.length > 0 ? "result" : "update",
      tensors,
      node,
      path: node.path,
      box,
      inputs: [],
      uses: [],
      isAfter,
    };
    this.vertices.push(vertex);
    this.vertexOfNode.set(node.id, vertex);
    for (const { name } of tensors) if (!this.vertexOf.has(name)) this.vertexOf.set(name, vertex);
    sources.forEach((source, input) => {
      const edge = this.edges.get(`${node.id} ${input}`) ?? null;
      const link: Link = { source, target: vertex, tensor: inputs[input]!, input, edge };
      this.links.push(link);
      source.uses.push(link);
      vertex.inputs.push(link);
      if (edge !== null) this.linkOf.set(edge, link);
    });
  }

  /** Derivatives lie in boxes as what they are derivatives of does, within one of their own; updates in another one. */
  private boxOf({ path, derivativeOf, outputs }: NodeEntry): string {
    if (outputs.length === 0) return "updates";
    if (derivativeOf === null) return path;
    const origin = this.vertexOfNode.get(derivativeOf.node)?.path ?? "";
    return origin === "" ? "backward pass" : `backward pass.${origin}`;
  }

  private sourceOf(tensor: TensorEntry, path: string, box: string, isAfter: boolean): Vertex {
    const known = this.vertexOf.get(tensor.name);
    // A constant has a card beside each use: one for all would draw edges across the whole picture.
    if (known !== undefined && tensor.kind !== "constant" && (isAfter || !known.isAfter || known.op !== null))
      return known;
    return tensor.kind === "input" && !isAfter
      ? this.leaf(tensor, "", "", false)
      : this.leaf(tensor, path, box, isAfter);
  }

  private leaf(tensor: TensorEntry, path: string, box: string, isAfter: boolean): Vertex {
    const vertex: Vertex = {
      key: `t${this.vertices.length}`,
      name: tensor.name,
      op: null,
      kind: tensor.kind,
      tensors: [tensor],
      node: null,
      path,
      box,
      inputs: [],
      uses: [],
      isAfter,
    };
    this.vertices.push(vertex);
    if (!this.vertexOf.has(tensor.name) || !isAfter) this.vertexOf.set(tensor.name, vertex);
    return vertex;
  }
}
