import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type DerivativeFile, findDerivatives } from "../sources/derivatives.ts";
import { read, root, sourcesOf } from "../sources/files.ts";
import { copySources, packages } from "./copy.ts";
import { type Mutant, plant } from "./plant.ts";
import { properties } from "./properties.ts";
import { readingsFile, sharedFiles, testFiles, withFreshReadings } from "./shared.ts";
import type { Job, Judge, Measured, Outcome } from "./worker.ts";
import { WorkerPool } from "./workers.ts";

/** A mutant, and what became of it. */
export interface Trial extends Omit<Outcome, "id"> {
  readonly mutant: Mutant;
}

export interface RunOptions {
  /** Names of the ops whose derivatives are looked at; all, and the code that they share, if left out. */
  readonly ops?: readonly string[];
  /** Ops that are left out. */
  readonly except?: readonly string[];
  /** Processes that work at the same time. */
  readonly workers?: number;
}

/**
 * Plants every fault into a copy of the sources. The laws of each op look for those in its derivatives; for those that they miss, and for
 * those in shared code, the laws of all ops do that come by it, and the tests of core.
 */
export async function runMutants({
  ops,
  except = [],
  workers = Math.min(2, availableParallelism()),
}: RunOptions): Promise<Trial[]> {
  const copy = copySources(root);
  const pool = new WorkerPool(join(copy.folder, "scripts/mutate/worker.ts"), workers);
  try {
    const { own, shared } = plantAll((path, text) => copy.write(path, text));
    // An op that only others use has no laws of its own that could judge it.
    const has = (op: string): boolean =>
      properties.has(op) && (ops === undefined || ops.includes(op)) && !except.includes(op);
    const unknown = [...(ops ?? []), ...except].find((op) => !own.has(op));
    if (unknown !== undefined) throw new Error(`mutate: ${unknown} is no op that states a derivative.`);
    const court = new Court(pool);
    await court.call((ops ?? [...properties.keys()]).map((op) => ({ op })));
    const first = await Promise.all(
      [...own]
        .filter(([op, mutants]) => mutants.length > 0 && has(op))
        // Those with the most to do first, so that the workers end together.
        .sort(([, a], [, b]) => b.length - a.length)
        .map(([op, mutants]) => court.judge(mutants, [{ op }])),
    );
    const caught = first.flat().filter(({ law }) => law !== undefined);
    const missed = first.flat().filter(({ law }) => law === undefined);
    const rest = [...missed.map(({ mutant }) => mutant), ...(ops === undefined ? shared : [])];
    if (rest.length > 0) await court.call(await court.testsIn(testFiles.map((file) => join(copy.folder, file))));
    const second = await Promise.all(rest.map((mutant) => court.judge([mutant], court.whoComesBy(mutant))));
    const said = second.map(([trial]) => trial!);
    // A wrong value of an attribute is known where its place was come by, which need not be a test.
    const trials = said.map((trial) => (trial.law === undefined ? (missed.find(isOf(trial.mutant)) ?? trial) : trial));
    return [...caught, ...trials].sort((a, b) => a.mutant.id - b.mutant.id);
  } finally {
    pool.end();
    copy.remove();
  }
}

function isOf(mutant: Mutant): (trial: Trial) => boolean {
  return (trial) => trial.mutant === mutant;
}

/** All who can catch a mutant, each with what is known of him. */
class Court {
  private readonly pool: WorkerPool;
  private readonly judges: {
    readonly judge: Judge;
    readonly milliseconds: number;
    readonly places: ReadonlySet<number>;
  }[] = [];

  constructor(pool: WorkerPool) {
    this.pool = pool;
  }

  /**
   * Finds out what judges come by, and how long they take.
   *
   * @throws Error if one of them finds something wrong without any mutant.
   */
  async call(judges: readonly Judge[]): Promise<void> {
    await Promise.all(
      judges.map(async (judge) => {
        const { milliseconds, places } = (await this.pool.ask({ ask: "measure", judge })) as Measured;
        this.judges.push({ judge, milliseconds, places: new Set(places) });
      }),
    );
  }

  async testsIn(files: readonly string[]): Promise<Judge[]> {
    const tests = await Promise.all(
      files.map(async (file) => {
        const titles = (await this.pool.ask({ ask: "list", file })) as readonly string[];
        return titles.map((title) => ({ file, title }));
      }),
    );
    return tests.flat();
  }

  /** The quickest first. */
  whoComesBy({ id }: Mutant): Judge[] {
    return this.judges
      .filter(({ places }) => places.has(id))
      .sort((a, b) => a.milliseconds - b.milliseconds)
      .map(({ judge }) => judge);
  }

  async judge(mutants: readonly Mutant[], judges: readonly Judge[]): Promise<Trial[]> {
    const job: Job = { ask: "try", ids: mutants.map(({ id }) => id), judges };
    const outcomes = (await this.pool.ask(job)) as readonly Outcome[];
    return outcomes.map(({ id: _, ...outcome }, i) => ({ ...outcome, mutant: mutants[i]! }));
  }
}

interface Planted {
  /** By op: the mutants in its file. */
  readonly own: ReadonlyMap<string, readonly Mutant[]>;
  /** Those in code that ops share. */
  readonly shared: readonly Mutant[];
}

/** Writes the planted files. */
function plantAll(write: (path: string, text: string) => void): Planted {
  let nextId = 1;
  const plantFile = (path: string, file: DerivativeFile): readonly Mutant[] => {
    const planted = plant(file, path, nextId, properties);
    nextId += planted.mutants.length;
    const text = path === readingsFile ? withFreshReadings(planted.text) : planted.text;
    if (planted.mutants.length > 0 || path === readingsFile) write(path, text);
    return planted.mutants;
  };
  const own = new Map<string, Mutant[]>();
  for (const path of packages.flatMap(sourcesOf)) {
    const text = read(path);
    if (!/\bdefine[A-Z]/.test(text) || sharedFiles.some((shared) => shared.path === path)) continue;
    const file = findDerivatives(text);
    if (file.ops.every(({ entries }) => entries.length === 0)) continue;
    const mutants = plantFile(path, file);
    for (const { name } of file.ops)
      own.set(
        name,
        mutants.filter(({ op }) => op === name || op === undefined),
      );
  }
  const shared = sharedFiles.flatMap(({ path, ...names }) => {
    const mutants = plantFile(path, findDerivatives(read(path), names));
    const missing = names.functions.filter((name) => mutants.every(({ place }) => place !== name));
    if (missing.length > 0)
      throw new Error(
        `mutate: ${path} must have ${missing.join(", ")}, where derivatives are completed. What are they called now?`,
      );
    return mutants;
  });
  return { own, shared };
}
