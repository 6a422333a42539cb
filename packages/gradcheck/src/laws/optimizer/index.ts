import { checkOptionNames } from "../../options.ts";
import { checkLaws, type Law, type LawOptions, type LawReport } from "../law.ts";
import { lawsOfArguments } from "./arguments.ts";
import type { MakeOptimizer, OptimizerFacts } from "./facts.ts";
import { lawsOfState } from "./state.ts";
import { lawsOfSteps } from "./steps.ts";
import type { OptimizerSubject } from "./subject.ts";

/** Everything that must be true of an optimizer: its equations, what it leaves alone, its state, its options. */
export function lawsOfOptimizer(make: MakeOptimizer, facts: OptimizerFacts, name = "the optimizer"): Law[] {
  const subject: OptimizerSubject = { name, make, facts };
  return [...lawsOfSteps(subject), ...lawsOfState(subject), ...lawsOfArguments(subject)];
}

/** Options of {@link checkOptimizer}. */
export interface CheckOptimizerOptions extends LawOptions {
  /** How reports call it; "the optimizer" unless given. */
  readonly name?: string;
}

/**
 * Holds an optimizer of one's own to all that the library's optimizers are held to: steps are those of the published equations;
 * a parameter without gradient is left alone; a rate of 0 changes nothing; a gradient of 0 makes no NaN; `state()` and
 * `loadState()` go on with the same bits, also after JSON; wrong and unknown options are refused.
 *
 * @param make - Makes one for some parameters, with the options given.
 * @param facts - Options to try, the equations in plain numbers, the options it refuses.
 * @param options - `name`, `seed`, `runs`, `shrink`.
 * @returns Every law that was checked.
 * @throws {@link LawError} listing every law that does not hold, with the smallest case that fails and the seed.
 * @example
 * ```ts
 * const make = (parameters: readonly Parameter[], { learningRate, ...others }: { readonly [name: string]: unknown }) => {
 *   for (const name of Object.keys(others)) throw new DomainError(`Plain: options must be learningRate, got ${name}.`);
 *   return new SGD(parameters, { learningRate: learningRate as number });
 * };
 * const { laws } = checkOptimizer(make, {
 *   settings: [{ learningRate: 0.5 }],
 *   reference: { element: (_, theta, g, _t, { learningRate }) => theta - (learningRate as number) * g },
 *   errors: [],
 * });
 * laws.every(({ failure }) => failure === null); // => true
 * ```
 */
export function checkOptimizer(
  make: MakeOptimizer,
  facts: OptimizerFacts,
  options: CheckOptimizerOptions = {},
): LawReport {
  checkOptionNames("checkOptimizer", options, ["name", "seed", "runs", "shrink"]);
  const name = options.name ?? "the optimizer";
  return checkLaws("checkOptimizer", name, lawsOfOptimizer(make, facts, name), options);
}
