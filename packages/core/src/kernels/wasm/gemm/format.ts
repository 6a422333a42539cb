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
  /** Columns in a tile: two vectors. */
  readonly columns: number;
  /** Terms of a sum that are added up in registers before they go to the product. */
  readonly terms: number;
  /** Sizes of the blocks of A and B that are packed at a time: together they stay in a second-level cache. */
  readonly blockRows: number;
  readonly blockColumns: number;
}

/**
 * Rows in a tile. Five rows of two vectors are ten sums, enough to hide that a fused multiply-add takes four cycles while two begin in
 * each; with six rows (12 sums, 2 vectors of B, 1 of A) engines ran out of their 15 registers and were 7 % slower.
 */
export const tileRows = 5;

export const formats: { readonly [type in FloatType]: Format } = {
  float32: {
    size: 4,
    lanes: 4,
    vector: f32x4,
    scalar: f32,
    splat: v128.load32Splat,
    columns: 8,
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
    terms: 512,
    blockRows: 50,
    blockColumns: 128,
  },
};
