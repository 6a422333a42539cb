import { type BatchAxes, Tensor, vmap } from "@tapegrad/core";
import fc from "fast-check";
import type { Source } from "../../arbitraries/draw.ts";
import { isRandom, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { requireSame, sameElements, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { type Call, lawOf } from "./call.ts";
import { differentiable, inFloat, pullBack } from "./function.ts";

/** What `vmap` makes of an op: the same as a loop over the examples. */
export function lawsOfBatches(subject: Subject): Law[] {
  if (subject.facts.batches !== undefined) return [];
  const laws = [values(subject)];
  return subject.differentiable ? [...laws, derivativesWithin(subject), derivativesAround(subject)] : laws;
}

/** Fewer than other laws try: each case is a batch of several calls, and there are as many ways to place its axes as inputs. */
const cases = 24;

/** A batch of calls: the tensors of each example, and which inputs are a batch. */
interface Batch {
  readonly examples: readonly (readonly Tensor[])[];
  readonly isBatched: readonly boolean[];
  readonly inAxes: readonly (number | null)[];
  /** What `vmap` is given. */
  readonly wholes: readonly Tensor[];
}

function values(subject: Subject): Law {
  return lawOf(
    subject,
    "gives for a batch what it gives for each example",
    { floats: "mixed", atMost: cases },
    (call) => {
      const { examples, wholes, inAxes } = drawBatch(call);
      const results = examples.map((inputs) => outputsOf(subject.call(inputs, call.args)));
      const outAxes = results[0]!.map(({ ndim }) => call.source(fc.integer, { min: -ndim - 1, max: ndim }));
      // Generators begin at the same place for every call of a law, so for all examples.
      const randomness = isRandom(call.args) ? "same" : "error";
      const f = (...inputs: Tensor[]): Tensor[] => outputsOf(subject.call(inputs, call.args));
      const given = vmap(f, { inAxes, outAxes, randomness })(...(wholes as Tensor[])) as Tensor[]; // a list, as f gives
      const wanted = results[0]!.map((_, k) => stacked(results.map((list) => list[k]!)));
      requireSame(
        `vmap with inAxes ${JSON.stringify(inAxes)} and outAxes ${JSON.stringify(outAxes)}`,
        given.map((whole, k) => toFront(whole, outAxes[k]!)),
        wanted,
      );
    },
  );
}

function derivativesWithin(subject: Subject): Law {
  const title = "pulls cotangents back for a batch as for each example";
  return lawOf(subject, title, { inner: true, atMost: cases }, (call) => {
    const pulled = pullers(subject, call);
    if (pulled === null) return;
    const { batch, parts, cotangents } = pulled;
    const wanted = batch.examples.map((inputs, i) => {
      const { f, at } = parts(inputs);
      return pullBack(
        { f, at },
        cotangents.map((list) => list[i]!),
      );
    });
    const inAxes: BatchAxes = [...batch.inAxes, cotangents.map(() => 0)];
    const within = (...all: readonly unknown[]): Tensor[] => {
      const { f, at } = parts(all.slice(0, -1) as Tensor[]);
      return pullBack({ f, at }, all.at(-1) as Tensor[]);
    };
    const given = vmap(within, { inAxes, randomness: isRandom(call.args) ? "same" : "error" })(
      ...batch.wholes,
      cotangents.map(stacked),
    ) as Tensor[]; // a list, as pullBack gives
    given.forEach((whole, k) => {
      const each = wanted.map((list) => list[k]!);
      requireNear(`vmap(vjp), input ${k},`, whole, stacked(each), subject);
    });
  });
}

function derivativesAround(subject: Subject): Law {
  const title = "pulls cotangents of a batch back to each example";
  return lawOf(subject, title, { inner: true, atMost: cases }, (call) => {
    const pulled = pullers(subject, call);
    if (pulled === null) return;
    const { batch, parts, cotangents, positions } = pulled;
    const each = batch.examples.map((inputs, i) => {
      const { f, at } = parts(inputs);
      return pullBack(
        { f, at },
        cotangents.map((list) => list[i]!),
      );
    });
    const randomness = isRandom(call.args) ? "same" : "error";
    const around = (...at: readonly Tensor[]): Tensor[] => {
      const wholes = [...batch.wholes];
      positions.forEach((position, k) => {
        wholes[position] = at[k]!;
      });
      const run = (...inputs: Tensor[]): Tensor[] => {
        const { f, at: own } = parts(inputs);
        return f(...own);
      };
      return vmap(run, { inAxes: batch.inAxes, randomness })(...wholes) as Tensor[]; // a list, as f gives
    };
    const at = positions.map((position) => batch.wholes[position]!);
    const given = pullBack({ f: around, at }, cotangents.map(stacked));
    positions.forEach((position, k) => {
      const list = each.map((gradients) => gradients[k]!);
      const axis = batch.inAxes[position]!;
      if (axis === null) requireNear(`vjp(vmap), input ${position},`, given[k]!, added(list), subject);
      else requireNear(`vjp(vmap), input ${position},`, toFront(given[k]!, axis), stacked(list), subject);
    });
  });
}

/** What the laws of derivatives need of a call; `null` if no derivative passes. */
function pullers(
  subject: Subject,
  call: Call,
): {
  readonly batch: Batch;
  readonly positions: readonly number[];
  readonly parts: (inputs: readonly Tensor[]) => Pick<ReturnType<typeof differentiable>, "f" | "at">;
  /** For each output one for each example. */
  readonly cotangents: readonly (readonly Tensor[])[];
} | null {
  const { positions, outputs } = differentiable(subject, call);
  if (positions.length === 0 || outputs.length === 0) return null;
  const batch = drawBatch(call);
  const parts = (inputs: readonly Tensor[]): Pick<ReturnType<typeof differentiable>, "f" | "at"> => ({
    at: positions.map((position) => inputs[position]!),
    f: (...at) => {
      const replaced = [...inputs];
      positions.forEach((position, k) => {
        replaced[position] = at[k]!;
      });
      return outputsOf(subject.call(replaced, call.args)).filter(
        ({ dtype }) => dtype === "float64" || dtype === "float32",
      );
    },
  });
  const cotangents = outputs.map((output) => batch.examples.map(() => random(call.source, output)));
  return { batch, positions, parts, cotangents };
}

/** Calls like one that was drawn, and which of their inputs differ. */
function drawBatch({ inputs, again, source }: Call): Batch {
  const size = source(fc.integer, { min: 1, max: 3 });
  // The dtype of each float is drawn anew too.
  const alike = (): readonly Tensor[] => again().map((x, i) => inFloat(x, inputs[i]!.dtype));
  const drawn = [inputs, ...Array.from({ length: size - 1 }, alike)];
  const chosen = inputs.map(() => source(fc.boolean));
  const one = source(fc.integer, { min: 0, max: inputs.length - 1 });
  const isBatched = chosen.map((is, i) => is || i === one);
  const examples = drawn.map((list) => list.map((x, i) => (isBatched[i]! ? x : inputs[i]!)));
  const inAxes = inputs.map(({ ndim }, i) =>
    isBatched[i]! ? source(fc.integer, { min: -ndim - 1, max: ndim }) : null,
  );
  const wholes = inputs.map((x, i) => {
    const axis = inAxes[i]!;
    return axis === null ? x : fromFront(stacked(examples.map((list) => list[i]!)), axis);
  });
  return { examples, isBatched, inAxes, wholes };
}

/** A batch of tensors of one shape, without any code of the library. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as readonly [Tensor, ...Tensor[]];
  const data = new (first.data.constructor as new (size: number) => typeof first.data)(first.size * tensors.length); // a typed array's constructor takes its length
  tensors.forEach((x, i) => {
    data.set(x.data, i * first.size);
  });
  return new Tensor([tensors.length, ...first.shape], first.dtype, data);
}

function added(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as readonly [Tensor, ...Tensor[]];
  const data = first.data.map((_: number, i: number) => tensors.reduce((sum, x) => sum + x.data[i]!, 0));
  return new Tensor(first.shape, first.dtype, data);
}

/** The first axis in another place, and the other way round. */
function fromFront(x: Tensor, axis: number): Tensor {
  return reordered(x, axis < 0 ? axis + x.ndim : axis, false);
}
function toFront(x: Tensor, axis: number): Tensor {
  return reordered(x, axis < 0 ? axis + x.ndim : axis, true);
}

function reordered(x: Tensor, axis: number, front: boolean): Tensor {
  const shape: readonly number[] = x.shape;
  const n = front ? shape[axis]! : shape[0]!;
  const rest = front ? shape.toSpliced(axis, 1) : shape.slice(1);
  const inner = rest.slice(axis).reduce((size, one) => size * one, 1);
  const outer = rest.slice(0, axis).reduce((size, one) => size * one, 1);
  const data = x.data.slice();
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < inner; j++) {
        const first = (i * outer + o) * inner + j;
        const placed = (o * n + i) * inner + j;
        data[front ? first : placed] = x.data[front ? placed : first]!;
      }
  return new Tensor(front ? [n, ...rest] : rest.toSpliced(axis, 0, n), x.dtype, data);
}

function random(source: Source, { shape, dtype, size }: Tensor): Tensor {
  const data = dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) data[i] = source(fc.integer, { min: -8, max: 8 }) / 4;
  return new Tensor(shape, dtype, data);
}

/**
 * @throws Violation unless both are the same, but for the order of sums: a derivative adds up what was repeated over more axes at once.
 * 2⁻⁴³ of the largest element leaves room for a thousand roundings.
 */
function requireNear(what: string, got: Tensor, wanted: Tensor, { name }: Subject): void {
  if (got.shape.join() !== wanted.shape.join() || got.dtype !== wanted.dtype) {
    requireSame(what, [got], [wanted]);
    return;
  }
  if (sameElements(got.data, wanted.data)) return;
  const finite = Array.from(wanted.data as Float64Array, Math.abs).filter(Number.isFinite);
  const allowed = 2 ** -43 * Math.max(1, ...finite);
  for (let i = 0; i < got.size; i++) {
    const [a, b] = [got.data[i]!, wanted.data[i]!];
    if (Object.is(a, b) || Math.abs(a - b) <= allowed) continue;
    throw new Violation(`${what} of ${name}: ${a} at ${i} instead of ${b}, which a loop over the examples gives`);
  }
}
