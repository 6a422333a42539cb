import type { Outcome, Outcomes } from "./outcomes.ts";
import type { Answer } from "./protocol.ts";
import { median, spread } from "./statistics.ts";
import type { Workload } from "./workloads.ts";

interface Record {
  readonly samples: number[];
  readonly ratios: number[];
  failed?: string;
}

/** What the processes answered, round after round. */
export class Records {
  private readonly records = new Map<Workload, Map<string, Record>>();

  constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) this.records.set(workload, new Map());
  }

  /** Is there no point in asking again? */
  hasFailed(workload: Workload, name: string): boolean {
    return this.records.get(workload)?.get(name)?.failed !== undefined;
  }

  /** Adds an answer, whose checksum must be the workload's; `loop` is the time of the calibration loop just before. */
  add(workload: Workload, name: string, answer: Answer, loop: number): void {
    this.addUnless(failureOf(workload, answer), workload, name, answer, loop);
  }

  /** Adds an answer of a program that gives no result. */
  addUnchecked(workload: Workload, name: string, answer: Answer, loop: number): void {
    this.addUnless("failed" in answer ? answer.failed : null, workload, name, answer, loop);
  }

  private addUnless(failure: string | null, workload: Workload, name: string, answer: Answer, loop: number): void {
    const record = this.records.get(workload)!.get(name) ?? { samples: [], ratios: [] };
    this.records.get(workload)!.set(name, record);
    if (failure !== null) record.failed = failure;
    if (!("samples" in answer) || failure !== null) return;
    record.samples.push(...answer.samples);
    record.ratios.push(Math.min(...answer.samples) / loop);
  }

  outcomes(): Map<Workload, Outcomes> {
    const ofOne = (byName: ReadonlyMap<string, Record>) =>
      new Map([...byName].map(([name, record]) => [name, outcomeOf(record)]));
    return new Map([...this.records].map(([workload, byName]) => [workload, ofOne(byName)]));
  }
}

/** Why an answer does not count: its process failed, or ran another program than the one described. */
export function failureOf({ expected, tolerance }: Workload, answer: Answer): string | null {
  if ("failed" in answer) return answer.failed;
  const isRight = Math.abs(answer.checksum - expected) <= tolerance * Math.abs(expected);
  return isRight ? null : `it computes something else: ${answer.checksum} instead of ${expected}`;
}

function outcomeOf({ samples, ratios, failed }: Record): Outcome {
  if (failed !== undefined) return { failed };
  return { median: median(samples), spread: spread(samples), samples: samples.length, ratios };
}
