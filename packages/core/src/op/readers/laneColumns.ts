import { type Code, doWhile, f64x2, i32, type Local, types, v128, whileLoop } from "../../kernels/wasm/assembler.ts";
import type { LanePick, LaneReduction } from "../lanes.ts";
import { LaneWriter, start } from "./laneWriter.ts";

const { i32: int, v128: vector } = types;

/** Lanes whose elements are apart: four lanes beside each other at a time, element after element. */
export class LaneColumns extends LaneWriter {
  protected readonly pairs = 2;
  /** The first of the four lanes. */
  private readonly first: Local = this.local(int);
  /** How many lanes came before those of this `outer`. */
  private readonly lane: Local = this.local(int);
  private readonly rowBytes: Local = this.local(int);

  protected lanes(): Code {
    const { program, params, bytes, first, lane, rowBytes } = this;
    this.given((k) => this.beside(k));
    const steps = this.steps();
    const laneBytes = i32.mul(params.n.get, rowBytes.get);
    return [
      rowBytes.set(i32.mul(params.inner.get, i32.const(bytes))),
      lane.set(i32.const(0)),
      doWhile(
        [
          // The last four first: what they write beyond the end of a row is written over by the first of the next one.
          first.set(i32.and(i32.sub(params.inner.get, i32.const(1)), i32.const(-4))),
          whileLoop(i32.ge(first.get, i32.const(0)), [steps, first.add(-4)]),
          program.outputs.map((output, k) => params.outs[k]!.add(output.uniform ? rowBytes.get : laneBytes)),
          params.elements.map((x) => x.add(laneBytes)),
          lane.add(params.inner.get),
          params.outer.add(-1),
        ],
        params.outer.get,
      ),
    ];
  }

  protected pass(reductions: readonly LaneReduction[]): Code {
    const { params, local, left, index, rowBytes } = this;
    const nodes = this.nodesOf(reductions);
    const cursors = {
      elements: params.elements.map(() => local(int)),
      outs: params.outs.map(() => local(int)),
      kept: local(int),
    };
    const accumulators = reductions.map(() => [local(vector), local(vector)]);
    const turn = this.turn(nodes, reductions, 2, cursors, accumulators, null);
    this.keep(nodes);
    return [
      reductions.map((reduction, r) => this.begin(reduction, accumulators[r]!)),
      left.set(this.count),
      index.set(this.firstIndex(f64x2.const(0))),
      cursors.elements.map((cursor, k) => cursor.set(this.at(params.elements[k]!))),
      cursors.outs.map((cursor, k) => cursor.set(this.at(params.outs[k]!))),
      cursors.kept.set(params.kept.get),
      whileLoop(left.get, [
        turn,
        cursors.elements.map((cursor) => cursor.add(rowBytes.get)),
        cursors.outs.map((cursor) => cursor.add(rowBytes.get)),
        cursors.kept.add(32),
        index.set(f64x2.add(index.get, f64x2.const(1))),
        left.add(-1),
      ]),
      reductions.map((reduction, r) => (this.stage === null ? [] : this.leave(reduction, accumulators[r]!))),
    ];
  }

  /** Sets accumulators, which are the results in the end. */
  private begin(reduction: LaneReduction, accumulators: readonly Local[]): Code {
    this.uniforms.set(
      reduction.result,
      accumulators.map((one) => one.get),
    );
    if (this.stage === null) return accumulators.map((one) => one.set(f64x2.const(start[reduction.kind])));
    const address = this.stateAddress(this.slotOf(reduction));
    return accumulators.map((one, p) => one.set(v128.load(address, 16 * p)));
  }

  private leave(reduction: LaneReduction, accumulators: readonly Local[]): Code {
    const address = this.stateAddress(this.slotOf(reduction));
    return accumulators.map((one, p) => v128.store(address, one.get, 16 * p));
  }

  protected found(reductions: readonly LaneReduction[]): Code {
    return reductions.map((reduction) => this.begin(reduction, [this.local(vector), this.local(vector)]));
  }

  /** Of the four lanes, in a list that has 8 bytes for each lane, and room for four more. */
  protected stateAddress(slot: number): Code {
    const { params, first, stage } = this;
    const lanes = i32.mul(i32.add(params.inner.get, i32.const(4)), i32.const(slot));
    return i32.add(stage!.state.get, i32.mul(i32.add(lanes, first.get), i32.const(8)));
  }

  /** Of the four lanes' first elements, or results. */
  private at(address: Local): Code {
    return i32.add(address.get, i32.mul(this.first.get, i32.const(this.bytes)));
  }

  protected pick({ input, place, result }: LanePick): Code {
    const [low, high] = [this.local(vector), this.local(vector)];
    this.uniforms.set(result, [low.get, high.get]);
    const element = this.params.elements[this.program.elements.indexOf(input.name)]!;
    const address = i32.add(this.at(element), i32.mul(this.rowBytes.get, i32.const(place.value)));
    return this.bytes === 4
      ? [low.set(f64x2.promoteLow(v128.load64Zero(address))), high.set(f64x2.promoteLow(v128.load64Zero(address, 8)))]
      : [low.set(v128.load(address)), high.set(v128.load(address, 16))];
  }

  /** What is given for each of the four lanes, as float64. */
  private beside(k: number): readonly Code[] {
    const dtype = this.parts.perLane[k]!;
    const bytes = dtype === "float64" ? 8 : 4;
    const lane = i32.add(this.lane.get, this.first.get);
    const address = i32.add(this.params.perLane[k]!.get, i32.mul(lane, i32.const(bytes)));
    if (dtype === "float64") return [v128.load(address), v128.load(address, 16)];
    const convert = dtype === "int32" ? f64x2.fromInt : f64x2.promoteLow;
    return [convert(v128.load64Zero(address)), convert(v128.load64Zero(address, 8))];
  }

  protected storeUniform(k: number, [low, high]: readonly Code[]): Code {
    const address = this.at(this.params.outs[k]!);
    if (this.bytes === 8) return [v128.store(address, low!), v128.store(address, high!, 16)];
    return v128.store(address, v128.shuffle(f64x2.demote(low!), f64x2.demote(high!), bothLow));
  }
}

const bothLow = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
