import {
  type Assembler,
  type Code,
  doWhile,
  type Func,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  type Local,
  type MakeLocal,
  select,
  type Type,
  types,
  v128,
  whileLoop,
} from "../../kernels/wasm/assembler.ts";
import { expBelow0 } from "../../kernels/wasm/math.ts";
import { emitValues, type Value, type VectorArithmetic, Vectors } from "../../kernels/wasm/vector.ts";
import type { DType, FloatDType } from "../../tensor/dtype.ts";
import { elementNodes, type LaneProgram, type LaneReduction } from "../lanes.ts";
import { type Expression, isCondition, isConstant } from "./expression.ts";
import { type VectorEmitter, vectorEmitter } from "./simd.ts";

/** A lane program for certain types: what one emitted function is made of. */
export interface LaneFunction {
  readonly program: LaneProgram;
  /** Are the elements of a lane apart, those of neighbouring lanes side by side? */
  readonly apart: boolean;
  /** Of all elements and all results. */
  readonly dtype: FloatDType;
  /** Of each input that has a value for each lane. */
  readonly perLane: readonly DType[];
}

/** Can vectors compute it? If so, sums have the bits of the JavaScript loop wherever the program is exact. */
export function canVectorize({ program, apart, perLane }: LaneFunction): boolean {
  const { passes, outputs, picks } = program;
  const roots = [...passes.flat().map(({ of }) => of), ...outputs];
  if (roots.some(isCondition) || perLane.includes("bool")) return false;
  // Down columns each lane would pick an element of its own.
  if (apart && picks.some(({ place }) => place.operation !== "constant")) return false;
  return [...program.level.keys()].every(
    ({ operation, operands }) => operands.length === 0 || vectorEmitter(operation) !== undefined,
  );
}

/** Bytes that a function needs at `kept` for lanes of `n` elements. */
export function keptBytes({ program, apart }: LaneFunction, n: number): number {
  return program.kept.length * (apart ? n : n + 2) * (apart ? 32 : 8);
}

const { i32: int, f64: double, v128: vector } = types;

/**
 * Adds the function `(outer, n, inner, …outs, …elements, …perLane, kept, …attrs)`: addresses of what the program writes and reads, where it
 * may keep values (see {@link keptBytes}), and the numeric arguments as f64. `outer` and `inner` are those of a `LaneLayout`; where
 * elements are neighbours `inner` is 1 and not looked at. Neither is 0.
 *
 * Vectors may read and write up to 28 bytes beyond the end of a buffer, and nothing that is written may overlap with what is read.
 */
export function addLaneLoop(asm: Assembler, name: string | null, relaxed: boolean, parts: LaneFunction): Func {
  const { program } = parts;
  const addresses = program.outputs.length + program.elements.length + program.perLane.length + 1;
  const params: Type[] = [int, int, int, ...new Array<Type>(addresses).fill(int), ...program.attrs.map(() => double)];
  return asm.func(name, params, (local, ...given) => new LaneWriter(parts, relaxed, local, given).write());
}

/** Element nodes as vectors of two, for each pair of elements that a turn of a loop computes. */
type Pairs = readonly Value[];

class LaneWriter {
  private readonly parts: LaneFunction;
  private readonly program: LaneProgram;
  private readonly local: MakeLocal;
  private readonly v: Vectors;
  private readonly d: VectorArithmetic;
  /** What is the same in all lanes, set once. */
  private readonly setup: Code[] = [];
  /** Uniform nodes whose values are known, for each pair of lanes. */
  private readonly uniforms = new Map<Expression, readonly Code[]>();
  private readonly done = new Set<Expression>();
  /** Uniform nodes whose inverses are wanted, and these. */
  private readonly divisors: ReadonlySet<Expression>;
  private readonly inverses = new Map<Expression, readonly Code[]>();
  private readonly outer: Local;
  private readonly n: Local;
  private readonly inner: Local;
  private readonly outs: readonly Local[];
  private readonly elements: readonly Local[];
  private readonly perLane: readonly Local[];
  private readonly kept: Local;
  private readonly attrs: readonly Local[];
  /** Of one element. */
  private readonly bytes: number;
  private readonly index: Local;
  /** Elements from the current one to the end of the lane. */
  private readonly left: Local;
  private readonly mask: Local;
  /** Bytes from element to element, where they are apart. */
  private readonly rowBytes: Local;
  private readonly lane: Local;

