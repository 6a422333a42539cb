import { opOf, optionsOf } from "@tapegrad/core";
import { type Subject, subjectOf } from "../../arbitraries/subject.ts";
import type { Facts } from "../../facts.ts";
import { checkLaws, type Law, type LawOptions, type LawReport } from "../law.ts";
import { lawsOfBatches } from "./batches.ts";
import { lawsOfBuffers } from "./buffers.ts";
import { lawsOfCompiled } from "./compiled.ts";
import { lawsOfDerivatives } from "./derivatives.ts";
import { lawsOfEdges } from "./edges.ts";
import { lawsOfErrors } from "./errors.ts";
import { lawsOfIntegers } from "./integers.ts";
import { lawsOfSymmetry } from "./symmetry.ts";
import { lawsOfTraces } from "./traces.ts";
import { lawsOfValues } from "./values.ts";

/** What is true of an op: a reference at least. One ulp and no rows of edges and errors unless given. */
export type OpFacts = Omit<Facts, "edges" | "errors" | "ulps"> & Partial<Pick<Facts, "edges" | "errors" | "ulps">>;

/** How an op is known besides its facts. */
export interface OpNames {
  /** How reports call it; its own name unless given. */
  readonly name?: string;
  /** The method of Tensor that is this op, if there is one. */
  readonly method?: string;
}

/** Options of {@link checkOp}. */
export interface CheckOpOptions extends OpNames, LawOptions {}

/**
 * Everything that must be true of an op, by what is known of it: values, derivatives, traces, buffers, batches,
 * compiled programs, symmetry, integers, edges, errors.
 */
export function lawsOfOp(op: (...args: never) => unknown, facts: OpFacts, names: OpNames = {}): Law[] {
  const complete: Facts = { edges: [], errors: [], ulps: 1, ...facts };
  const name = names.name ?? opOf(op)?.name ?? op.name;
  return lawsOfSubject(subjectOf({ name, family: "", method: names.method ?? "", call: op, facts: complete }));
}

/** The same of an op whose facts have been found. */
export function lawsOfSubject(subject: Subject): Law[] {
  return [
    ...lawsOfValues(subject),
    ...(subject.differentiable ? lawsOfDerivatives(subject) : []),
    ...lawsOfTraces(subject),
    ...lawsOfBuffers(subject),
    ...lawsOfBatches(subject),
    ...lawsOfCompiled(subject),
    ...lawsOfSymmetry(subject),
    ...lawsOfIntegers(subject),
    ...lawsOfEdges(subject),
    ...lawsOfErrors(subject),
  ];
}

/**
 * Holds an op of one's own, made with `defineOp`, `defineElementwise` or `defineReduction`, to all that the library's ops are held
 * to: values against an independent reference, first and second derivatives against differences, promotion, broadcasting, traces,
 * buffers, batches, compiled programs, other dtypes, edges and errors.
 *
 * @param op - The op, or a function composed of ops (then `facts.inputs` names its inputs).
 * @param facts - A reference at least, and where its inputs are drawn from if not from −2 … 2.
 * @param options - `seed`, `runs`, `shrink`; `name` and `method`.
 * @returns Every law that was checked.
 * @throws {@link LawError} listing every law that does not hold, with the smallest call that fails and the seed.
 * @example
 * ```ts
 * const cubed = defineElementwise({
 *   name: "cubed",
 *   inputs: ["x"],
 *   dtype: "number",
 *   value: (e, { x }) => e.mul(x, e.square(x)),
 *   slope: { x: (e, { x }) => e.mul(3, e.square(x)) },
 * });
 * const { laws } = checkOp(cubed, { reference: { element: (x: number) => x * x * x }, ulps: 2 });
 * laws.every(({ failure }) => failure === null); // => true
 * ```
 */
export function checkOp(op: (...args: never) => unknown, facts: OpFacts, options: CheckOpOptions = {}): LawReport {
  optionsOf("checkOp", options, ["name", "method", "seed", "runs", "shrink"]);
  const name = options.name ?? opOf(op)?.name ?? op.name;
  return checkLaws("checkOp", name, lawsOfOp(op, facts, options), options);
}
