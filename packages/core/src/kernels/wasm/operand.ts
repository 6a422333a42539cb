import { type Code, f32, f32x4, f64, f64x2, i32, type Lanes, type MakeLocal, types, v128 } from "./assembler.ts";

/** The dtypes whose elements vectors hold. */
export type VectorDType = "float32" | "float64";

/** How loops read what they are given: elements of a dtype, and conditions, which are the bytes of a bool tensor. */
export class OperandCode {
  readonly lanes: Lanes;
  /** A condition takes a byte where an element takes `1 << shift`. */
  private readonly shift: number;
  private readonly dtype: VectorDType;

  constructor(dtype: VectorDType) {
    this.dtype = dtype;
    this.lanes = dtype === "float32" ? f32x4 : f64x2;
    this.shift = dtype === "float32" ? 2 : 3;
  }

  /** The element, or the condition, at an address in all lanes. */
  repeated(isCondition: boolean, address: Code, offset: number): Code {
    if (isCondition) return this.lanes.ne(v128.load8Splat(address, offset), this.lanes.const(0));
    return this.dtype === "float32" ? v128.load32Splat(address, offset) : v128.load64Splat(address, offset);
  }

  /** A vector of conditions from an address on: a byte for each lane. */
  conditions(local: MakeLocal, address: Code, offset: number): Code {
    const bytes = local(types.v128);
    const loaded = bytes.tee(v128.load32Zero(address, offset));
    return this.lanes.ne(v128.shuffle(loaded, bytes.get, spread[this.dtype]), this.lanes.const(0));
  }

  /** Of bytes from the beginning of an operand of elements, how many they are in one of conditions. */
  narrowed(bytes: Code): Code {
    return i32.shrU(bytes, i32.const(this.shift));
  }
}

/** A float64 at an address in all lanes, as one of the vectors that compute in that dtype. */
export function sharedNumber(dtype: VectorDType, address: Code, offset: number): Code {
  return dtype === "float64" ? v128.load64Splat(address, offset) : f32x4.splat(f32.demote(f64.load(address, offset)));
}

/** How an operand goes along with rows of results: one element for each, a row for all rows, an element a row, one for all. */
export type Walk = "whole" | "row" | "column" | "one";

/** Computes all of some vectors, and then stores them: what one overwrites may be what another is made of. */
export function storedTogether(
  local: MakeLocal,
  vectors: readonly Code[],
  store: (k: number, vector: Code) => Code,
): Code {
  const results = vectors.map((vector) => {
    const result = local(types.v128);
    return { set: result.set(vector), get: result.get };
  });
  return [results.map(({ set }) => set), results.map(({ get }, k) => store(k, get))];
}

/** Bytes of a condition among those of a whole vector: one for each lane, zeros for the rest of it. */
const spread = {
  float32: [0, 4, 4, 4, 1, 4, 4, 4, 2, 4, 4, 4, 3, 4, 4, 4],
  float64: [0, 4, 4, 4, 4, 4, 4, 4, 1, 4, 4, 4, 4, 4, 4, 4],
};