  constructor(parts: LaneFunction, relaxed: boolean, local: MakeLocal, given: readonly Local[]) {
    const { program, dtype } = parts;
    this.parts = parts;
    this.program = program;
    this.local = local;
    this.v = new Vectors(relaxed);
    this.d = this.v.float64;
    const [outer, n, inner, ...rest] = given as [Local, Local, Local, ...Local[]];
    [this.outer, this.n, this.inner] = [outer, n, inner];
    this.outs = rest.splice(0, program.outputs.length);
    this.elements = rest.splice(0, program.elements.length);
    this.perLane = rest.splice(0, program.perLane.length);
    this.kept = rest.shift()!;
    this.attrs = rest;
    this.bytes = dtype === "float32" ? 4 : 8;
    this.index = local(vector);
    this.left = local(int);
    this.mask = local(vector);
    this.rowBytes = local(int);
    this.lane = local(int);
    this.divisors = new Set(
      [...program.level.keys()].filter((node) => this.inverts(node)).map(({ operands }) => operands[1]!),
    );
  }

  write(): Code {
    const body = this.parts.apart ? this.columns() : this.rows();
    return [this.setup, body];
  }

  // Where elements are neighbours: one lane after the other, pairs of elements.

  private rows(): Code {
    const { program, outer, n, bytes } = this;
    this.given(1, (k) => [this.scalar(this.parts.perLane[k]!, this.perLane[k]!.get)]);
    const code: Code[] = [this.uniformNodes(0, 1)];
    for (const [k, reductions] of program.passes.entries()) {
      code.push(this.isExtremum(reductions) ? this.extremum(reductions) : this.rowPass(reductions));
      code.push(this.uniformNodes(k + 1, 1));
    }
    code.push(
      program.outputs.map((output, k) =>
        output.uniform
          ? [this.storeScalar(this.outs[k]!.get, this.uniforms.get(output)![0]!), this.outs[k]!.add(bytes)]
          : [],
      ),
    );
    if (program.outputs.some((output) => !output.uniform)) code.push(this.rowPass([]));
    const laneBytes = i32.mul(n.get, i32.const(bytes));
    return doWhile(
      [
        code,
        program.outputs.map((output, k) => (output.uniform ? [] : this.outs[k]!.add(laneBytes))),
        this.elements.map((x) => x.add(laneBytes)),
        this.perLane.map((x, k) => x.add(this.parts.perLane[k] === "float64" ? 8 : 4)),
        outer.add(-1),
      ],
      outer.get,
    );
  }

