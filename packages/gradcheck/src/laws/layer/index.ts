import { checkOptionNames } from "../../options.ts";
import { checkLaws, type Law, type LawOptions, type LawReport } from "../law.ts";
import type { LayerFacts, MakeLayer } from "./facts.ts";
import { lawsOfGradients } from "./gradients.ts";
import { lawsOfResults } from "./results.ts";
import { lawsOfStorage } from "./storage.ts";
import type { LayerSubject } from "./subject.ts";

/** Everything that must be true of a layer: values, rows, modes, errors, gradients, parameters, storage. */
export function lawsOfLayer(make: MakeLayer, facts: LayerFacts, name = "the layer"): Law[] {
  const subject: LayerSubject = { name, make, facts };
  return [...lawsOfResults(subject), ...lawsOfGradients(subject), ...lawsOfStorage(subject)];
}

/** Options of {@link checkLayer}. */
export interface CheckLayerOptions extends LawOptions {
  /** How reports call it; "the layer" unless given. */
  readonly name?: string;
}

/**
 * Holds a layer of one's own to all that the library's layers are held to: values against an independent reference; a row of a batch
 * is that row alone; gradients by the input and every parameter against differences; float64 stays float64; each parameter is named
 * once and gets a gradient; `stateDict` and back gives the same bits; errors to the letter.
 *
 * @param make - Makes a new layer, of the dtype it is asked for.
 * @param facts - The shape of one example, a reference, the paths of its parameters, the inputs it refuses.
 * @param options - `name`, `seed`, `runs`, `shrink`.
 * @returns Every law that was checked.
 * @throws {@link LawError} listing every law that does not hold, with the smallest case that fails and the seed.
 * @example
 * ```ts
 * class Scale extends Module {
 *   readonly factor: Parameter;
 *   constructor(dtype: "float32" | "float64") {
 *     super();
 *     this.factor = parameter(2, { dtype });
 *   }
 *   forward(x: Tensor): Tensor {
 *     return x.mul(this.factor);
 *   }
 * }
 * const { laws } = checkLayer(({ dtype }) => new Scale(dtype), {
 *   example: { shape: [2] },
 *   parameters: ["factor"],
 *   reference: (x, { factor }) => (x as number[][]).map((row) => row.map((value) => value * (factor as number))),
 *   errors: [],
 * });
 * laws.every(({ failure }) => failure === null); // => true
 * ```
 */
export function checkLayer(make: MakeLayer, facts: LayerFacts, options: CheckLayerOptions = {}): LawReport {
  checkOptionNames("checkLayer", options, ["name", "seed", "runs", "shrink"]);
  const name = options.name ?? "the layer";
  return checkLaws("checkLayer", name, lawsOfLayer(make, facts, name), options);
}
