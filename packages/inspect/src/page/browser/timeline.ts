import type { EdgeEntry, NodeEntry, TensorEntry, ValueEntry } from "../../json/document.ts";
import type { Model, Vertex } from "./model.ts";

/** One step of the lecture: nothing but what goes in, a node of the forward pass, the 1 that begins the backward pass, one of its edges, or the end. */
export type Step =
  | { readonly kind: "start" }
  | { readonly kind: "forward"; readonly vertex: Vertex; readonly node: NodeEntry }
  | { readonly kind: "seed"; readonly loss: TensorEntry }
  | { readonly kind: "backward"; readonly edge: EdgeEntry }
  | { readonly kind: "end" };

/** How much of a cotangent is known at a step. */
export interface KnownCotangent {
  readonly value: ValueEntry;
  readonly isComplete: boolean;
}

/** All steps, and what is known after each. */
export class Timeline {
  readonly steps: readonly Step[];
  readonly forwardCount: number;
  readonly backwardCount: number;
  /** The position of the 1 at the loss; `null` without a backward pass. */
  readonly seedAt: number | null;
  private readonly computedAt = new Map<Vertex, number>();
  private readonly sums = new Map<string, { readonly position: number; readonly edge: EdgeEntry }[]>();
  private readonly edgeAt = new Map<EdgeEntry, number>();

  constructor({ document, vertices, tensors }: Model) {
    const steps: Step[] = [{ kind: "start" }];
    for (const vertex of vertices) {
      if (vertex.node === null || vertex.isAfter) continue;
      this.computedAt.set(vertex, steps.length);
      steps.push({ kind: "forward", vertex, node: vertex.node });
    }
    this.forwardCount = steps.length - 1;
    this.backwardCount = document.backward.length;
    const loss = document.loss === null ? undefined : tensors.get(document.loss);
    this.seedAt = null;
    if (loss !== undefined && this.backwardCount > 0) {
      this.seedAt = steps.length;
      steps.push({ kind: "seed", loss });
      for (const edge of document.backward) {
        const known = this.sums.get(edge.operand) ?? [];
        this.sums.set(edge.operand, known);
        known.push({ position: steps.length, edge });
        this.edgeAt.set(edge, steps.length);
        steps.push({ kind: "backward", edge });
      }
    }
    steps.push({ kind: "end" });
    this.steps = steps;
  }

  get last(): number {
    return this.steps.length - 1;
  }

  /** Is the value of a vertex known at a position? What goes in always is; what is no part of the forward pass, at the end. */
  isComputed(vertex: Vertex, position: number): boolean {
    if (vertex.isAfter) return position === this.last;
    return (this.computedAt.get(vertex) ?? 0) <= position;
  }

  /** The position of an edge of the backward pass. */
  positionOfEdge(edge: EdgeEntry): number {
    return this.edgeAt.get(edge)!;
  }

  /** Does the tensor ever get a cotangent? */
  hasCotangent({ cotangent }: TensorEntry): boolean {
    return this.seedAt !== null && cotangent !== null;
  }

  /** The cotangent as far as it is known at a position: the sum of the contributions so far. `null` before the first. */
  cotangentAt(tensor: TensorEntry, position: number): KnownCotangent | null {
    if (this.seedAt === null || tensor.cotangent === null) return null;
    const sums = this.sums.get(tensor.name);
    // The loss has its 1 from the beginning, and a result that nothing used its 0.
    if (sums === undefined) return position < this.seedAt ? null : { value: tensor.cotangent, isComplete: true };
    const known = sums.findLast((one) => one.position <= position);
    return known === undefined ? null : { value: known.edge.sum, isComplete: known.edge.isComplete };
  }
}
