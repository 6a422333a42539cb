import { type Code, f32, f32x4, f64, f64x2, v128 } from "../assembler.ts";

/** The two dtypes that there are products of in WebAssembly. */
export type FloatType = "float32" | "float64";

/** What a kernel for one dtype is made of. */
export interface Format {
  /** Of one number, in bytes. */
  readonly size: number;
  /** Numbers in a vector. */
  readonly lanes: number;
  readonly vector: typeof f32x4 | typeof f64x2;
  readonly scalar: typeof f32 | typeof f64;
  /** One number from memory, in every lane. */
  readonly splat: (address: Code, offset?: number) => Code;
  /** Of a tile: two vectors of columns, and as many rows as the engine has registers for. */
  readonly columns: number;
  readonly rows: number;
  /** Terms of a sum that are added up in registers before they go to the product. */
  readonly terms: number;
  /** Sizes of the blocks of A and B that are packed at a time: whole tiles, and together they stay in a second-level cache. */
  readonly blockRows: number;
  readonly blockColumns: number;
}

export const formats: { readonly [type in FloatType]: Format } = {
  float32: {
    size: 4,
    lanes: 4,
    vector: f32x4,
    scalar: f32,
    splat: v128.load32Splat,
    columns: 8,
    rows: 5,
    terms: 512,
    blockRows: 100,
    blockColumns: 256,
  },
  float64: {
    size: 8,
    lanes: 2,
    vector: f64x2,
    scalar: f64,
    splat: v128.load64Splat,
    columns: 4,
    rows: 5,
    terms: 512,
    blockRows: 50,
    blockColumns: 128,
  },
};

/**
 * The format that is fastest on an engine with or without fused multiply-add.
 *
 * A tile of five rows by two vectors has ten sums, enough to hide that an addition takes four cycles while two begin in each. Twelve sums,
 * the vectors of B and one of A just fit 15 registers: 5 % faster for float32 where a product needs no register before it is added, and
 * slower otherwise. The bits of an element do not depend on its tile.
 */
export function formatOf(type: FloatType, fused: boolean): Format {
  return fused && type === "float32" ? { ...formats.float32, rows: 6, blockRows: 96 } : formats[type];
}
