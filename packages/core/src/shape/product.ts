/**
 * Exact products of sizes, computed by the compiler in decimal digits (little-endian strings of digits).
 * `number` where a size is not a literal.
 */

// A shape is `number[]` here and not types.ts's name for it: types.ts computes with products, and must not import what imports it.
type Z = {
  0: [];
  1: [0];
  2: [0, 0];
  3: [0, 0, 0];
  4: [0, 0, 0, 0];
  5: [0, 0, 0, 0, 0];
  6: [0, 0, 0, 0, 0, 0];
  7: [0, 0, 0, 0, 0, 0, 0];
  8: [0, 0, 0, 0, 0, 0, 0, 0];
  9: [0, 0, 0, 0, 0, 0, 0, 0, 0];
};
type D = keyof Z;
type Rev<S extends string, T extends string = ""> = S extends `${infer H}${infer R}` ? Rev<R, `${H}${T}`> : T;
/** digit + digit + carry, as `${units}` and carry */
type Add<A extends string, B extends string, C extends 0[] = []> = A extends `${infer X extends D}${infer P}`
  ? B extends `${infer Y extends D}${infer Q}`
    ? Put<[...Z[X], ...Z[Y], ...C]["length"], P, Q>
    : Put<[...Z[X], ...C]["length"], P, "">
  : B extends `${infer Y extends D}${infer Q}`
    ? Put<[...Z[Y], ...C]["length"], "", Q>
    : C extends [0]
      ? "1"
      : "";
type Put<N, P extends string, Q extends string> = `${N & number}` extends `1${infer U extends D}`
  ? `${U}${Add<P, Q, [0]>}`
  : `${N & number}${Add<P, Q>}`;
/** digit x number, by repeated addition */
type Times<B extends string, N extends 0[], T extends string = ""> = N extends [0, ...infer M extends 0[]]
  ? Times<B, M, Add<T, B>>
  : T;
type MulRev<A extends string, B extends string> = A extends `${infer X extends D}${infer P}`
  ? Add<Times<B, Z[X]>, P extends "" ? "" : `0${MulRev<P, B>}`>
  : "";
type Strip<S extends string> = S extends `0${infer R extends `${D}${string}`}` ? Strip<R> : S;
/** The exact product of two sizes. */
export type Mul<A extends number, B extends number> = number extends A | B
  ? number
  : 0 extends A | B
    ? 0
    : 1 extends A
      ? B
      : 1 extends B
        ? A
        : Strip<Rev<MulRev<Rev<`${A}`>, Rev<`${B}`>>>> extends `${infer N extends number}`
          ? N
          : number;
/** The number of elements of a shape; `number` where a size is not known. */
export type Product<S extends number[], P extends number = 1> = number extends S["length"]
  ? number
  : S extends [infer X extends number, ...infer R extends number[]]
    ? Product<R, Mul<P, X>>
    : P;
