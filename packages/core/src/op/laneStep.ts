import { TapegradError } from "../errors.ts";
import { copyStrided } from "../kernels/js/strided.ts";
import { blockHeap } from "../kernels/wasm/blockHeap.ts";
import type { LaneBlocks } from "../kernels/wasm/laneBlocks.ts";
import { type LaneLayout, laneLayout } from "../shape/lanes.ts";
import { sizeOf, stridesOf } from "../shape/sizes.ts";
import type { Op } from "../tape/op.ts";
import type { Data, DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { LaneKernels } from "./laneKernels.ts";
import { type LaneProgram, type LaneValue, traceLanes } from "./lanes.ts";
import { type LaneLoop, makeLaneLoop } from "./readers/laneScript.ts";

/** A buffer of an op that a lane program writes: an output, or the `i`-th of what it saves for its rules. */
export type Written = "output" | `saved.${number}`;

/** A program over the lanes of an op's buffers. */
export interface LaneDefinition<Elements extends string, PerLane extends string, Attrs extends string> {
  /** What has a value for each element, all of one shape: names of inputs, or `"saved.0"`, which an earlier program has filled. */
  readonly elements: readonly Elements[];
  /** Inputs that have a value for each lane. */
  readonly perLane?: readonly PerLane[];
  /** Arguments that are numbers and operands of the value. */
  readonly attrs?: readonly Attrs[];
  /** The axes along which the lanes run, ascending, from the attributes and the shape of the elements; by default the last one. */
  readonly axes?: (attrs: never, shape: readonly number[]) => readonly number[];
  /** What the results of `value` are written to, in their order; by default the output. */
  readonly writes?: readonly Written[];
  /** One result or several: those that depend on an element are written for each element, others for each lane. */
  readonly value: LaneValue<Elements | PerLane, Attrs>;
}

/** A lane program before it belongs to an op. */
export type AnyLaneDefinition = Omit<LaneDefinition<string, string, string>, "value" | "axes"> & {
  readonly value: LaneValue<string, string>;
  readonly axes?: (attrs: never, shape: readonly number[]) => readonly number[];
  /** Makes emitted kernels of it. Left out where every operation is exact, which has none. */
  readonly kernels?: LaneKernels;
};

/** The axis that is an argument of the op. */
export const alongAxis = ({ axis }: { readonly axis: number }): readonly number[] => [axis];
const lastAxis = (_: unknown, shape: readonly number[]): readonly number[] => [shape.length - 1];

/** A lane program of an op: what runs it, and what makes kernels of it, reads this. */
export class LaneStep {
  readonly where: string;
  /** Positions of the operands of the program in `[...inputs, ...saved]`, those for each element first. */
  readonly reads: readonly number[];
  /** Positions of what it writes in `[...outputs, ...saved]`. */
  readonly writes: readonly number[];
  /** Do its lanes run along the last axis, or the one that is an argument of the op? Then an axis in front of all only adds lanes. */
  readonly followsAxis: boolean;
  private readonly definition: AnyLaneDefinition;
  private readonly axes: (attrs: unknown, shape: readonly number[]) => readonly number[];
  private traced: LaneProgram | null = null;
  /** For elements that are neighbours, and apart. */
  private readonly loops: (LaneLoop | null)[] = [null, null];
  /** Emitted kernels, by layout and dtypes; `null` where vectors cannot. */
  private readonly blocks = new Map<string, LaneBlocks | null>();

  constructor(where: string, definition: AnyLaneDefinition, inputs: readonly string[]) {
    const { elements, perLane = [], writes = ["output"] } = definition;
    this.where = where;
    this.definition = definition;
    this.followsAxis = definition.axes === undefined || definition.axes === alongAxis;
    this.axes = (definition.axes ?? lastAxis) as typeof this.axes; // the attributes are those of the op's arguments
    this.reads = [...elements, ...perLane].map((name) =>
      name.startsWith("saved.") ? inputs.length + Number(name.slice(6)) : inputs.indexOf(name),
    );
    this.writes = writes.map((name) => (name === "output" ? 0 : 1 + Number(name.slice(6))));
    if (this.reads.includes(-1))
      throw new TapegradError(
        `${where}: elements and perLane must be names of inputs, got ${[...elements, ...perLane].join(", ")}.`,
      );
  }

  get program(): LaneProgram {
    if (this.traced === null) {
      const { elements, perLane = [], attrs = [], value } = this.definition;
      const traced = traceLanes(this.where, value, { elements, perLane, attrs });
      if (!traced.exact && this.definition.kernels === undefined)
        throw new TapegradError({
          where: this.where,
          argument: "lanes",
          expected: "must be exact operations to have no emitted kernels",
          advice: "Write lanes: onLanes({ … }).",
        });
      this.traced = traced;
    }
    return this.traced;
  }

  /** How the lanes of elements of a shape lie; `null` if their axes must be brought together first. */
  layout(shape: readonly number[], attrs: unknown): LaneLayout | null {
    return laneLayout(shape, this.axes(attrs, shape));
  }

  /** Fills `outs` from `ins`, in the order of {@link writes} and {@link reads}. */
  run(outs: readonly Tensor[], ins: readonly Tensor[], attrs: unknown): void {
    const { shape } = ins[0]!;
    const layout = this.layout(shape, attrs);
    if (layout !== null) {
      if (layout.outer * layout.inner > 0) this.runLayout(outs, ins, layout, attrs);
      return;
    }
    // Only lanes that are reduced have several axes, and what is brought together for reading need not be taken apart for writing.
    const axes = this.axes(attrs, shape);
    const n = sizeOf(axes.map((axis) => shape[axis]!));
    const outer = outs[0]!.size;
    const moved = ins.map((x, k) => (k < this.program.elements.length ? together(x, axes) : x));
    if (outer > 0) this.runLayout(outs, moved, { outer, n, inner: 1, apart: false }, attrs);
  }

  private runLayout(outs: readonly Tensor[], ins: readonly Tensor[], layout: LaneLayout, attrs: unknown): void {
    const blocks = layout.n === 0 ? null : this.blocksFor(outs, ins, layout.apart);
    if (blocks === null) {
      this.runScript(outs, ins, layout, attrs);
      return;
    }
    const { program } = this;
    blocks.fill(
      outs.map(({ data }, k) => ({ data, each: !program.outputs[k]!.uniform })),
      ins.map(({ data }, k) => ({ data, each: k < program.elements.length })),
      layout,
      program.attrs.map((name) => (attrs as { readonly [name: string]: number })[name]!),
    );
  }

  /**
   * The emitted kernel for such operands, if it is to be used. Where every operation is exact JavaScript has the same bits, and for lanes
   * that are only reduced it is as fast: eight additions do not wait for each other there either, and nothing is copied. Where a result
   * is written for each element, vectors are twice as fast (128,000 products: 55 µs instead of 116).
   */
  private blocksFor(outs: readonly Tensor[], ins: readonly Tensor[], apart: boolean): LaneBlocks | null {
    const { program } = this;
    if (program.exact && (ins[0]!.size < fewElements || program.outputs.every(({ uniform }) => uniform))) return null;
    const heap = blockHeap();
    if (heap === null) return null;
    const { elements } = program;
    for (let k = 0; k < outs.length; k++) if (outs[k]!.dtype !== "float32") return null;
    for (let k = 0; k < elements.length; k++) if (ins[k]!.dtype !== "float32") return null;
    let key = apart ? "apart" : "";
    for (let k = elements.length; k < ins.length; k++) key += ins[k]!.dtype;
    let blocks = this.blocks.get(key);
    if (blocks === undefined) {
      const perLane = ins.slice(elements.length).map(({ dtype }) => dtype as DType);
      const parts = { program, apart, dtype: "float32", perLane } as const;
      // Where every operation is exact the definition need not bring any.
      blocks = this.definition.kernels?.(heap, parts) ?? null;
      this.blocks.set(key, blocks);
    }
    return blocks;
  }

  private runScript(
    outs: readonly Tensor[],
    ins: readonly Tensor[],
    { outer, n, inner, apart }: LaneLayout,
    attrs: unknown,
  ): void {
    const { program } = this;
    const at = apart ? 1 : 0;
    this.loops[at] ??= makeLaneLoop(program, apart);
    const loop = this.loops[at]!;
    const kept = scratch(program.kept.length * n);
    // Positional where there is one of each: an array of arguments costs as much as a small lane.
    if (outs.length === 1 && ins.length === 1) loop(outer, n, inner, outs[0]!.data, ins[0]!.data, kept, attrs);
    else loop(outer, n, inner, ...outs.map((out) => out.data), ...ins.map((x) => x.data), kept, attrs);
  }
}

/** Below so many elements JavaScript is as fast, where it has the same bits. */
const fewElements = 64;

let scratchValues = new Float64Array(0);

/** Room for values that live as long as a call. */
function scratch(size: number): Float64Array {
  if (scratchValues.length < size) scratchValues = new Float64Array(size);
  return scratchValues;
}

/** A copy with the given axes as one, the last. */
function together(x: Tensor, axes: readonly number[]): Tensor {
  const { shape, data } = x;
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const strides = stridesOf(shape);
  const sizes = (list: readonly number[]): number[] => list.map((axis) => shape[axis]!);
  const moved = new (data.constructor as new (size: number) => Data)(data.length); // a typed array's constructor takes its length
  copyStrided(
    moved,
    data,
    sizes(order),
    order.map((axis) => strides[axis]!),
    0,
  );
  return new Tensor([...sizes(kept), sizeOf(sizes(axes))], x.dtype, moved);
}

/** The kernel of an op that consists of lane programs, one after the other. */
export function runLanes(steps: readonly LaneStep[], arity: number): Op["forward"] {
  const [first] = steps as readonly [LaneStep];
  if (steps.length === 1 && arity === 1 && first.writes.length === 1)
    return (outputs, inputs, attrs) => first.run(outputs, inputs, attrs);
  return (outputs, inputs, attrs, saved) => {
    const sources = [...inputs, ...saved];
    const targets = [...outputs, ...saved];
    for (const step of steps)
      step.run(
        step.writes.map((k) => targets[k]!),
        step.reads.map((k) => sources[k]!),
        attrs,
      );
  };
}
