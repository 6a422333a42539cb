import type { Parameter } from "../tensor/parameter.ts";

/**
 * What inspection and gradient checks need of a model: something to run, and its parameters by name. Every Module of
 * `@tapegrad/nn` is one, and so is any object of a user's with these two methods.
 */
export interface ModuleLike {
  forward(...inputs: never): unknown;
  namedParameters(): Iterable<readonly [name: string, parameter: Parameter]>;
}
