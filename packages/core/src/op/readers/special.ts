import { provide } from "./provided.ts";
import { errorFunctions, gammaFunctions } from "./specialFunctions.ts";

// The main entry has every function of the algebra, whichever ops a program uses.
provide(errorFunctions);
provide(gammaFunctions);
