import { type Code, f64x2, i32, type Local, type MakeLocal, types, v128 } from "../../kernels/wasm/assembler.ts";
import { expBelow0 } from "../../kernels/wasm/math.ts";
import { type Value, type VectorArithmetic, Vectors } from "../../kernels/wasm/vector.ts";
import type { DType, FloatDType } from "../../tensor/dtype.ts";
import type { LaneProgram } from "../lanes.ts";
import { type Expression, isConstant } from "./expression.ts";
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

/** An element node as vectors of two float64, for each pair of elements that a turn of a loop computes. */
export type Pairs = readonly Value[];

/** Where a loop is: addresses of the current elements, results, and kept values. */
export interface Cursors {
  readonly elements: readonly Local[];
  readonly outs: readonly Local[];
  readonly kept: Local;
}

const { v128: vector } = types;

/** The nodes of a lane program as vectors of two float64. */
export abstract class LaneNodes {
  protected readonly parts: LaneFunction;
  protected readonly program: LaneProgram;
  /** How many elements whole lanes have. */
  protected readonly n: Local;
  protected readonly local: MakeLocal;
  protected readonly v: Vectors;
  protected readonly d: VectorArithmetic;
  /** Uniform nodes whose values are known, for each pair of lanes. */
  protected readonly uniforms: Map<Expression, readonly Code[]> = new Map();
  /** Nodes whose values an earlier pass has kept. */
  protected readonly done: Set<Expression> = new Set();
  /** Of one element. */
  protected readonly bytes: number;
  protected readonly index: Local;
  /** Uniform nodes whose inverses are wanted, and these. */
  private readonly divisors: ReadonlySet<Expression>;
  private readonly inverses = new Map<Expression, readonly Code[]>();

  constructor(parts: LaneFunction, relaxed: boolean, local: MakeLocal, n: Local) {
    const { program, dtype } = parts;
    this.parts = parts;
    this.program = program;
    this.n = n;
    this.local = local;
    this.v = new Vectors(relaxed);
    this.d = this.v.float64;
    this.bytes = dtype === "float32" ? 4 : 8;
    this.index = local(vector);
    this.divisors = new Set(
      [...program.level.keys()].filter((node) => this.inverts(node)).map(({ operands }) => operands[1]!),
    );
  }

  /** Code for the inverses that are wanted of a uniform node that has just become known. */
  protected invert(node: Expression): Code {
    if (!this.divisors.has(node)) return [];
    const inverses = this.uniforms.get(node)!.map((divisor) => {
      const inverse = this.local(vector);
      return { set: inverse.set(f64x2.div(f64x2.const(1), divisor)), get: inverse.get };
    });
    this.inverses.set(
      node,
      inverses.map(({ get }) => get),
    );
    return inverses.map(({ set }) => set);
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

  protected keptAddress(cursor: Local, node: Expression): Code {
    const { parts, program } = this;
    const k = program.kept.indexOf(node);
    if (k === 0) return cursor.get;
    const values = parts.apart ? this.n.get : i32.add(this.n.get, i32.const(2));
    return i32.add(cursor.get, i32.mul(values, i32.const(k * (parts.apart ? 32 : 8))));
  }

  /** The values of nodes that a loop computes, for each pair. */
  protected vectors(
    nodes: readonly Expression[],
    count: number,
    inputs: Map<Value, Code>,
    cursors: Cursors,
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
          inputs.set(value, v128.load(this.keptAddress(cursors.kept, node), 16 * p));
          return value;
        });
        values.set(node, pairs);
      } else if (node.operation === "input") {
        const k = program.elements.indexOf(node.name);
        values.set(node, this.loadPairs(cursors.elements[k]!, count, inputs, `element ${k}`));
      } else
        values.set(
          node,
          this.operate(node, count, inputs, (operand) => this.pairsOfNode(operand, count, values, inputs)),
        );
    }
    return values;
  }

  protected operate(
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
  protected pairsOfNode(
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

  /** A uniform node that is known, or a constant. */
  protected pairsOf(node: Expression, count: number): readonly Code[] {
    return node.operation === "constant"
      ? new Array<Code>(count).fill(f64x2.const(node.value))
      : this.uniforms.get(node)!;
  }
}
