import { calibration } from "./calibration.ts";
import type { Contestant } from "./contestants.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Answer } from "./protocol.ts";
import { failureOf, Records } from "./records.ts";
import { Session } from "./session.ts";
import { spread } from "./statistics.ts";
import type { Workload } from "./workloads.ts";

export interface Participant {
  readonly contestant: Contestant;
  readonly version: string;
  readonly runtime: string;
}

export interface Absent {
  readonly contestant: Contestant;
  readonly reason: string;
}

export interface Results {
  readonly participants: readonly Participant[];
  readonly absent: readonly Absent[];
  /** By workload and contestant; what a library has no program for is not there. */
  readonly outcomes: ReadonlyMap<Workload, Outcomes>;
  /** How far typical runs of the calibration loop were off their median, relatively: how disturbed the machine was. */
  readonly unrest: number;
}

export interface Plan {
  readonly workloads: readonly Workload[];
  readonly contestants: readonly Contestant[];
  readonly calibration: Contestant;
  readonly rounds: number;
  /** For about how long one contestant runs one workload in a round. */
  readonly milliseconds: number;
  readonly onProgress: (text: string) => void;
}

interface Opened extends Participant {
  readonly session: Session;
  readonly kinds: ReadonlySet<string>;
}

/**
 * Measures in rounds: in each, every workload is run by one contestant after the other, a short time each. So what disturbs the machine for a
 * while disturbs all of them. The order turns from round to round.
 */
export async function measureInRounds(plan: Plan): Promise<Results> {
  const { opened, absent } = await open([plan.calibration, ...plan.contestants]);
  const [loop, ...others] = opened;
  if (loop?.contestant !== plan.calibration)
    throw new Error(`The calibration loop does not run: ${absent[0]?.reason}.`);
  const records = new Records(plan.workloads);
  const loops: number[] = [];
  try {
    for (let round = 0; round < plan.rounds; round++)
      for (const workload of plan.workloads) {
        plan.onProgress(`round ${round + 1} of ${plan.rounds}: ${workload.title}`);
        for (const { contestant, session, kinds } of turned(others, round)) {
          if (!kinds.has(workload.task.kind) || records.hasFailed(workload, contestant.name)) continue;
          const time = timeOfLoop(await ask(loop.session, calibration, 20));
          loops.push(time);
          const answer = await ask(session, workload, plan.milliseconds);
          if (contestant.unchecked) records.addUnchecked(workload, contestant.name, answer, time);
          else records.add(workload, contestant.name, answer, time);
        }
      }
  } finally {
    for (const { session } of opened) session.end();
  }
  const participants = others.map(({ contestant, version, runtime }) => ({ contestant, version, runtime }));
  return { participants, absent, outcomes: records.outcomes(), unrest: loops.length === 0 ? 0 : spread(loops) };
}

async function open(contestants: readonly Contestant[]): Promise<{ opened: Opened[]; absent: Absent[] }> {
  const [opened, absent]: [Opened[], Absent[]] = [[], []];
  for (const contestant of contestants) {
    if (contestant.missing !== null) {
      absent.push({ contestant, reason: contestant.missing });
      continue;
    }
    const session = await Session.start(contestant.command);
    const { hello } = session;
    if ("missing" in hello) {
      absent.push({ contestant, reason: hello.missing });
      session.end();
    } else opened.push({ contestant, session, ...hello, kinds: new Set(hello.kinds) });
  }
  return { opened, absent };
}

const turned = <T>(list: readonly T[], by: number): T[] => list.map((_, i) => list[(i + by) % list.length]!);

const ask = (session: Session, { name, task, runs = 1 }: Workload, milliseconds: number): Promise<Answer> =>
  session.ask({ name, task, runs, milliseconds });

function timeOfLoop(answer: Answer): number {
  const failure = failureOf(calibration, answer);
  if (failure !== null || !("samples" in answer)) throw new Error(`The calibration loop fails: ${failure}.`);
  return Math.min(...answer.samples);
}
