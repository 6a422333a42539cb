import {
  type Code,
  doWhile,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  type Local,
  type MakeLocal,
  select,
  types,
  v128,
  whileLoop,
} from "../../kernels/wasm/assembler.ts";
import type { LanePick, LaneReduction } from "../lanes.ts";
import type { Expression } from "./expression.ts";
import { LaneWriter, start } from "./laneWriter.ts";

const { i32: int, v128: vector } = types;

/** Lanes whose elements are neighbours: one after the other, pairs of elements at a time. */
export class LaneRows extends LaneWriter {
  protected readonly pairs = 1;

  protected lanes(): Code {
    const { program, parts, params, bytes } = this;
    this.given((k) => [this.scalar(parts.perLane[k]!, params.perLane[k]!.get)]);
    const laneBytes = i32.mul(params.n.get, i32.const(bytes));
    return doWhile(
      [
        this.steps(),
        program.outputs.map((output, k) => params.outs[k]!.add(output.uniform ? bytes : laneBytes)),
        params.elements.map((x) => x.add(laneBytes)),
        params.perLane.map((x, k) => x.add(parts.perLane[k] === "float64" ? 8 : 4)),
        params.outer.add(-1),
      ],
      params.outer.get,
    );
  }

  protected pass(reductions: readonly LaneReduction[]): Code {
    if (this.isExtremum(reductions)) return this.extremum(reductions);
    const { program, params, local, bytes, left, index } = this;
    const nodes = this.nodesOf(reductions);
    // Four copies of little, two of much.
    const pairs = nodes.every(({ operation }) => cheap.has(operation)) ? 4 : 2;
    const cursors = {
      elements: params.elements.map(() => local(int)),
      outs: params.outs.map(() => local(int)),
      kept: local(int),
    };
    const accumulators = reductions.map(() => fourLocals(local));
    const mask = local(vector);
    const turn = (count: number, masked: boolean): Code => [
      this.turn(nodes, reductions, count, cursors, accumulators, masked ? mask : null),
      // The next partial sums in their place.
      accumulators.map((four) => rotated(four, count, local)),
      cursors.elements.map((cursor) => cursor.add(2 * count * bytes)),
      program.outputs.map((output, k) => (output.uniform ? [] : cursors.outs[k]!.add(2 * count * bytes))),
      cursors.kept.add(16 * count),
      index.set(f64x2.add(index.get, f64x2.const(2 * count))),
      left.add(-2 * count),
    ];
    const whole = turn(pairs, false);
    const rest = turn(1, reductions.length > 0);
    this.keep(nodes);
    return [
      left.set(this.count),
      index.set(this.firstIndex(v128.const(bytesOf(Float64Array.of(0, 1))))),
      cursors.elements.map((cursor, k) => cursor.set(params.elements[k]!.get)),
      cursors.outs.map((cursor, k) => cursor.set(params.outs[k]!.get)),
      cursors.kept.set(params.kept.get),
      reductions.map((reduction, r) => this.begin(reduction, accumulators[r]!)),
      whileLoop(i32.ge(left.get, i32.const(2 * pairs)), whole),
      whileLoop(i32.gt(left.get, i32.const(0)), [
        // An element beyond the end is none.
        mask.set(select(f64x2.bits(-1, -1), v128.const(firstOnly), i32.gt(left.get, i32.const(1)))),
        rest,
      ]),
      reductions.map((reduction, r) =>
        this.stage === null ? this.total(reduction, accumulators[r]!) : this.leave(reduction, accumulators[r]!),
      ),
    ];
  }

  private begin(reduction: LaneReduction, accumulators: readonly Local[]): Code {
    if (this.stage === null) return accumulators.map((one) => one.set(f64x2.const(start[reduction.kind])));
    const address = this.stateAddress(this.slotOf(reduction));
    return accumulators.map((one, p) => one.set(v128.load(address, 16 * p)));
  }

  private leave(reduction: LaneReduction, accumulators: readonly Local[]): Code {
    const address = this.stateAddress(this.slotOf(reduction));
    return accumulators.map((one, p) => v128.store(address, one.get, 16 * p));
  }

  protected found(reductions: readonly LaneReduction[]): Code {
    return reductions.map((reduction) => {
      const accumulators = fourLocals(this.local);
      return [this.begin(reduction, accumulators), this.total(reduction, accumulators)];
    });
  }

