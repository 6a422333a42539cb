import { TapegradError } from "../../errors.ts";
import { aligned } from "../../ops/movement/_aligned.ts";
import { broadcastTo } from "../../ops/movement/broadcastTo.ts";
import { reshape } from "../../ops/movement/reshape.ts";
import { split } from "../../ops/movement/split.ts";
import { stack } from "../../ops/movement/stack.ts";
import { sourceOf } from "../../random/draw.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape, sizeOf } from "../../shape/sizes.ts";
import { apply, link, needsGradient } from "../../tape/apply.ts";
import { TapeNode } from "../../tape/node.ts";
import { type BatchRule, type Op, outputTypes, type TensorType } from "../../tape/op.ts";
import { type Batching, recording } from "../../tape/recording.ts";
import { allocate, isFloat } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { Batched } from "./batched.ts";
import { exposed } from "./exposed.ts";

/** What becomes of random numbers that the function draws: an error, the same for all examples, or each its own. */
export type Randomness = "error" | "same" | "different";

/**
 * Runs each op of a function for all examples at once.
 *
 * The function computes with tensors that stand for one example ({@link Batched}). Each op is run on what they stand for, as part of the
 * program around it: there it is recorded, compiled, or run for a batch once more. If a derivative within the function needs the op, a node
 * of the function's own is written too; its rules are ops of the function like all others.
 */
export class Batcher implements Batching {
  readonly size: number;
  private readonly randomness: Randomness;
  /** What was going on where the batch was made: who runs ops there, and whether derivatives are recorded. */
  private readonly outer: Batching | null;
  private readonly gradients: boolean;

  constructor(size: number, randomness: Randomness) {
    this.size = size;
    this.randomness = randomness;
    this.outer = recording.batching;
    this.gradients = recording.gradients;
  }

  /** What `x` stands for, if it is one of this function's tensors. */
  own(x: Tensor): Batched | null {
    return x instanceof Batched && x.owner === this ? x : null;
  }

  lift(x: Tensor): Batched {
    return this.own(x) ?? new Batched(this, x, false);
  }

  refuse(received: string, advice: string): never {
    throw new TapegradError({
      where: "vmap",
      argument: "the function",
      expected: "must compute with tensors alone, so that it can be run for all examples at once",
      received,
      advice,
    });
  }

