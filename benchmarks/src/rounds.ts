import type { Contestant } from "./contestants.ts";
import type { Outcome, Outcomes } from "./outcomes.ts";
import { Session } from "./session.ts";
import { median, spread } from "./statistics.ts";
import type { Workload } from "./workloads.ts";

export interface Participant {
  readonly contestant: Contestant;
  readonly version: string;
  readonly runtime: string;
}

export interface Results {
  readonly participants: readonly Participant[];
  readonly absent: readonly { readonly contestant: Contestant; readonly reason: string }[];
  /** By workload and contestant; what a library has no program for is not there. */
  readonly outcomes: ReadonlyMap<Workload, Outcomes>;
}

export interface Plan {
  readonly workloads: readonly Workload[];
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  /** For about how long one contestant runs one workload in a round. */
  readonly milliseconds: number;
  readonly onProgress: (text: string) => void;
}

interface Opened {
  readonly contestant: Contestant;
  readonly session: Session;
}

interface Record {
  readonly samples: number[];
  failed?: string;
}

/**
 * Measures in rounds: in each, every workload is run by one contestant after the other, a short time each. So what disturbs the machine for a
 * while disturbs all of them. The order turns from round to round.
 */
export async function measureInRounds(plan: Plan): Promise<Results> {
  const { opened, absent } = await open(plan.contestants);
  const records = new Map(plan.workloads.map((workload) => [workload, new Map<string, Record>()]));
  try {
    for (let round = 0; round < plan.rounds; round++)
      for (const workload of plan.workloads) {
        plan.onProgress(`round ${round + 1} of ${plan.rounds}: ${workload.title}`);
        for (const each of turned(opened, round)) await measureOne(plan, workload, each, records.get(workload)!);
      }
  } finally {
    for (const { session } of opened) session.end();
  }
  return { participants: opened.map(participant), absent, outcomes: outcomesOf(records) };
}

async function open(contestants: readonly Contestant[]) {
  const [opened, absent]: [Opened[], { contestant: Contestant; reason: string }[]] = [[], []];
  for (const contestant of contestants) {
    if (contestant.missing !== null) {
      absent.push({ contestant, reason: contestant.missing });
      continue;
    }
    const session = await Session.start(contestant.command);
    if ("missing" in session.hello) {
      absent.push({ contestant, reason: session.hello.missing });
      session.end();
    } else opened.push({ contestant, session });
  }
  return { opened, absent };
}

function participant({ contestant, session: { hello } }: Opened): Participant {
  if ("missing" in hello) throw new Error("Only sessions that work are kept.");
  return { contestant, version: hello.version, runtime: hello.runtime };
}

const turned = <T>(list: readonly T[], by: number): T[] => list.map((_, i) => list[(i + by) % list.length]!);

async function measureOne(
  { milliseconds }: Plan,
  { name, task, runs = 1, expected, tolerance }: Workload,
  { contestant, session }: Opened,
  records: Map<string, Record>,
): Promise<void> {
  if ("missing" in session.hello || !session.hello.kinds.includes(task.kind)) return;
  const record: Record = records.get(contestant.name) ?? { samples: [] };
  records.set(contestant.name, record);
  if (record.failed !== undefined) return;
  const answer = await session.ask({ name, task, runs, milliseconds });
  if ("failed" in answer) record.failed = answer.failed;
  else if (!(Math.abs(answer.checksum - expected) <= tolerance * Math.abs(expected)))
    record.failed = `it computes something else: ${answer.checksum} instead of ${expected}`;
  else record.samples.push(...answer.samples);
}

function outcomesOf(records: ReadonlyMap<Workload, ReadonlyMap<string, Record>>) {
  const outcome = ({ samples, failed }: Record): Outcome =>
    failed === undefined ? { median: median(samples), spread: spread(samples), samples: samples.length } : { failed };
  return new Map(
    [...records].map(([workload, byName]) => [
      workload,
      new Map([...byName].map(([name, record]) => [name, outcome(record)])),
    ]),
  );
}