  /** The eight partial results as one. */
  private total({ kind, result }: LaneReduction, accumulators: readonly Local[]): Code {
    const [both, total] = [this.local(vector), this.local(vector)];
    this.uniforms.set(result, [total.get]);
    const join = joinCode[kind];
    const [a, b, c, d] = accumulators.map((one) => one.get) as [Code, Code, Code, Code];
    // In both lanes: which of the two is added to the other makes no difference.
    return [
      both.set(join(join(a, c), join(b, d))),
      total.set(join(both.get, v128.shuffle(both.get, both.get, halvesSwapped))),
    ];
  }

  protected stateAddress(slot: number): Code {
    return i32.add(this.stage!.state.get, i32.const(rowStateBytes * slot));
  }

  /** Is it about the largest or smallest of float32 elements as they are? Any order gives that, four at a time. */
  private isExtremum(reductions: readonly LaneReduction[]): boolean {
    const { parts, program } = this;
    return (
      this.stage === null &&
      reductions.length > 0 &&
      parts.dtype === "float32" &&
      reductions.every(({ kind, of }) => kind !== "sum" && of.operation === "input" && of !== program.index)
    );
  }

  private extremum(reductions: readonly LaneReduction[]): Code {
    const { program, params, local, left } = this;
    return reductions.map(({ kind, of, result }) => {
      const cursor = local(int);
      const [a, b, total] = [local(vector), local(vector), local(vector)];
      this.uniforms.set(result, [total.get]);
      const joined = kind === "max" ? f32x4.max : f32x4.min;
      const none = f32x4.const(start[kind]);
      const turned = (lanes: readonly number[]): Code => a.set(joined(a.get, v128.shuffle(a.get, a.get, lanes)));
      return [
        cursor.set(params.elements[program.elements.indexOf(of.name)]!.get),
        left.set(params.n.get),
        a.set(none),
        b.set(none),
        whileLoop(i32.ge(left.get, i32.const(8)), [
          a.set(joined(a.get, v128.load(cursor.get))),
          b.set(joined(b.get, v128.load(cursor.get, 16))),
          cursor.add(32),
          left.add(-8),
        ]),
        whileLoop(i32.gt(left.get, i32.const(0)), [
          b.set(
            joined(
              b.get,
              v128.bitselect(
                v128.load(cursor.get),
                none,
                f32x4.lt(v128.const(firstFour), f32x4.splat(f32.fromI32(left.get))),
              ),
            ),
          ),
          cursor.add(16),
          left.add(-4),
        ]),
        a.set(joined(a.get, b.get)),
        turned(halvesSwapped),
        turned(pairsSwapped),
        total.set(f64x2.promoteLow(a.get)),
      ];
    });
  }

  protected pick({ input, place, result }: LanePick): Code {
    const { params, parts, bytes } = this;
    const picked = this.local(vector);
    const element = params.elements[this.program.elements.indexOf(input.name)]!;
    const at = i32.truncF64(f64x2.extract(this.pairsOf(place, 1)[0]!, 0));
    this.uniforms.set(result, [picked.get]);
    return picked.set(this.scalar(parts.dtype, i32.add(element.get, i32.mul(at, i32.const(bytes)))));
  }

  protected storeUniform(k: number, [pair]: readonly Code[]): Code {
    const x = f64x2.extract(pair!, 0);
    const { get } = this.params.outs[k]!;
    return this.bytes === 4 ? f32.store(get, f32.demote(x)) : f64.store(get, x);
  }
}

/** Bytes between what is known of one reduction and of the next, in lanes that come in pieces. */
export const rowStateBytes = 64;

const joinCode = { sum: f64x2.add, max: f64x2.max, min: f64x2.min } as const;
const cheap: ReadonlySet<Expression["operation"]> = new Set<Expression["operation"]>([
  ...(["input", "add", "sub", "mul", "square", "select", "equal", "less", "lessEqual"] as const),
]);

function fourLocals(local: MakeLocal): readonly Local[] {
  return [0, 1, 2, 3].map(() => local(vector));
}

/** Each of four accumulators in the place of the one so many before it. */
function rotated(four: readonly Local[], by: number, local: MakeLocal): Code {
  const [a, b, c, d] = four as [Local, Local, Local, Local];
  if (by === 4) return [];
  const first = local(vector);
  if (by === 1) return [first.set(a.get), a.set(b.get), b.set(c.get), c.set(d.get), d.set(first.get)];
  const second = local(vector);
  return [first.set(a.get), second.set(b.get), a.set(c.get), b.set(d.get), c.set(first.get), d.set(second.get)];
}

const halvesSwapped = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const pairsSwapped = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11];
const firstOnly = [255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0];
const bytesOf = ({ buffer }: Float32Array | Float64Array): number[] => [...new Uint8Array(buffer)];
const firstFour = bytesOf(Float32Array.of(0, 1, 2, 3));
