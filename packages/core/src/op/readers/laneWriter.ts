import {
  type Code,
  f32,
  f64,
  f64x2,
  i32,
  type Local,
  type MakeLocal,
  types,
  v128,
} from "../../kernels/wasm/assembler.ts";
import { emitValues, type Value, type VectorArithmetic } from "../../kernels/wasm/vector.ts";
import type { DType } from "../../tensor/dtype.ts";
import { elementNodes, type LanePick, type LaneReduction } from "../lanes.ts";
import type { Expression } from "./expression.ts";
import { type Cursors, type LaneFunction, LaneNodes, type Pairs } from "./laneNodes.ts";

/** The parameters of a function, by what they are. */
export interface LaneParameters {
  readonly outer: Local;
  readonly n: Local;
  readonly inner: Local;
  readonly outs: readonly Local[];
  readonly elements: readonly Local[];
  readonly perLane: readonly Local[];
  readonly kept: Local;
  readonly attrs: readonly Local[];
}

/**
 * One pass over a piece of lanes that come in pieces: `count` elements of each, from the `first` on. Between calls accumulators, and
 * elements that were picked, are at the address `state`. The pass behind the last one writes the outputs.
 */
export interface LaneStage {
  readonly pass: number;
  readonly state: Local;
  readonly first: Local;
  readonly count: Local;
}

const { i32: int, v128: vector } = types;

/** What accumulators begin with. */
export const start: { readonly [K in LaneReduction["kind"]]: number } = { sum: 0, max: -Infinity, min: Infinity };
const join = {
  sum: (d: VectorArithmetic, a: Value, b: Value): Value => d.add(a, b),
  max: (d: VectorArithmetic, a: Value, b: Value): Value => d.max(a, b),
  min: (d: VectorArithmetic, a: Value, b: Value): Value => d.min(a, b),
} as const;

/** What is the same for both layouts: how nodes become vectors, and what a turn of a loop does with them. */
export abstract class LaneWriter extends LaneNodes {
  protected readonly params: LaneParameters;
  protected readonly stage: LaneStage | null;
  /** What is the same in all lanes, set once. */
  protected readonly setup: Code[] = [];
  /** Elements from the current one to the end of the lane. */
  protected readonly left: Local;
  /** How many pairs of lanes are computed at a time. */
  protected abstract readonly pairs: number;
  constructor(
    parts: LaneFunction,
    relaxed: boolean,
    local: MakeLocal,
    params: LaneParameters,
    stage: LaneStage | null,
  ) {
    super(parts, relaxed, local, params.n);
    this.params = params;
    this.stage = stage;
    this.left = local(int);
  }

  write(): Code {
    const body = this.lanes();
    return [this.setup, body];
  }

  /** Code for all lanes. */
  protected abstract lanes(): Code;
  /** A pass over the elements: into accumulators, or, without reductions, to the outputs. */
  protected abstract pass(reductions: readonly LaneReduction[]): Code;
  /** The results of a pass that earlier calls have made, from their accumulators. */
  protected abstract found(reductions: readonly LaneReduction[]): Code;
  /** Takes one element of each lane. */
  protected abstract pick(pick: LanePick): Code;
  /** Writes the results that lanes have one of. */
  protected abstract storeUniform(k: number, value: readonly Code[]): Code;
  /** Loads from the `slot`-th part of the state. */
  protected abstract stateAddress(slot: number): Code;

  /** All that is done for one lane, or for several beside each other. */
  protected steps(): Code {
    const { program, stage } = this;
    const code: Code[] = [this.uniformNodes(0)];
    for (const [k, reductions] of program.passes.entries()) {
      if (stage !== null && k > stage.pass) break;
      code.push(stage !== null && k < stage.pass ? this.found(reductions) : this.pass(reductions));
      // The accumulators of a piece are no results yet.
      if (k === stage?.pass) return code;
      code.push(this.uniformNodes(k + 1));
    }
    for (const [k, output] of program.outputs.entries())
      if (output.uniform) code.push(this.storeUniform(k, this.pairsOf(output, this.pairs)));
    if (program.outputs.some((output) => !output.uniform)) code.push(this.pass([]));
    return code;
  }

  protected slotOf(reduction: LaneReduction): number {
    return this.program.passes.flat().indexOf(reduction);
  }

  private pickedBefore(pick: LanePick): Code {
    const { local, program } = this;
    const slot = program.passes.flat().length + program.picks.indexOf(pick);
    const places = Array.from({ length: this.pairs }, () => local(vector));
    this.uniforms.set(
      pick.result,
      places.map((place) => place.get),
    );
    return places.map((place, p) => place.set(v128.load(this.stateAddress(slot), 16 * p)));
  }

  /** How many elements the loops go through, and the first of them. */
  protected get count(): Code {
    return (this.stage?.count ?? this.params.n).get;
  }
  protected firstIndex(offsets: Code): Code {
    const { stage } = this;
    return stage === null ? offsets : f64x2.add(f64x2.splat(f64.fromI32(stage.first.get)), offsets);
  }

  /** What a loop that finds reductions, or writes outputs, has to compute. */
  protected nodesOf(reductions: readonly LaneReduction[]): readonly Expression[] {
    const { outputs } = this.program;
    const roots = reductions.length === 0 ? outputs.filter(({ uniform }) => !uniform) : reductions.map(({ of }) => of);
    return elementNodes(roots, this.done);
  }

