import { formatReceived, GradientError, type Node, type Tape, TapegradError, Tensor } from "@tapegrad/core";

/** What is looked at: a tape that `record` made, or a part of one, or a tensor with all that it was computed from. */
export type Subject = Pick<Tape, "nodes" | "losses"> | Tensor;

/** A subject, read: what there is to show. */
export interface Reading {
  /** In the order in which they ran. */
  readonly nodes: readonly Node[];
  /** Where the backward pass begins: the tensor itself, or the last loss of a tape; `null` where there is none. */
  readonly loss: Tensor | null;
  /** What backward passes among the nodes began at, in order. */
  readonly losses: readonly Tensor[];
}

/**
 * @param where - The function that is called, for errors.
 * @throws {@link TapegradError} if it is neither; {@link GradientError} if a backward pass has let go of a part.
 */
export function readSubject(where: string, subject: unknown): Reading {
  if (subject instanceof Tensor) return { nodes: nodesBehind(where, [subject]), loss: subject, losses: [] };
  if (!isTape(subject))
    throw new TapegradError({
      where,
      argument: "its argument",
      expected: "must be a tape or a tensor",
      received: formatReceived(subject),
      advice: "Pass the tape of record(fn), or a tensor that was computed.",
    });
  for (const node of subject.nodes) if (node.isReleased) throw released(where, node);
  const loss = subject.losses.at(-1) ?? null;
  return {
    nodes: loss === null ? subject.nodes : withAllBehind(where, subject.nodes, loss),
    loss,
    losses: subject.losses,
  };
}

/** The nodes of a tape, and those from before it was recorded that the loss was computed by: the backward pass goes through them too. */
function withAllBehind(where: string, nodes: readonly Node[], loss: Tensor): readonly Node[] {
  const known = new Set(nodes);
  const before = nodesBehind(where, [loss]).filter((node) => !known.has(node));
  return before.length === 0 ? nodes : [...before, ...nodes].sort((a, b) => a.id - b.id);
}

/** All nodes that tensors were computed by, in the order in which they ran. */
export function nodesBehind(where: string, tensors: readonly Tensor[]): readonly Node[] {
  const found = new Set<Node>();
  const pending = tensors.flatMap(({ node }) => node ?? []);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (found.has(node)) continue;
    if (node.isReleased) throw released(where, node);
    found.add(node);
    for (const input of node.inputs) if (input.node !== null) pending.push(input.node);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

function isTape(subject: unknown): subject is Tape {
  if (typeof subject !== "object" || subject === null) return false;
  return Array.isArray(Reflect.get(subject, "nodes")) && Array.isArray(Reflect.get(subject, "losses"));
}

/** A backward pass has let go of this node. */
export function released(where: string, { op }: Node): GradientError {
  return new GradientError({
    where,
    argument: "the tape",
    expected: "must still be there",
    received: `one that a backward pass through ${op.name} let go of`,
    advice: "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
  });
}
