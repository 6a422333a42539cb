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
  /** Processes that work at the same time. */
  readonly workers?: number;
}

/**
 * Plants every fault into a copy of the sources. The laws of each op look for those in its derivatives; for those that they miss, and for
 * those in shared code, the laws of all ops do that come by it, and the tests of core.
 */
export async function runMutants({ ops, workers = Math.min(2, availableParallelism()) }: RunOptions): Promise<Trial[]> {
  const copy = copySources(root);
  const pool = new WorkerPool(join(copy.folder, "scripts/mutate/worker.ts"), workers);
  try {
    const { own, shared } = plantAll((path, text) => copy.write(path, text));
    const wanted = [...own].filter(([op, mutants]) => mutants.length > 0 && (ops === undefined || ops.includes(op)));
    const unknown = ops?.find((op) => !own.has(op));
    if (unknown !== undefined) throw new Error(`mutate: ${unknown} is no op that states a derivative.`);

    const measured = new Map<string, Measured>();
    const judges = new Map<string, Judge>();
    const measure = async (judge: Judge): Promise<void> => {
      const key = JSON.stringify(judge);
      if (measured.has(key)) return;
      judges.set(key, judge);
      measured.set(key, (await pool.ask({ ask: "measure", judge })) as Measured);
    };
    const attempt = async (mutants: readonly Mutant[], by: readonly Judge[]): Promise<Trial[]> => {
      const job: Job = { ask: "try", ids: mutants.map(({ id }) => id), judges: by };
      const outcomes = (await pool.ask(job)) as readonly Outcome[];
      return outcomes.map(({ id: _, ...outcome }, i) => ({ ...outcome, mutant: mutants[i]! }));
    };

    // Those with the most to do first, so that the workers end together.
    const first = await Promise.all(
      wanted
        .sort(([, a], [, b]) => b.length - a.length)
        .map(async ([op, mutants]) => {
          await measure({ op });
          return attempt(mutants, [{ op }]);
        }),
    );
    const trials = first.flat();
    const missed = trials.filter(({ law }) => law === undefined);
    const rest = [...missed.map(({ mutant }) => mutant), ...(ops === undefined ? shared : [])];
    if (rest.length > 0) {
      const others = ops === undefined ? [...properties.keys()].map((op) => ({ op })) : [];
      const files = testFiles.map((file) => join(copy.folder, file));
      const lists = await Promise.all(
        files.map(async (file) => {
          const titles = (await pool.ask({ ask: "list", file })) as readonly string[];
          return titles.map((title) => ({ file, title }));
        }),
      );
      await Promise.all([...others, ...lists.flat()].map(measure));
      // The quickest judge first.
      const byTime = [...measured].sort(([, a], [, b]) => a.milliseconds - b.milliseconds);
      const second = await Promise.all(
        rest.map((mutant) => {
          const coming = byTime.filter(([, { places }]) => places.includes(mutant.id));
          return attempt(
            [mutant],
            coming.map(([key]) => judges.get(key)!),
          );
        }),
      );
      for (const trial of second.flat()) {
        const at = trials.findIndex(({ mutant }) => mutant === trial.mutant);
        if (at < 0) trials.push(trial);
        else if (trial.law !== undefined) trials[at] = trial;
      }
    }
    return trials.sort((a, b) => a.mutant.id - b.mutant.id);
  } finally {
    pool.end();
    copy.remove();
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