  /** One pass over the elements of a lane: into eight partial results, or (without reductions) to the outputs. */
  private rowPass(reductions: readonly LaneReduction[]): Code {
    const { program, local, bytes, left, index, mask, n } = this;
    const each = reductions.length === 0;
    const roots = each ? program.outputs.filter(({ uniform }) => !uniform) : reductions.map(({ of }) => of);
    const nodes = elementNodes(roots, this.done);
    // Four copies of little, two of much.
    const pairs = nodes.some((node) => program.kept.includes(node) || !cheap(node)) ? 2 : 4;
    const cursors = {
      elements: this.elements.map(() => local(int)),
      outs: this.outs.map(() => local(int)),
      kept: local(int),
    };
    const accumulators = reductions.map(() => [0, 1, 2, 3].map(() => local(vector)));
    const turn = (count: number): Code => {
      const inputs = new Map<Value, Code>();
      const values = this.vectors(nodes, count, inputs, {
        element: (k) => this.loadPairs(cursors.elements[k]!, count, inputs, `element ${k}`),
        kept: (k, p) => v128.load(i32.add(cursors.kept.get, this.keptOffset(k)), 16 * p),
      });
      const targets: Value[] = [];
      const finish: ((code: Code) => Code)[] = [];
      for (const node of nodes) {
        if (!program.kept.includes(node) || this.done.has(node)) continue;
        for (const [p, value] of values.get(node)!.entries()) {
          targets.push(value);
          const address = i32.add(cursors.kept.get, this.keptOffset(program.kept.indexOf(node)));
          finish.push((code) => v128.store(address, code, 16 * p));
        }
      }
      for (const [r, { kind, of }] of reductions.entries())
        for (let p = 0; p < count; p++) {
          const accumulator = accumulators[r]![p]!;
          const before = this.v.input(`accumulator ${r} ${p}`);
          inputs.set(before, accumulator.get);
          let x = this.pairsOf(of, count, values, inputs)[p]!;
          if (count === 1) {
            const used = this.v.input("mask");
            inputs.set(used, mask.get);
            x = this.d.select(used, x, start[kind]);
          }
          targets.push(join[kind](this.d, before, x));
          finish.push((code) => accumulator.set(code));
        }
      if (each)
        for (const [k, output] of program.outputs.entries())
          if (!output.uniform) {
            const results = this.pairsOf(output, count, values, inputs);
            const to = cursors.outs[k]!.get;
            if (bytes === 8) {
              targets.push(...results);
              for (const p of results.keys()) finish.push((code) => v128.store(to, code, 16 * p));
            } else if (count === 1) {
              targets.push(results[0]!);
              finish.push((code) => v128.store64(to, f64x2.demote(code)));
            } else
              for (let p = 0; p < count; p += 2) {
                targets.push(this.v.demote(results[p]!, results[p + 1]!));
                finish.push((code) => v128.store(to, code, 8 * p));
              }
          }
      const { setup, code } = emitValues(targets, inputs, local);
      this.setup.push(setup);
      const rotated = reductions.map((_, r) => rotate(accumulators[r]!, count, local));
      return [
        code.map((one, k) => finish[k]!(one)),
        rotated,
        cursors.elements.map((cursor) => cursor.add(2 * count * bytes)),
        each ? cursors.outs.map((cursor) => cursor.add(2 * count * bytes)) : [],
        cursors.kept.add(16 * count),
        index.set(f64x2.add(index.get, f64x2.const(2 * count))),
        left.add(-2 * count),
      ];
    };
    const whole = turn(pairs);
    const rest = turn(1);
    for (const node of nodes) if (program.kept.includes(node)) this.done.add(node);
    return [
      left.set(n.get),
      index.set(v128.const(bytesOfPair(0, 1))),
      cursors.elements.map((cursor, k) => cursor.set(this.elements[k]!.get)),
      cursors.outs.map((cursor, k) => cursor.set(this.outs[k]!.get)),
      cursors.kept.set(this.kept.get),
      accumulators.map((list, r) => list.map((one) => one.set(f64x2.const(start[reductions[r]!.kind])))),
      whileLoop(i32.ge(left.get, i32.const(2 * pairs)), whole),
      whileLoop(i32.gt(left.get, i32.const(0)), [
        // An element beyond the end is none.
        mask.set(select(f64x2.bits(-1, -1), v128.const(firstOnly), i32.gt(left.get, i32.const(1)))),
        rest,
      ]),
      accumulators.map((list, r) => {
        const { kind, result } = reductions[r]!;
        const both = local(vector);
        const total = local(vector);
        this.uniforms.set(result, [total.get]);
        const joined = joinCode[kind];
        const [a, b, c, d] = list.map((one) => one.get) as [Code, Code, Code, Code];
        // In both lanes: which of the two is added to the other makes no difference.
        return [both.set(joined(joined(a, c), joined(b, d))), total.set(joined(both.get, swapped(both.get)))];
      }),
    ];
  }

  /** Is it about the largest or smallest of float32 elements as they are? Any order gives that, four at a time. */
  private isExtremum(reductions: readonly LaneReduction[]): boolean {
    const { parts, program } = this;
    return (
      parts.dtype === "float32" &&
      reductions.every(({ kind, of }) => kind !== "sum" && of.operation === "input" && of !== program.index)
    );
  }

