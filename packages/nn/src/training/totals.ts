import { concat, DomainError, formatReceived, formatShape, Tensor } from "@tapegrad/core";
import { noteOf } from "../losses/note.ts";
import { nothing, type Pair } from "./batches.ts";
import type { Compiled, NamedMetric } from "./compile.ts";
import type { LossOfBatch } from "./step.ts";

/** Loss and metrics over the examples seen so far. */
export class Totals {
  private readonly where: string;
  private readonly metrics: readonly NamedMetric[];
  private readonly seen: { readonly predictions: Tensor; readonly targets: Tensor }[] = [];
  private last: LossOfBatch | null = null;
  private count = 0;
  /** Of means over a batch's examples, weighted by their number. */
  private meanSum = 0;
  /** Of sums over a batch's examples, which make one sum over all. */
  private sum = 0;

  constructor(where: string, compiled: Compiled) {
    this.where = where;
    this.metrics = compiled.metrics;
  }

  get loss(): number {
    return this.sum + this.meanSum / this.count;
  }

  add(batch: LossOfBatch, [, targets]: Pair): void {
    const { loss, withPenalties, predictions } = batch;
    const examples: number = targets.ndim === 0 ? 1 : targets.shape[0]!;
    this.count += examples;
    this.last = batch;
    if (noteOf(loss)?.reduction === "sum") {
      this.sum += loss.item();
      this.meanSum += withPenalties === loss ? 0 : (withPenalties.item() - loss.item()) * examples;
    } else this.meanSum += withPenalties.item() * examples;
    // Metrics such as F1 are no means of the batches' values: they are computed once, over everything.
    if (this.metrics.length > 0) this.seen.push({ predictions: predictions.detach(), targets });
  }

  logs(): Record<string, number> {
    if (this.last === null) throw nothing(this.where);
    const logs: [string, number][] = [["loss", this.loss]];
    if (this.seen.length > 0) {
      const predictions = joined(this.seen.map((batch) => batch.predictions));
      const targets = joined(this.seen.map((batch) => batch.targets));
      logs.push(...measure(this.where, this.metrics, { ...this.last, predictions }, targets));
    }
    return Object.fromEntries(logs); // unlike an assignment, it takes "__proto__" for a name like others
  }
}

/** @throws DomainError for a metric that gives no number. */
export function measure(
  where: string,
  metrics: readonly NamedMetric[],
  { loss, predictions }: LossOfBatch,
  targets: Tensor,
): [name: string, value: number][] {
  const given = predictions.detach();
  return metrics.map(([name, metric]) => {
    const value: unknown = metric(given, targets, noteOf(loss));
    if (typeof value === "number") return [name, value];
    if (value instanceof Tensor && value.size === 1) return [name, value.item()];
    const got = value instanceof Tensor ? `a tensor of shape ${formatShape(value.shape)}` : formatReceived(value);
    throw new DomainError({
      where,
      argument: `metric ${JSON.stringify(name)}`,
      expected: "must give a number or a tensor of shape []",
      received: got,
    });
  });
}

function joined(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : concat(parts, 0);
}