  run(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor | readonly Tensor[] {
    if (op.mutates.length > 0)
      this.refuse(`one that overwrites a Parameter with ${op.name}`, "Return the values and assign them afterwards.");
    if (sourceOf(op, attrs) !== null) return this.draw(op, attrs);
    if (!inputs.some((x) => this.own(x) !== null)) return this.outside(() => apply(op, inputs, attrs));
    const lifted = inputs.map((x) => this.lift(x));
    const types = outputTypes(op, lifted, attrs); // checks what one example sees
    const track =
      recording.gradients &&
      op.differentiable &&
      needsGradient(op, lifted) &&
      types.some(({ dtype }) => op.several || isFloat(dtype));
    const saves = track && op.saves !== null ? op.saves(lifted, attrs) : [];
    const target = saves.length > 0 ? exposed(op) : op;
    const isBatched = lifted.map((x) => x.isBatched);
    const wholes = lifted.map((x) => x.whole);
    const made = this.outside(() => {
      if (!isBatched.includes(true)) return listOf(apply(target, wholes, attrs));
      return (
        this.atOnce(target, wholes, attrs, isBatched, types, saves) ??
        this.oneByOne(target, wholes, attrs, isBatched, [...types, ...saves])
      );
    });
    const results = made.map((whole) => new Batched(this, whole, isBatched.includes(true)));
    const outputs = results.slice(0, types.length);
    if (track) link(new TapeNode(op, lifted, attrs, outputs, results.slice(types.length)), true);
    return op.several ? outputs : outputs[0]!;
  }

  /** Runs `fn` as part of the program around the function. */
  outside<T>(fn: () => T): T {
    const { batching, gradients, derivativeOf } = recording;
    recording.batching = this.outer;
    recording.gradients = gradients && this.gradients;
    // The nodes of the function's own derivatives are on no tape.
    recording.derivativeOf = null;
    try {
      return fn();
    } finally {
      recording.batching = batching;
      recording.gradients = gradients;
      recording.derivativeOf = derivativeOf;
    }
  }

  private draw(op: Op, attrs: unknown): Tensor {
    if (this.randomness === "same") return this.outside(() => apply(op, [], attrs)) as Tensor; // it has one output
    if (this.randomness === "error")
      this.refuse(
        "one that draws random numbers",
        'Pass randomness: "different" for numbers of its own for each example, or "same" for the same for all; or draw before, and pass them.',
      );
    const types = outputTypes(op, [], attrs);
    const whole = this.outside(() => this.atOnce(op, [], attrs, [], types, []))!; // drawing states how
    return new Batched(this, whole[0]!, true);
  }

  /** By the op's own rule; `null` if it has none, or none for this call. */
  private atOnce(
    op: Op,
    wholes: readonly Tensor[],
    attrs: unknown,
    isBatched: readonly boolean[],
    types: readonly TensorType[],
    saves: readonly TensorType[],
  ): readonly Tensor[] | null {
    const rule = op.batch as BatchRule<unknown> | null; // these are the attributes of the op
    if (rule === null) return null;
    const { size } = this;
    let made: Tensor | readonly Tensor[] | null;
    if (typeof rule === "function") made = rule(wholes, attrs, { size, isBatched });
    else {
      const inputs = rule.inputs === "aligned" ? alignedAll(wholes, isBatched) : repeatedAll(wholes, isBatched, size);
      made = apply(op, inputs, rule.attrs(attrs, size));
    }
    if (made === null) return null;
    const list = listOf(made);
    const fits = ({ shape }: TensorType, k: number): boolean =>
      list[k] !== undefined && sameShape(list[k].shape, [size, ...shape]);
    const misfit = types.findIndex((type, k) => !fits(type, k));
    if (misfit >= 0)
      throw new TapegradError({
        where: op.name,
        argument: "its batch rule",
        expected: `must give ${formatShape([size, ...types[misfit]!.shape])}, one result of each of ${size} examples`,
        received: list[misfit] === undefined ? "nothing" : formatShape(list[misfit].shape),
      });
    return saves.every((type, k) => fits(type, types.length + k)) ? list : null;
  }

  /** One example after the other. */
  private oneByOne(
    op: Op,
    wholes: readonly Tensor[],
    attrs: unknown,
    isBatched: readonly boolean[],
    types: readonly TensorType[],
  ): readonly Tensor[] {
    const { size } = this;
    if (size === 0)
      return types.map(({ shape, dtype }) => {
        const empty = [0, ...shape];
        return new Tensor(empty, dtype, allocate(dtype, sizeOf(empty)));
      });
    const examples = wholes.map((whole, i) => (isBatched[i]! ? unstacked(whole) : null));
    const results = Array.from({ length: size }, (_, example) =>
      listOf(
        apply(
          op,
          wholes.map((whole, i) => examples[i]?.[example] ?? whole),
          attrs,
        ),
      ),
    );
    return types.map((_, k) => stack(results.map((list) => list[k]!)));
  }
}

function listOf(made: Tensor | readonly Tensor[]): readonly Tensor[] {
  return made instanceof Tensor ? [made] : made;
}

/** With axes of size 1 behind the batch axis, so that examples have the same number of axes and broadcast against each other. */
function alignedAll(wholes: readonly Tensor[], isBatched: readonly boolean[]): readonly Tensor[] {
  const most = Math.max(...wholes.map(({ ndim }, i) => ndim - (isBatched[i]! ? 1 : 0)));
  return wholes.map((whole, i) => (isBatched[i]! ? aligned(whole, most) : whole));
}

/** All with a batch axis. */
function repeatedAll(wholes: readonly Tensor[], isBatched: readonly boolean[], size: number): readonly Tensor[] {
  return wholes.map((whole, i) => (isBatched[i]! ? whole : broadcastTo(whole, [size, ...whole.shape])));
}

/** The examples of a batch that is not empty. */
function unstacked(whole: Tensor): readonly Tensor[] {
  const shape: readonly number[] = whole.shape.slice(1);
  return (split(whole, 1) as readonly Tensor[]).map((piece) => reshape(piece, shape)); // of a dynamic shape
}