  private extremum(reductions: readonly LaneReduction[]): Code {
    const { program, local, left, n } = this;
    return reductions.map(({ kind, of, result }) => {
      const cursor = local(int);
      const [a, b, total] = [local(vector), local(vector), local(vector)];
      this.uniforms.set(result, [total.get]);
      const joined = kind === "max" ? f32x4.max : f32x4.min;
      const none = f32x4.const(start[kind]);
      const turned = (lanes: readonly number[]): Code => a.set(joined(a.get, v128.shuffle(a.get, a.get, lanes)));
      return [
        cursor.set(this.elements[program.elements.indexOf(of.name)]!.get),
        left.set(n.get),
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

  // Where elements are apart: four lanes beside each other at a time.

  private columns(): Code {
    const { program, local, bytes, outer, n, inner, rowBytes, lane } = this;
    const first = local(int);
    const pairs = 2;
    this.given(pairs, (k) => this.besidePairs(k, first));
    const at = (address: Local): Code => i32.add(address.get, i32.mul(first.get, i32.const(bytes)));
    const code: Code[] = [this.uniformNodes(0, pairs, at)];
    for (const [k, reductions] of program.passes.entries())
      code.push(this.columnPass(reductions, at), this.uniformNodes(k + 1, pairs, at));
    code.push(
      program.outputs.map((output, k) =>
        output.uniform ? this.storePairs(at(this.outs[k]!), this.uniforms.get(output)!) : [],
      ),
    );
    if (program.outputs.some((output) => !output.uniform)) code.push(this.columnPass([], at));
    const rowElements = i32.mul(n.get, rowBytes.get);
    return [
      rowBytes.set(i32.mul(inner.get, i32.const(bytes))),
      lane.set(i32.const(0)),
      doWhile(
        [
          // The last vector first: what it writes beyond the end of a row is written over by the first of the next one.
          first.set(i32.and(i32.sub(inner.get, i32.const(1)), i32.const(-4))),
          whileLoop(i32.ge(first.get, i32.const(0)), [code, first.add(-4)]),
          program.outputs.map((output, k) => this.outs[k]!.add(output.uniform ? rowBytes.get : rowElements)),
          this.elements.map((x) => x.add(rowElements)),
          lane.add(inner.get),
          outer.add(-1),
        ],
        outer.get,
      ),
    ];
  }

  private columnPass(reductions: readonly LaneReduction[], at: (address: Local) => Code): Code {
    const { program, local, left, index, n, rowBytes } = this;
    const each = reductions.length === 0;
    const roots = each ? program.outputs.filter(({ uniform }) => !uniform) : reductions.map(({ of }) => of);
    const nodes = elementNodes(roots, this.done);
    const elements = this.elements.map(() => local(int));
    const outs = this.outs.map(() => local(int));
    const kept = local(int);
    const inputs = new Map<Value, Code>();
    const values = this.vectors(nodes, 2, inputs, {
      element: (k) => this.loadPairs(elements[k]!, 2, inputs, `element ${k}`),
      kept: (k, p) => v128.load(i32.add(kept.get, this.keptOffset(k)), 16 * p),
    });
    const targets: Value[] = [];
    const finish: ((code: Code) => Code)[] = [];
    for (const node of nodes) {
      if (!program.kept.includes(node) || this.done.has(node)) continue;
      for (const [p, value] of values.get(node)!.entries()) {
        targets.push(value);
        const address = i32.add(kept.get, this.keptOffset(program.kept.indexOf(node)));
        finish.push((code) => v128.store(address, code, 16 * p));
      }
    }
    const begin: Code[] = [];
    for (const [r, { kind, of, result }] of reductions.entries()) {
      const accumulators = [local(vector), local(vector)];
      this.uniforms.set(
        result,
        accumulators.map((one) => one.get),
      );
      for (const [p, accumulator] of accumulators.entries()) {
        begin.push(accumulator.set(f64x2.const(start[kind])));
        const before = this.v.input(`accumulator ${r} ${p}`);
        inputs.set(before, accumulator.get);
        targets.push(join[kind](this.d, before, this.pairsOf(of, 2, values, inputs)[p]!));
        finish.push((code) => accumulator.set(code));
      }
    }
    for (const [k, output] of program.outputs.entries())
      if (each && !output.uniform) {
        const [low, high] = this.pairsOf(output, 2, values, inputs) as [Value, Value];
        if (this.bytes === 4) {
          targets.push(this.v.demote(low, high));
          finish.push((code) => v128.store(outs[k]!.get, code));
        } else {
          targets.push(low, high);
          finish.push(
            (code) => v128.store(outs[k]!.get, code),
            (code) => v128.store(outs[k]!.get, code, 16),
          );
        }
      }
    const { setup, code } = emitValues(targets, inputs, local);
    this.setup.push(setup);
    for (const node of nodes) if (program.kept.includes(node)) this.done.add(node);
    return [
      begin,
      left.set(n.get),
      index.set(f64x2.const(0)),
      elements.map((cursor, k) => cursor.set(at(this.elements[k]!))),
      outs.map((cursor, k) => cursor.set(at(this.outs[k]!))),
      kept.set(this.kept.get),
      whileLoop(left.get, [
        code.map((one, k) => finish[k]!(one)),
        elements.map((cursor) => cursor.add(rowBytes.get)),
        each ? outs.map((cursor) => cursor.add(rowBytes.get)) : [],
        kept.add(32),
        index.set(f64x2.add(index.get, f64x2.const(1))),
        left.add(-1),
      ]),
    ];
  }

  // What both have in common.

  /** What is given for each lane, and for all of them. */
  private given(pairs: number, perLane: (k: number) => readonly Code[]): void {
    const { program, n } = this;
    for (const node of program.level.keys()) {
      if (node.operation !== "uniform") continue;
      const own = program.perLane.indexOf(node.name);
      const attr = program.attrs.indexOf(node.name);
      if (node === program.n) this.uniforms.set(node, this.once(f64x2.splat(f64.fromI32(n.get)), pairs));
      else if (own >= 0) this.uniforms.set(node, perLane(own));
      else if (attr >= 0) this.uniforms.set(node, this.once(f64x2.splat(this.attrs[attr]!.get), pairs));
    }
  }

  private once(code: Code, pairs: number): readonly Code[] {
    const value = this.local(vector);
    this.setup.push(value.set(code));
    return new Array<Code>(pairs).fill(value.get);
  }

  /** Code that computes the uniform nodes which need so many passes. */
  private uniformNodes(after: number, pairs: number, at?: (address: Local) => Code): Code {
    const { program, local, uniforms } = this;
    const code: Code[] = [];
    let computed: Expression[] = [];
    const flush = (): void => {
      code.push(this.compute(computed, pairs));
      computed = [];
    };
    const nodes = [...program.level].filter(([node, level]) => node.uniform && level === after);
    for (const [node] of nodes.sort(([a], [b]) => a.id - b.id)) {
      const pick = program.picks.find(({ result }) => result === node);
      if (pick !== undefined) {
        flush();
        code.push(this.pick(node, pick.input, pick.place, at));
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
    for (const [node] of nodes) {
      if (!this.divisors.has(node)) continue;
      const places = uniforms.get(node)!.map((divisor) => {
        const place = local(vector);
        code.push(place.set(f64x2.div(f64x2.const(1), divisor)));
        return place.get;
      });
      this.inverses.set(node, places);
    }
    return code;
  }

  private compute(nodes: readonly Expression[], pairs: number): Code {
    const { local, uniforms } = this;
    const inputs = new Map<Value, Code>();
    const values = new Map<Expression, Pairs>();
    const targets: Value[] = [];
    for (const node of nodes) {
      const results = this.operate(node, pairs, inputs, (operand) => this.pairsOf(operand, pairs, values, inputs));
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

  /** Takes one element of each lane. */
  private pick(result: Expression, input: Expression, place: Expression, at?: (address: Local) => Code): Code {
    const { local, bytes, rowBytes } = this;
    const element = this.elements[this.program.elements.indexOf(input.name)]!;
    if (at === undefined) {
      const picked = local(vector);
      this.uniforms.set(result, [picked.get]);
      const index =
        place.operation === "constant"
          ? i32.const(place.value)
          : i32.truncF64(f64x2.extract(this.uniforms.get(place)![0]!, 0));
      return picked.set(this.scalar(this.parts.dtype, i32.add(element.get, i32.mul(index, i32.const(bytes)))));
    }
    const [low, high] = [local(vector), local(vector)];
    this.uniforms.set(result, [low.get, high.get]);
    const address = i32.add(at(element), i32.mul(rowBytes.get, i32.const(place.value)));
    return this.parts.dtype === "float32"
      ? [low.set(f64x2.promoteLow(v128.load64Zero(address))), high.set(f64x2.promoteLow(v128.load64Zero(address, 8)))]
      : [low.set(v128.load(address)), high.set(v128.load(address, 16))];
  }

  /** A number in memory as float64, in both lanes. */
  private scalar(dtype: DType, address: Code): Code {
    if (dtype === "float64") return v128.load64Splat(address);
    return f64x2.splat(dtype === "int32" ? f64.fromI32(i32.load(address)) : f64.promote(f32.load(address)));
  }

  /** Numbers of four lanes beside each other as float64. */
  private besidePairs(k: number, first: Local): readonly Code[] {
    const dtype = this.parts.perLane[k]!;
    const size = dtype === "float64" ? 8 : 4;
    const address = i32.add(this.perLane[k]!.get, i32.mul(i32.add(this.lane.get, first.get), i32.const(size)));
    if (dtype === "float64") return [v128.load(address), v128.load(address, 16)];
    const convert = dtype === "int32" ? f64x2.fromInt : f64x2.promoteLow;
    return [convert(v128.load64Zero(address)), convert(v128.load64Zero(address, 8))];
  }

  private storeScalar(address: Code, pair: Code): Code {
    const x = f64x2.extract(pair, 0);
    return this.bytes === 4 ? f32.store(address, f32.demote(x)) : f64.store(address, x);
  }

  private storePairs(address: Code, [low, high]: readonly Code[]): Code {
    if (this.bytes === 8) return [v128.store(address, low!), v128.store(address, high!, 16)];
    return v128.store(address, v128.shuffle(f64x2.demote(low!), f64x2.demote(high!), bothLow));
  }

  /** Vectors of two from one element of each of `count` pairs on. */
  private loadPairs(cursor: Local, count: number, inputs: Map<Value, Code>, name: string): Pairs {
    const { v, bytes } = this;
    const loaded = (key: string, code: Code): Value => {
      const value = v.input(`${name} ${key}`);
      inputs.set(value, code);
      return value;
    };
    if (bytes === 8) return Array.from({ length: count }, (_, p) => loaded(`${p}`, v128.load(cursor.get, 16 * p)));
    if (count === 1) return [loaded("alone", f64x2.promoteLow(v128.load64Zero(cursor.get)))];
    return Array.from({ length: count / 2 }, (_, q) => v.promote(loaded(`${q}`, v128.load(cursor.get, 16 * q)))).flat();
  }

  private keptOffset(k: number): Code {
    const { n, parts } = this;
    if (k === 0) return i32.const(0);
    const bytes = parts.apart ? 32 : 8;
    return i32.mul(parts.apart ? n.get : i32.add(n.get, i32.const(2)), i32.const(bytes * k));
  }

  /** The values of nodes that a loop computes, for each pair. */
  private vectors(
    nodes: readonly Expression[],
    count: number,
    inputs: Map<Value, Code>,
    from: { readonly element: (k: number) => Pairs; readonly kept: (k: number, pair: number) => Code },
  ): Map<Expression, Pairs> {
    const { program, v, d, index, parts } = this;
    const values = new Map<Expression, Pairs>();
    for (const node of nodes) {
      if (node === program.index) {
        const first = v.input("index");
        inputs.set(first, index.get);
        values.set(
          node,
          Array.from({ length: count }, (_, p) => (parts.apart || p === 0 ? first : d.add(first, 2 * p))),
        );
      } else if (this.done.has(node)) {
        const pairs = Array.from({ length: count }, (_, p) => {
          const value = v.input(`kept ${node.id} ${p}`);
          inputs.set(value, from.kept(program.kept.indexOf(node), p));
          return value;
        });
        values.set(node, pairs);
      } else if (node.operation === "input") values.set(node, from.element(program.elements.indexOf(node.name)));
      else
        values.set(
          node,
          this.operate(node, count, inputs, (operand) => this.pairsOf(operand, count, values, inputs)),
        );
    }
    return values;
  }

  private operate(
    node: Expression,
    count: number,
    inputs: Map<Value, Code>,
    read: (operand: Expression) => Pairs,
  ): Pairs {
    const divisor = node.operands[1]!;
    const emit = this.shorter(node) ?? vectorEmitter(node.operation)!; // see canVectorize
    const operands = node.operands.map((operand) =>
      operand === divisor && this.inverts(node)
        ? this.uniformPairs(`inverse ${divisor.id}`, this.inverses.get(divisor)!, count, inputs)
        : read(operand),
    );
    return Array.from({ length: count }, (_, p) =>
      emit(this.d, ...(operands.map((pairs) => pairs[p]!) as [Value, Value, Value])),
    );
  }

  /** Fewer instructions that come to the same. */
  private shorter(node: Expression): VectorEmitter | undefined {
    const [a, b, c] = node.operands as [Expression, Expression, Expression];
    switch (node.operation) {
      case "select":
        if (isConstant(b, 0)) return (d, condition, _, y) => d.andNot(y, condition);
        return isConstant(c, 0) ? (d, condition, x) => d.and(condition, x) : undefined;
      case "exp":
        return this.isBelowMax(a) ? expBelow0 : undefined;
      case "div":
        return this.inverts(node) ? (d, x, inverse) => d.mul(x, inverse) : undefined;
      default:
        return undefined;
    }
  }

  /**
   * Is it a division by what is the same in the whole lane? A division takes as long as four products, and beside transcendental functions
   * that are approximations the rounding of the inverse is nothing.
   */
  private inverts({ operation, operands, uniform }: Expression): boolean {
    const divisor = operands[1];
    return operation === "div" && !uniform && divisor!.uniform && !isConstant(divisor!) && !this.program.exact;
  }

  /** Is it `x − max x`, which is never above 0? */
  private isBelowMax({ operation, operands }: Expression): boolean {
    const reductions = this.program.passes.flat();
    return (
      operation === "sub" &&
      reductions.some(({ kind, of, result }) => kind === "max" && of === operands[0] && result === operands[1])
    );
  }

  /** A node of a loop, a constant, or a uniform node. */
  private pairsOf(
    node: Expression,
    count: number,
    values: ReadonlyMap<Expression, Pairs>,
    inputs: Map<Value, Code>,
  ): Pairs {
    const known = values.get(node);
    if (known !== undefined) return known;
    if (node.operation === "constant") return new Array<Value>(count).fill(this.d.const(node.value));
    return this.uniformPairs(`uniform ${node.id}`, this.uniforms.get(node)!, count, inputs);
  }

  private uniformPairs(name: string, codes: readonly Code[], count: number, inputs: Map<Value, Code>): Pairs {
    return Array.from({ length: count }, (_, p) => {
      const place = this.parts.apart ? p : 0;
      const value = this.v.input(`${name} ${place}`);
      inputs.set(value, codes[place]!);
      return value;
    });
  }
}

const start = { sum: 0, max: -Infinity, min: Infinity } as const;
const join = {
  sum: (d: VectorArithmetic, a: Value, b: Value): Value => d.add(a, b),
  max: (d: VectorArithmetic, a: Value, b: Value): Value => d.max(a, b),
  min: (d: VectorArithmetic, a: Value, b: Value): Value => d.min(a, b),
} as const;
const joinCode = { sum: f64x2.add, max: f64x2.max, min: f64x2.min } as const;

const cheapOperations = new Set<string>([
  "input",
  "add",
  "sub",
  "mul",
  "square",
  "select",
  "equal",
  "less",
  "lessEqual",
]);

function cheap({ operation }: Expression): boolean {
  return cheapOperations.has(operation);
}

/** Each of four accumulators in the place of the one so many before it. */
function rotate(list: readonly Local[], by: number, local: MakeLocal): Code {
  const [a, b, c, d] = list as [Local, Local, Local, Local];
  if (by === 4) return [];
  const first = local(vector);
  if (by === 1) return [first.set(a.get), a.set(b.get), b.set(c.get), c.set(d.get), d.set(first.get)];
  const second = local(vector);
  return [first.set(a.get), second.set(b.get), a.set(c.get), b.set(d.get), c.set(first.get), d.set(second.get)];
}

const bothLow = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const halvesSwapped = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const pairsSwapped = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11];
const swapped = (x: Code): Code => v128.shuffle(x, x, halvesSwapped);
const bytesOfPair = (a: number, b: number): number[] => [...new Uint8Array(Float64Array.of(a, b).buffer)];
const firstOnly = [255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0];
const firstFour = [...new Uint8Array(Float32Array.of(0, 1, 2, 3).buffer)];
