import { positional } from "../op/args.ts";
import { batchFirst } from "../op/batch.ts";
import { buildOp, opOf } from "../op/build.ts";
import type { Op } from "../tape/op.ts";
import { recording } from "../tape/recording.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** What random numbers are drawn from: a generator that moves on with each. */
export interface Source {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** What puts it back to where it is now. */
  bookmark(): () => void;
}

/** What is drawn: as many independent numbers as a shape has elements. */
export interface Drawing<S extends Source> {
  readonly rng: S;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** What the numbers are, for those who read the tape: `"uniform in 0 … 1"`. */
  readonly distribution: string;
  /** One number; whatever it takes from the generator. */
  readonly sample: (rng: S) => number;
}

/** Drawing is an op, so that it stands on the tape and a replay draws anew. */
const draw = /* @__PURE__ */ buildOp({
  name: "draw",
  inputs: [],
  draws: true,
  args: [positional("drawing", (_, given) => given)],
  refine: (attrs) => (attrs as { readonly drawing: object }).drawing,
  dtype: (_, attrs) => (attrs as Drawing<Source>).dtype,
  shape: (_, attrs) => (attrs as Drawing<Source>).shape,
  forward([output], _, attrs) {
    const { rng, sample } = attrs as Drawing<Source>;
    const { data } = output!;
    recording.repeating?.drawn(rng);
    for (let i = 0; i < data.length; i++) data[i] = sample(rng);
  },
  // Numbers of its own for each example.
  batch: batchFirst((attrs: Drawing<Source>, size) => ({ ...attrs, shape: [size, ...attrs.shape] })),
  rules: [],
  formula: { value: "y ~ distribution" },
});

/** The generator that an op draws from, with these attributes; `null` for an op that draws nothing. */
export function sourceOf(op: Op, attrs: unknown): Source | null {
  return op === opOf(draw) ? (attrs as Drawing<Source>).rng : null;
}

/** A tensor of random numbers, in row-major order of the draws. */
export function drawTensor<S extends Source>(drawing: Drawing<S>): Tensor {
  return draw(drawing) as Tensor;
}
