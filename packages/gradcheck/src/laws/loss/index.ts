import { type FloatDType, formatShape, type NestedArray, Tensor } from "@tapegrad/core";
import { type Source, upTo } from "../../arbitraries/draw.ts";
import { drawTensor } from "../../arbitraries/values.ts";
import { checkGradients } from "../../check.ts";
import type { Domain } from "../../facts.ts";
import { checkOptionNames } from "../../options.ts";
import { describeTensor, describeValue, largestMagnitude, requireClose, Violation } from "../compare.ts";
import { checkLaws, type Law, type LawOptions, type LawReport } from "../law.ts";
import { requireThrown } from "../op/errors.ts";
import { Failure, tryAtRandom } from "../random.ts";
import { sliceOf } from "../rows.ts";

/** A loss: predictions, targets and options in, a scalar out. */
export type LossLike = (predictions: never, targets: never, options?: never) => Tensor;

/** What is drawn for one example: a shape, and where values come from. */
export type ExampleFacts = { readonly shape: readonly number[] } & Domain;

/** What is true of a loss, with certain options. */
export interface LossFacts {
  /** Options that every call gets, besides `reduction`; none unless given. */
  readonly options?: { readonly [name: string]: unknown };
  readonly predictions: ExampleFacts;
  readonly targets: ExampleFacts;
  /** The loss of one example (a mean, where each element is a loss), in float64 and without any code of the library. */
  readonly reference: (prediction: NestedArray, target: NestedArray) => number;
  /** What `reduction: "sum"` adds up: a loss for each example (default), or for each element of the predictions. */
  readonly sumOf?: "examples" | "elements";
  /** Calls that it refuses, and the whole text. */
  readonly errors: readonly {
    readonly predictions: { readonly shape: readonly number[] } | { readonly literal: unknown };
    readonly targets: ({ readonly shape: readonly number[] } & Domain) | { readonly literal: unknown };
    readonly options?: { readonly [name: string]: unknown };
    readonly message: string;
  }[];
}

/** A loss called with any options. */
type Call = (predictions: Tensor, targets: Tensor, options?: { readonly [name: string]: unknown }) => Tensor;

/** A loss on a batch. */
interface LossCase {
  readonly loss: Call;
  /** Shape `[n, …]`, both. */
  readonly predictions: Tensor;
  readonly targets: Tensor;
  readonly source: Source;
}

interface LossSubject {
  readonly name: string;
  readonly loss: LossLike;
  readonly facts: LossFacts;
}

/** Everything that must be true of a loss: values, means and sums, gradients, examples repeated and in another order, errors. */
export function lawsOfLoss(loss: LossLike, facts: LossFacts, name: string = loss.name): Law[] {
  const subject: LossSubject = { name, loss, facts };
  const count = (x: Tensor): number => (facts.sumOf === "elements" ? x.size : x.shape[0]!);
  return [
    accuracy(subject, "float64"),
    accuracy(subject, "float32"),
    lawOfLoss(subject, "gives as a sum the mean times the number of losses", ({ loss: f, predictions, targets }) => {
      const [mean, sum] = [f(predictions, targets), f(predictions, targets, { reduction: "sum" })];
      requireNumber("the sum", sum, mean.item() * count(predictions));
      requireNumber("reduction: mean", f(predictions, targets, { reduction: "mean" }), mean.item());
    }),
    lawOfLoss(subject, "has the gradients that differences have", ({ loss: f, predictions, targets, source }) => {
      const seed = upTo(source, 1000);
      const report = checkGradients((p: Tensor) => f(p, targets), [predictions], { mode: "elements", seed });
      if (report.verdict !== "pass") throw new Violation(`the domain must be smooth.\n${report}`);
    }),
    lawOfLoss(
      subject,
      "is a mean over examples: each of them twice changes neither value nor gradient",
      ({ loss: f, predictions, targets }) => {
        const rows = Array.from({ length: predictions.shape[0]! }, (_, i) => i);
        const twice = [...rows, ...rows];
        const once = gradientOf(f, predictions, targets);
        const both = gradientOf(f, sliceOf(predictions, twice), sliceOf(targets, twice));
        requireNumber("each example twice", both.value, once.value.item());
        // Each copy has half of it.
        for (const half of [rows, rows.map((i) => i + rows.length)]) {
          const doubled = sliceOf(both.gradient, half);
          const wanted = once.gradient.data as Float64Array;
          doubled.data.forEach((value: number, i: number) => {
            requireNear(
              `gradient ${i} of each example twice`,
              2 * value,
              wanted[i]!,
              largestMagnitude([once.gradient]),
            );
          });
        }
      },
    ),
    lawOfLoss(subject, "does not depend on the order of examples", ({ loss: f, predictions, targets }) => {
      const rows = Array.from({ length: predictions.shape[0]! }, (_, i) => i);
      const turned = [...rows.slice(1), 0];
      requireNumber(
        "in another order",
        f(sliceOf(predictions, turned), sliceOf(targets, turned)),
        f(predictions, targets).item(),
      );
    }),
    ...facts.errors.map((row) => error(subject, row)),
  ];
}

/** Options of {@link checkLoss}. */
export interface CheckLossOptions extends LawOptions {
  /** How reports call it; its own name unless given. */
  readonly name?: string;
}

