import { erf, erfc, normalCdf } from "../../kernels/js/special/erf.ts";
import { expMinusSquare } from "../../kernels/js/special/expMinusSquare.ts";
import { lgamma } from "../../kernels/js/special/lgamma.ts";
import { polygamma } from "../../kernels/js/special/polygamma.ts";
import type { ProvidedFunctions } from "./provided.ts";

/** For ops whose expressions have `e.erf`, `e.erfc`, `e.normalCdf` or `e.gauss`. */
export const errorFunctions: ProvidedFunctions = { erf, erfc, normalCdf, gauss: expMinusSquare };

/** For ops whose expressions have `e.lgamma` or `e.polygamma`. */
export const gammaFunctions: ProvidedFunctions = {
  lgamma: (x) => lgamma(x) + 0, // + 0: of −0, which differences near 1 can give
  polygamma,
};
