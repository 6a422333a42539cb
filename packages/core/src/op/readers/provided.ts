import type { Algebra } from "../algebra.ts";

/** Operations whose functions are large, and which few programs need. */
export type ProvidedOperation = "erf" | "erfc" | "normalCdf" | "gauss" | "lgamma" | "polygamma";

/** Functions for some of them. */
export type ProvidedFunctions = { readonly [O in ProvidedOperation]?: Algebra<number, boolean | number>[O] };

/**
 * The functions of {@link ProvidedOperation}s on plain numbers. An op that needs some says so (`uses: errorFunctions`), so that a program
 * carries those of its ops; the main entry provides all.
 */
export const provided: { [O in ProvidedOperation]?: Algebra<number, boolean | number>[O] } = {};

export function provide(functions: ProvidedFunctions): void {
  Object.assign(provided, functions);
}
