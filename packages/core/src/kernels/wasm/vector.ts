import { type Code, f32x4, f64x2, i32, type Lanes, type Local, type MakeLocal, types, v128 } from "./assembler.ts";

/** One vector in the graph of a computation. Equal ones of one {@link Vectors} are the same object, and so are computed once. */
export class Value {
  readonly args: readonly Value[];
  readonly emit: (...args: readonly Code[]) => Code;
  /** Is it the same in every turn of a loop? Then it is computed before. */
  readonly hoisted: boolean;
  readonly id: number;

  constructor(args: readonly Value[], emit: (...args: readonly Code[]) => Code, hoisted: boolean, id: number) {
    this.args = args;
    this.emit = emit;
    this.hoisted = hoisted;
    this.id = id;
  }
}

/** A vector, or a number that stands for one in all lanes. */
export type VectorOperand = Value | number;

/** A graph of vectors of 16 bytes: four float32 or two float64. */
export class Vectors {
  /** Does the engine multiply and add with one rounding? */
  readonly relaxed: boolean;
  readonly float32: VectorArithmetic;
  readonly float64: VectorArithmetic;
  private readonly known = new Map<string, Value>();

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
    this.float32 = new VectorArithmetic(this, f32x4, "float32");
    this.float64 = new VectorArithmetic(this, f64x2, "float64");
  }

  /** How many values there are: about as many instructions. */
  get size(): number {
    return this.known.size;
  }

  /** The value of some code on some operands; the same object for the same name and operands. */
  value(
    name: string,
    args: readonly Value[],
    emit: (...args: readonly Code[]) => Code,
    hoisted: boolean = args.length > 0 && args.every((arg) => arg.hoisted),
  ): Value {
    const key = `${name} ${args.map(({ id }) => id).join()}`;
    let value = this.known.get(key);
    if (value === undefined) {
      value = new Value(args, emit, hoisted, this.known.size);
      this.known.set(key, value);
    }
    return value;
  }

  /** A value that whoever emits the graph has the code of; a hoisted one is the same in every turn of the loop. */
  input(name: string, hoisted = false): Value {
    return this.value(`input ${name}`, [], () => [], hoisted);
  }

  /** The four float32 of a vector as float64: the first two, and the last two. */
  promote(x: Value): readonly [Value, Value] {
    return [
      this.value("promote low", [x], (x) => f64x2.promoteLow(x!)),
      this.value("promote high", [x], (x) => f64x2.promoteLow(v128.shuffle(x!, x!, highTwice))),
    ];
  }

  /** Two vectors of float64 rounded to one of float32. */
  demote(low: Value, high: Value): Value {
    return this.value("demote", [low, high], (low, high) =>
      v128.shuffle(f64x2.demote(low!), f64x2.demote(high!), bothLow),
    );
  }

  /** A condition on four float32 as conditions on float64: the first two, and the last two. */
  widen(condition: Value): readonly [Value, Value] {
    return [
      this.value("widen low", [condition], (c) => v128.shuffle(c!, c!, doubledLow)),
      this.value("widen high", [condition], (c) => v128.shuffle(c!, c!, doubledHigh)),
    ];
  }
}

const highTwice = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
const bothLow = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const doubledLow = [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7];
const doubledHigh = doubledLow.map((k) => k + 8);

/**
 * Arithmetic on the vectors of one dtype. Each operation is one that the hardware rounds correctly, so a lane has the bits that the same
 * operation on plain numbers of that dtype has. A condition has all bits set where it holds.
 */
export class VectorArithmetic {
  readonly vectors: Vectors;
  readonly lanes: Lanes;
  private readonly dtype: string;

  constructor(vectors: Vectors, lanes: Lanes, dtype: "float32" | "float64") {
    this.vectors = vectors;
    this.lanes = lanes;
    this.dtype = dtype;
  }

  op(name: string, args: readonly VectorOperand[], emit: (...args: readonly [Code, Code, Code]) => Code): Value {
    return this.vectors.value(
      `${this.dtype} ${name}`,
      args.map((arg) => (typeof arg === "number" ? this.const(arg) : arg)),
      emit as (...args: readonly Code[]) => Code, // called with as many as there are in `args`
    );
  }

  const(x: number): Value {
    const name = `${this.dtype} constant ${Object.is(x, -0) ? "-0" : x}`;
    return this.vectors.value(name, [], () => this.lanes.const(x), true);
  }

  /** A vector of certain bits: the low and the high half of each float64. */
  bits(low: number, high: number): Value {
    return this.vectors.value(`bits ${low} ${high}`, [], () => f64x2.bits(low, high), true);
  }