/**
 * Holds a loss of one's own, called as `(predictions, targets, options)`, to all that the library's losses are held to: values
 * against an independent reference; a mean over examples, so that neither their number nor their order matters; `reduction: "sum"`;
 * gradients against differences; errors to the letter.
 *
 * @param loss - The loss.
 * @param facts - What one example looks like, and its loss computed some other way.
 * @param options - `name`, `seed`, `runs`, `shrink`.
 * @returns Every law that was checked.
 * @throws {@link LawError} listing every law that does not hold, with the smallest case that fails and the seed.
 * @example
 * ```ts
 * const quartic = (p: Tensor, t: Tensor, { reduction = "mean" } = {}): Tensor => {
 *   const each = p.sub(t).square().square();
 *   return reduction === "sum" ? each.sum() : each.mean();
 * };
 * const { laws } = checkLoss(quartic, {
 *   predictions: { shape: [] },
 *   targets: { shape: [] },
 *   reference: (p, t) => ((p as number) - (t as number)) ** 4,
 *   errors: [],
 * });
 * laws.every(({ failure }) => failure === null); // => true
 * ```
 */
export function checkLoss(loss: LossLike, facts: LossFacts, options: CheckLossOptions = {}): LawReport {
  checkOptionNames("checkLoss", options, ["name", "seed", "runs", "shrink"]);
  const name = options.name ?? loss.name;
  return checkLaws("checkLoss", name, lawsOfLoss(loss, facts, name), options);
}

/** Few: every element of every batch is checked. */
const most = 20;

function lawOfLoss(
  { name, loss, facts }: LossSubject,
  title: string,
  holds: (lossCase: LossCase) => void,
  dtype: FloatDType = "float64",
): Law {
  const call = loss as unknown as Call; // its own types are narrower: the facts fit them
  const attempt = (source: Source): void => {
    const n = 1 + upTo(source, 3);
    const [predictions, targets] = [facts.predictions, facts.targets].map(({ shape, ...domain }) =>
      drawTensor(source, { dtype, ...domain, shape: [n, ...shape] }),
    ) as [Tensor, Tensor];
    const f: Call = (p, t, options) => call(p, t, { ...facts.options, ...options });
    try {
      holds({ loss: f, predictions, targets, source });
    } catch (failure) {
      const options = facts.options === undefined ? "" : `, ${describeValue(facts.options)}`;
      throw new Failure(`${name}(${describeTensor(predictions)}, ${describeTensor(targets)}${options})`, failure);
    }
  };
  return {
    title,
    check: (options) => tryAtRandom({ name: `${name} > ${title}`, atMost: most, attempt }, options),
  };
}

function accuracy(subject: LossSubject, dtype: FloatDType): Law {
  const { reference } = subject.facts;
  const holds = ({ loss, predictions, targets }: LossCase): void => {
    const value = loss(predictions, targets);
    if (value.ndim !== 0) throw new Violation(`shape ${formatShape(value.shape)} instead of a scalar`);
    if (value.dtype !== dtype) throw new Violation(`dtype ${value.dtype} instead of ${dtype}`);
    const [p, t] = [predictions.toArray(), targets.toArray()] as unknown as [NestedArray[], NestedArray[]];
    const losses = p.map((each, i) => reference(each, t[i]!));
    const total = losses.reduce((sum, each) => sum + each, 0);
    const wanted = total / losses.length;
    const largest = Math.max(1, ...losses.map(Math.abs));
    // Some hundred roundings, of the largest of what is added up.
    requireClose(value, wanted, () => largest * 2 ** (dtype === "float64" ? -44 : -16));
  };
  return lawOfLoss(subject, `gives value and dtype of its reference in ${dtype}`, holds, dtype);
}

function gradientOf(
  loss: Call,
  predictions: Tensor,
  targets: Tensor,
): { readonly value: Tensor; readonly gradient: Tensor } {
  const p: Tensor = new Tensor(predictions.shape, predictions.dtype, predictions.data.slice());
  p.requiresGrad = true;
  const value = loss(p, targets);
  value.backward();
  if (p.grad === null) throw new Violation("the predictions get no gradient");
  return { value, gradient: p.grad };
}

function requireNumber(what: string, got: Tensor, wanted: number): void {
  requireNear(what, got.item(), wanted, 1);
}

/** Some hundred roundings of well-scaled numbers. */
function requireNear(what: string, got: number, wanted: number, scale: number): void {
  if (Object.is(got, wanted) || Math.abs(got - wanted) <= 2 ** -44 * Math.max(scale, Math.abs(wanted))) return;
  throw new Violation(`${what}: ${got} instead of ${wanted}`);
}

function error({ name, loss }: LossSubject, row: LossFacts["errors"][number]): Law {
  const title = `error: ${row.message}`;
  const attempt = (source: Source): void => {
    const [predictions, targets] = [row.predictions, row.targets].map((given) =>
      "literal" in given ? given.literal : drawTensor(source, { dtype: "float32", ...given }),
    );
    let thrown: unknown;
    try {
      (loss as (...args: readonly unknown[]) => unknown)(predictions, targets, ...(row.options ? [row.options] : []));
    } catch (caught) {
      thrown = caught;
    }
    requireThrown(thrown, row.message);
  };
  return { title, check: (options) => tryAtRandom({ name: `${name} > ${title}`, atMost: 1, attempt }, options) };
}