  /**
   * One turn of a loop, on `count` pairs of elements.
   *
   * @param mask - Where to look up which elements there are; `null` where there are all.
   */
  protected turn(
    nodes: readonly Expression[],
    reductions: readonly LaneReduction[],
    count: number,
    cursors: Cursors,
    accumulators: readonly (readonly Local[])[],
    mask: Local | null,
  ): Code {
    const { program, v, d, bytes, local } = this;
    const inputs = new Map<Value, Code>();
    const input = (name: string, code: Code): Value => {
      const value = v.input(name);
      inputs.set(value, code);
      return value;
    };
    const values = this.vectors(nodes, count, inputs, cursors);
    const targets: Value[] = [];
    const finish: ((code: Code) => Code)[] = [];
    const then = (value: Value, what: (code: Code) => Code): void => {
      targets.push(value);
      finish.push(what);
    };
    for (const node of nodes) {
      if (!program.kept.includes(node) || this.done.has(node)) continue;
      const address = this.keptAddress(cursors.kept, node);
      for (const [p, value] of values.get(node)!.entries()) then(value, (code) => v128.store(address, code, 16 * p));
    }
    for (const [r, { kind, of }] of reductions.entries()) {
      const terms = this.pairsOfNode(of, count, values, inputs);
      for (let p = 0; p < count; p++) {
        const accumulator = accumulators[r]![p]!;
        const before = input(`accumulator ${r} ${p}`, accumulator.get);
        const term = mask === null ? terms[p]! : d.select(input("mask", mask.get), terms[p]!, start[kind]);
        then(join[kind](d, before, term), (code) => accumulator.set(code));
      }
    }
    for (const [k, output] of program.outputs.entries()) {
      if (reductions.length > 0 || output.uniform) continue;
      const results = this.pairsOfNode(output, count, values, inputs);
      const to = cursors.outs[k]!.get;
      if (bytes === 8)
        for (const [p, result] of results.entries()) then(result, (code) => v128.store(to, code, 16 * p));
      else if (count === 1) then(results[0]!, (code) => v128.store64(to, f64x2.demote(code)));
      else
        for (let p = 0; p < count; p += 2)
          then(v.demote(results[p]!, results[p + 1]!), (code) => v128.store(to, code, 8 * p));
    }
    const { setup, code } = emitValues(targets, inputs, local);
    this.setup.push(setup);
    return code.map((one, k) => finish[k]!(one));
  }

  /** What the passes so far have kept need not be computed again. */
  protected keep(nodes: readonly Expression[]): void {
    for (const node of nodes) if (this.program.kept.includes(node)) this.done.add(node);
  }

  /** What is given for each lane, and for all of them. */
  protected given(perLane: (k: number) => readonly Code[]): void {
    const { program, params } = this;
    for (const node of program.level.keys()) {
      if (node.operation !== "uniform") continue;
      const own = program.perLane.indexOf(node.name);
      const attr = program.attrs.indexOf(node.name);
      if (node === program.n) this.uniforms.set(node, this.once(f64x2.splat(f64.fromI32(params.n.get))));
      else if (own >= 0) this.uniforms.set(node, perLane(own));
      else if (attr >= 0) this.uniforms.set(node, this.once(f64x2.splat(params.attrs[attr]!.get)));
    }
  }

  private once(code: Code): readonly Code[] {
    const value = this.local(vector);
    this.setup.push(value.set(code));
    return new Array<Code>(this.pairs).fill(value.get);
  }

  /** Code that computes the uniform nodes which need so many passes. */
  protected uniformNodes(after: number): Code {
    const { program, local, uniforms } = this;
    const code: Code[] = [];
    let computed: Expression[] = [];
    const flush = (): void => {
      code.push(this.compute(computed));
      computed = [];
    };
    const nodes = [...program.level].filter(([node, level]) => node.uniform && level === after);
    for (const [node] of nodes.sort(([a], [b]) => a.id - b.id)) {
      const pick = program.picks.find(({ result }) => result === node);
      if (pick !== undefined) {
        flush();
        code.push(this.stage === null ? this.pick(pick) : this.pickedBefore(pick));
      } else if (program.perLane.includes(node.name)) {
        // What is given for each lane is read once.
        const places = uniforms.get(node)!.map((loaded) => {
          const place = local(vector);
          code.push(place.set(loaded));
          return place.get;
        });
        uniforms.set(node, places);
      } else if (node.operands.length > 0) computed.push(node);
    }
    flush();
    for (const [node] of nodes) code.push(this.invert(node));
    return code;
  }

  private compute(nodes: readonly Expression[]): Code {
    const { local, uniforms, pairs } = this;
    const inputs = new Map<Value, Code>();
    const values = new Map<Expression, Pairs>();
    const targets: Value[] = [];
    for (const node of nodes) {
      const results = this.operate(node, pairs, inputs, (operand) => this.pairsOfNode(operand, pairs, values, inputs));
      values.set(node, results);
      targets.push(...results);
    }
    const { setup, code } = emitValues(targets, inputs, local);
    this.setup.push(setup);
    const places = targets.map(() => local(vector));
    for (const [k, node] of nodes.entries())
      uniforms.set(
        node,
        places.slice(k * pairs, (k + 1) * pairs).map((place) => place.get),
      );
    return code.map((one, k) => places[k]!.set(one));
  }

  /** A number in memory as float64, in both lanes. */
  protected scalar(dtype: DType, address: Code): Code {
    if (dtype === "float64") return v128.load64Splat(address);
    return f64x2.splat(dtype === "int32" ? f64.fromI32(i32.load(address)) : f64.promote(f32.load(address)));
  }
}
