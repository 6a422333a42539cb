// A WebAssembly assembler: code is nested lists of bytes, so an instruction is a function of its operands' code and reads like the
// expression it stands for: `i32.add(p, i32.const(16))`. Numbers of instructions: WebAssembly core specification 2.0, and the proposal
// for relaxed SIMD.

/** Bytes of instructions, nested as the expression is. */
export type Code = readonly (number | Code)[];

/** The type of a value, as its byte in a module. */
export type Type = 0x7f | 0x7d | 0x7c | 0x7b;
export const types: { readonly i32: 0x7f; readonly f32: 0x7d; readonly f64: 0x7c; readonly v128: 0x7b } = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** An unsigned number in LEB128: seven bits a byte, the low ones first. */
function u32(n: number): number[] {
  const bytes: number[] = [];
  let rest = n;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return bytes;
}

/** A signed number in LEB128. */
function s32(n: number): number[] {
  const bytes: number[] = [];
  for (let rest = n; ; ) {
    const byte = rest & 127;
    rest >>= 7;
    if ((rest === 0 && byte < 64) || (rest === -1 && byte >= 64)) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

function bytesOf(array: Float32Array | Float64Array | Int32Array): number[] {
  return [...new Uint8Array(array.buffer)];
}

type Unary = (x: Code) => Code;
type Binary = (x: Code, y: Code) => Code;
type Ternary = (x: Code, y: Code, z: Code) => Code;
type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;

/** Instructions by name, those of one operand, of two, of three. */
type Instructions<U extends string, B extends string, T extends string = never> = {
  readonly [Name in U]: Unary;
} & { readonly [Name in B]: Binary } & { readonly [Name in T]: Ternary };

/** Loads, stores and constants of a number type. */
interface NumberType {
  readonly const: (x: number) => Code;
  readonly load: Load;
  readonly store: Store;
}

type IntegerInstructions = NumberType &
  Instructions<
    "eqz" | "truncF64",
    | "eq"
    | "lt"
    | "ltU"
    | "gt"
    | "gtU"
    | "le"
    | "ge"
    | "geU"
    | "add"
    | "sub"
    | "mul"
    | "divU"
    | "remU"
    | "and"
    | "or"
    | "shl"
    | "shrU"
  >;

type VectorInstructions = {
  readonly [Name in "load" | "load8Splat" | "load32Splat" | "load64Splat" | "load32Zero" | "load64Zero"]: Load;
} & {
  readonly store: Store;
  /** Stores the first 8 bytes. */
  readonly store64: Store;
  readonly const: (bytes: readonly number[]) => Code;
  /** `lanes`: 16 positions of bytes, those of `y` from 16 on. */
  readonly shuffle: (x: Code, y: Code, lanes: readonly number[]) => Code;
} & Instructions<"not", "and" | "andnot" | "or" | "xor", "bitselect">;

/** Instructions on vectors of floats, of either width. */
export interface Lanes
  extends Instructions<
    "splat" | "abs" | "neg" | "sqrt" | "ceil" | "floor" | "trunc" | "nearest",
    | ("eq" | "ne" | "lt" | "gt" | "le" | "ge")
    | ("add" | "sub" | "mul" | "div" | "min" | "max" | "pmin" | "pmax")
    | ("shl" | "shrS" | "shrU" | "addBits" | "subBits"),
    "relaxedMadd"
  > {
  /** How many there are in a vector. */
  readonly lanes: number;
  /** Of one of them. */
  readonly bytes: number;
  readonly const: (x: number) => Code;
  readonly extract: (x: Code, lane: number) => Code;
}

const unary =
  (...op: number[]): Unary =>
  (x) => [x, op];
const binary =
  (...op: number[]): Binary =>
  (x, y) => [x, y, op];
const ternary =
  (...op: number[]): Ternary =>
  (x, y, z) => [x, y, z, op];
/** The bytes of a vector instruction. */
const simd = (op: number): number[] => [0xfd, ...u32(op)];
const load =
  (...op: number[]): Load =>
  (address, offset = 0) => [address, op, 0, u32(offset)];
const store =
  (...op: number[]): Store =>
  (address, value, offset = 0) => [address, value, op, 0, u32(offset)];

export const i32: IntegerInstructions = {
  const: (n: number): Code => [0x41, s32(n)],
  load: load(0x28),
  store: store(0x36),
  eqz: unary(0x45),
  /** The whole part of an f64; 0 of NaN, the nearest there is of what is beyond. */
  truncF64: unary(0xfc, 2),
  eq: binary(0x46),
  lt: binary(0x48),
  ltU: binary(0x49),
  gt: binary(0x4a),
  gtU: binary(0x4b),
  le: binary(0x4c),
  ge: binary(0x4e),
  geU: binary(0x4f),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  divU: binary(0x6e),
  remU: binary(0x70),
  and: binary(0x71),
  or: binary(0x72),
  shl: binary(0x74),
  shrU: binary(0x76),
};

export const f32: NumberType & Instructions<"fromI32" | "demote", "add" | "sub" | "mul" | "div"> = {
  const: (x: number): Code => [0x43, bytesOf(Float32Array.of(x))],
  load: load(0x2a),
  store: store(0x38),
  add: binary(0x92),
  sub: binary(0x93),
  mul: binary(0x94),
  div: binary(0x95),
  fromI32: unary(0xb2),
  demote: unary(0xb6),
};

export const f64: NumberType & Instructions<"fromI32" | "promote", "add" | "sub" | "mul" | "div"> = {
  const: (x: number): Code => [0x44, bytesOf(Float64Array.of(x))],
  load: load(0x2b),
  store: store(0x39),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  fromI32: unary(0xb7),
  promote: unary(0xbb),
};

export const v128: VectorInstructions = {
  load: load(...simd(0)),
  load8Splat: load(...simd(7)),
  load32Splat: load(...simd(9)),
  load64Splat: load(...simd(10)),
  load32Zero: load(...simd(0x5c)),
  load64Zero: load(...simd(0x5d)),
  store: store(...simd(11)),
  store64: (address: Code, value: Code, offset = 0): Code => [address, value, simd(0x5b), 0, u32(offset), 0],
  const: (bytes: readonly number[]): Code => [simd(12), bytes],
  not: unary(...simd(0x4d)),
  and: binary(...simd(0x4e)),
  andnot: binary(...simd(0x4f)),
  or: binary(...simd(0x50)),
  xor: binary(...simd(0x51)),
  /** Bits of `x` where those of `z` are 1, else of `y`. */
  bitselect: ternary(...simd(0x52)),
  shuffle: (x: Code, y: Code, lanes: readonly number[]): Code => [x, y, simd(13), lanes],
};

export const f32x4: Lanes & { readonly bits: (n: number) => Code } & Instructions<"truncToInt" | "fromInt", never> = {
  lanes: 4,
  bytes: 4,
  const: (x: number): Code => v128.const(bytesOf(Float32Array.of(x, x, x, x))),
  bits: (n: number): Code => v128.const(bytesOf(Int32Array.of(n, n, n, n))),
  splat: unary(...simd(0x13)),
  extract: (x: Code, lane: number): Code => [x, simd(0x1f), lane],
  eq: binary(...simd(0x41)),
  ne: binary(...simd(0x42)),
  lt: binary(...simd(0x43)),
  gt: binary(...simd(0x44)),
  le: binary(...simd(0x45)),
  ge: binary(...simd(0x46)),
  abs: unary(...simd(0xe0)),
  neg: unary(...simd(0xe1)),
  sqrt: unary(...simd(0xe3)),
  add: binary(...simd(0xe4)),
  sub: binary(...simd(0xe5)),
  mul: binary(...simd(0xe6)),
  div: binary(...simd(0xe7)),
  min: binary(...simd(0xe8)),
  max: binary(...simd(0xe9)),
  pmin: binary(...simd(0xea)),
  pmax: binary(...simd(0xeb)),
  ceil: unary(...simd(0x67)),
  floor: unary(...simd(0x68)),
  trunc: unary(...simd(0x69)),
  nearest: unary(...simd(0x6a)),
  relaxedMadd: ternary(...simd(0x105)),
  shl: binary(...simd(0xab)),
  shrS: binary(...simd(0xac)),
  shrU: binary(...simd(0xad)),
  addBits: binary(...simd(0xae)),
  subBits: binary(...simd(0xb1)),
  truncToInt: unary(...simd(0xf8)),
  fromInt: unary(...simd(0xfa)),
};

export const f64x2: Lanes & { readonly bits: (low: number, high: number) => Code } & Instructions<
    "promoteLow" | "demote" | "fromInt",
    never
  > = {
  lanes: 2,
  bytes: 8,
  const: (x: number): Code => v128.const(bytesOf(Float64Array.of(x, x))),
  bits: (low: number, high: number): Code => v128.const(bytesOf(Int32Array.of(low, high, low, high))),
  splat: unary(...simd(0x14)),
  extract: (x: Code, lane: number): Code => [x, simd(0x21), lane],
  eq: binary(...simd(0x47)),
  ne: binary(...simd(0x48)),
  lt: binary(...simd(0x49)),
  gt: binary(...simd(0x4a)),
  le: binary(...simd(0x4b)),
  ge: binary(...simd(0x4c)),
  abs: unary(...simd(0xec)),
  neg: unary(...simd(0xed)),
  sqrt: unary(...simd(0xef)),
  add: binary(...simd(0xf0)),
  sub: binary(...simd(0xf1)),
  mul: binary(...simd(0xf2)),
  div: binary(...simd(0xf3)),
  min: binary(...simd(0xf4)),
  max: binary(...simd(0xf5)),
  pmin: binary(...simd(0xf6)),
  pmax: binary(...simd(0xf7)),
  ceil: unary(...simd(0x74)),
  floor: unary(...simd(0x75)),
  trunc: unary(...simd(0x7a)),
  nearest: unary(...simd(0x94)),
  relaxedMadd: ternary(...simd(0x107)),
  shl: binary(...simd(0xcb)),
  shrS: binary(...simd(0xcc)),
  shrU: binary(...simd(0xcd)),
  addBits: binary(...simd(0xce)),
  subBits: binary(...simd(0xd1)),
  promoteLow: unary(...simd(0x5f)),
  demote: unary(...simd(0x5e)),
  /** Of the first two int32. */
  fromInt: unary(...simd(0xfe)),
};

/** A parameter or variable of a function. */
export class Local {
  readonly type: Type;
  readonly get: Code;
  private readonly index: number[];

  constructor(index: number, type: Type) {
    this.type = type;
    this.index = u32(index);
    this.get = [0x20, this.index];
  }

  set(value: Code): Code {
    return [value, 0x21, this.index];
  }

  /** Sets it, and gives the value. */
  tee(value: Code): Code {
    return [value, 0x22, this.index];
  }

  /** `local += n`, of an i32. */
  add(n: number | Code): Code {
    return this.set(i32.add(this.get, typeof n === "number" ? i32.const(n) : n));
  }
}

/** `do { body } while (condition)`. */
export function doWhile(body: Code, condition: Code): Code {
  return [0x03, 0x40, body, condition, 0x0d, 0, 0x0b];
}

/** `while (condition) { body }`. */
export function whileLoop(condition: Code, body: Code): Code {
  return [0x02, 0x40, 0x03, 0x40, condition, 0x45, 0x0d, 1, body, 0x0c, 0, 0x0b, 0x0b];
}

/** `if (condition) { then } else { otherwise }`. */
export function when(condition: Code, then: Code, otherwise?: Code): Code {
  return otherwise === undefined
    ? [condition, 0x04, 0x40, then, 0x0b]
    : [condition, 0x04, 0x40, then, 0x05, otherwise, 0x0b];
}

/** `condition ? a : b`, both of them computed. */
export function select(a: Code, b: Code, condition: Code): Code {
  return [a, b, condition, 0x1b];
}

/** Makes a variable of the function that is being written. */
export type MakeLocal = (type: Type) => Local;

/** A function of a module. */
export interface Func {
  call(...args: readonly Code[]): Code;
}

interface Body {
  readonly params: readonly Type[];
  readonly locals: readonly Type[];
  readonly code: Code;
  readonly name: string | null;
}

interface Import {
  readonly name: string;
  readonly params: readonly Type[];
}

/** How a module takes its memory: one for shared memory refuses any other, and the other way round. */
export interface MemoryType {
  readonly shared: boolean;
  /** In pages of 64 KiB. */
  readonly maximum: number;
}

/** A module of functions over one imported memory, `env.memory`. */
export class Assembler {
  private readonly limits: Code;
  private readonly imports: Import[] = [];
  private readonly functions: Body[] = [];
  /** The module as it is now, once someone has asked for it. */
  private encoded: Uint8Array<ArrayBuffer> | null = null;

  constructor(memory: MemoryType) {
    this.limits = memory.shared ? [3, u32(1), u32(memory.maximum)] : [0, u32(1)];
  }

  /** A function `env[name]` without a result that the module is given. All of them are declared before the first of {@link func}. */
  importFunction(name: string, params: readonly Type[]): Func {
    const index = this.imports.push({ name, params }) - 1;
    return { call: (...args) => [args, 0x10, u32(index)] };
  }

  /** Adds a function without result; `build` gets a maker of further variables, and its parameters. Exported if it has a name. */
  func(name: string | null, params: readonly Type[], build: (local: MakeLocal, ...params: Local[]) => Code): Func {
    this.encoded = null;
    const locals: Type[] = [];
    const parameters = params.map((type, i) => new Local(i, type));
    const code = build((type) => new Local(params.length + locals.push(type) - 1, type), ...parameters);
    const index = this.imports.length + this.functions.push({ params, locals, code, name }) - 1;
    return { call: (...args) => [args, 0x10, u32(index)] };
  }

  /** The module. */
  bytes(): Uint8Array<ArrayBuffer> {
    this.encoded ??= this.encode();
    return this.encoded;
  }

  private encode(): Uint8Array<ArrayBuffer> {
    const { functions, imports } = this;
    const signatures = [...imports, ...functions].map(({ params }) => [0x60, u32(params.length), params, 0]);
    const module: Code = [
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, signatures),
      section(2, [
        [text("env"), text("memory"), 2, this.limits],
        ...imports.map(({ name }, i) => [text("env"), text(name), 0, u32(i)]),
      ]),
      section(
        3,
        functions.map((_, i) => u32(imports.length + i)),
      ),
      section(
        7,
        functions.flatMap(({ name }, i) => (name === null ? [] : [[text(name), 0, u32(imports.length + i)]])),
      ),
      section(
        10,
        functions.map(({ locals, code }) => sized([u32(locals.length), locals.map((type) => [1, type]), code, 0x0b])),
      ),
    ];
    const bytes = new Uint8Array(lengthOf(module));
    write(module, bytes, 0);
    return bytes;
  }
}

function text(s: string): Code {
  return [u32(s.length), [...s].map((c) => c.charCodeAt(0))];
}

function section(id: number, items: readonly Code[]): Code {
  return [id, sized([u32(items.length), items])];
}

function sized(code: Code): Code {
  return [u32(lengthOf(code)), code];
}

function lengthOf(code: Code): number {
  let length = 0;
  for (const item of code) length += typeof item === "number" ? 1 : lengthOf(item);
  return length;
}

/** Writes code to bytes from a place on. @returns The place behind it. */
function write(code: Code, to: Uint8Array, from: number): number {
  let at = from;
  for (const item of code) {
    if (typeof item === "number") to[at++] = item;
    else at = write(item, to, at);
  }
  return at;
}