  add(a: VectorOperand, b: VectorOperand): Value {
    return this.op("add", [a, b], this.lanes.add);
  }
  sub(a: VectorOperand, b: VectorOperand): Value {
    return this.op("sub", [a, b], this.lanes.sub);
  }
  mul(a: VectorOperand, b: VectorOperand): Value {
    return this.op("mul", [a, b], this.lanes.mul);
  }
  div(a: VectorOperand, b: VectorOperand): Value {
    return this.op("div", [a, b], this.lanes.div);
  }
  /** `a b + c`, rounded once where the engine can and twice where it cannot: only for what is an approximation anyway. */
  madd(a: VectorOperand, b: VectorOperand, c: VectorOperand): Value {
    return this.vectors.relaxed ? this.op("madd", [a, b, c], this.lanes.relaxedMadd) : this.add(this.mul(a, b), c);
  }
  neg(x: VectorOperand): Value {
    return this.op("neg", [x], this.lanes.neg);
  }
  abs(x: VectorOperand): Value {
    return this.op("abs", [x], this.lanes.abs);
  }
  sqrt(x: VectorOperand): Value {
    return this.op("sqrt", [x], this.lanes.sqrt);
  }
  floor(x: VectorOperand): Value {
    return this.op("floor", [x], this.lanes.floor);
  }
  ceil(x: VectorOperand): Value {
    return this.op("ceil", [x], this.lanes.ceil);
  }
  trunc(x: VectorOperand): Value {
    return this.op("trunc", [x], this.lanes.trunc);
  }
  /** The nearest whole number, the even one of two. */
  nearest(x: VectorOperand): Value {
    return this.op("nearest", [x], this.lanes.nearest);
  }
  /** The smaller one, −0 before 0; NaN if either is. */
  min(a: VectorOperand, b: VectorOperand): Value {
    return this.op("min", [a, b], this.lanes.min);
  }
  /** The larger one, 0 before −0; NaN if either is. */
  max(a: VectorOperand, b: VectorOperand): Value {
    return this.op("max", [a, b], this.lanes.max);
  }
  /** `b < a ? b : a`, so NaN in `a` stays. One instruction, where `min` takes several. */
  pmin(a: VectorOperand, b: VectorOperand): Value {
    return this.op("pmin", [a, b], this.lanes.pmin);
  }
  /** `a < b ? b : a`, so NaN in `a` stays. */
  pmax(a: VectorOperand, b: VectorOperand): Value {
    return this.op("pmax", [a, b], this.lanes.pmax);
  }

  eq(a: VectorOperand, b: VectorOperand): Value {
    return this.op("eq", [a, b], this.lanes.eq);
  }
  ne(a: VectorOperand, b: VectorOperand): Value {
    return this.op("ne", [a, b], this.lanes.ne);
  }
  lt(a: VectorOperand, b: VectorOperand): Value {
    return this.op("lt", [a, b], this.lanes.lt);
  }
  le(a: VectorOperand, b: VectorOperand): Value {
    return this.op("le", [a, b], this.lanes.le);
  }
  /** Both conditions; also the bits of a number where a condition holds, and 0 elsewhere. */
  and(a: Value, b: Value): Value {
    return this.op("and", [a, b], v128.and);
  }
  /** `a` where `b` does not hold. */
  andNot(a: Value, b: Value): Value {
    return this.op("andnot", [a, b], v128.andnot);
  }
  or(a: Value, b: Value): Value {
    return this.op("or", [a, b], v128.or);
  }
  not(condition: Value): Value {
    return this.op("not", [condition], v128.not);
  }
  /** `a` where the condition holds, else `b`. */
  select(condition: Value, a: VectorOperand, b: VectorOperand): Value {
    return this.op("select", [a, b, condition], v128.bitselect);
  }
  /** The magnitude of `a` with the sign bit of `b`. */
  copySign(a: VectorOperand, b: VectorOperand): Value {
    return this.op("bitselect", [b, a, this.const(-0)], v128.bitselect);
  }

  /** Moves the bits of each lane to the left. */
  shl(x: Value, count: number): Value {
    return this.op(`shl ${count}`, [x], (x) => this.lanes.shl(x, i32.const(count)));
  }
  /** Moves the bits of each lane to the right; zeros come after. */
  shrU(x: Value, count: number): Value {
    return this.op(`shrU ${count}`, [x], (x) => this.lanes.shrU(x, i32.const(count)));
  }
  addBits(a: Value, b: Value): Value {
    return this.op("addBits", [a, b], this.lanes.addBits);
  }
  subBits(a: Value, b: Value): Value {
    return this.op("subBits", [a, b], this.lanes.subBits);
  }
}

/** Code for some vectors of a graph: `setup` before a loop, the rest in it, one after the other. */
export interface EmittedValues {
  readonly setup: Code;
  readonly code: readonly Code[];
}

/**
 * Code that computes the roots. What is used twice is kept in a local, and so is what is the same in every turn, set by `setup`: constants
 * in locals are worth 18 to 30 % in a loop. `code[k]` uses locals that the code before it sets, so all of it runs, in this order.
 *
 * @param inputs - Code of the graph's inputs; what is loaded is loaded once.
 */
export function emitValues(roots: readonly Value[], inputs: ReadonlyMap<Value, Code>, local: MakeLocal): EmittedValues {
  const uses = countUses(roots);
  const kept = new Map<Value, Local>();
  const setup: Code[] = [];
  const codeOf = (value: Value): Code => inputs.get(value) ?? value.emit(...value.args.map(emit));
  function emit(value: Value): Code {
    const place = kept.get(value);
    if (place !== undefined) return place.get;
    if (value.hoisted) {
      // What it is made of comes before it, since that is emitted first.
      const code = codeOf(value);
      const constant = keep(value);
      setup.push(constant.set(code));
      return constant.get;
    }
    const code = codeOf(value);
    return uses.get(value)! < 2 ? code : keep(value).tee(code);
  }
  function keep(value: Value): Local {
    const made = local(types.v128);
    kept.set(value, made);
    return made;
  }
  return { code: roots.map(emit), setup };
}

function countUses(roots: readonly Value[]): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const pending = [...roots];
  while (pending.length > 0) {
    const value = pending.pop()!;
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0) pending.push(...value.args);
  }
  return uses;
}
