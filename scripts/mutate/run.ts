import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { copySources, packages } from "./copy.ts";
import { type Mutant, plant } from "./plant.ts";
import { findRules, type RuleFile } from "./rules.ts";
import type { Job, Outcome } from "./worker.ts";

/** A mutant tried on an op. */
export interface Trial extends Omit<Outcome, "id"> {
  readonly op: string;
  readonly mutant: Mutant;
  /** Is it in code that ops share? Not every op comes by all of that. */
  readonly shared: boolean;
}

/** Where rules are completed for all ops that a shorthand makes of so many inputs or more. */
const sharedFiles = [
  { path: "packages/core/src/op/elementwise.ts", by: "defineElementwise", inputs: 2, names: ["undoBroadcast"] },
  {
    path: "packages/core/src/op/reduction.ts",
    by: "defineReduction",
    inputs: 1,
    names: ["KeptContext", "ruleOnKeptAxes", "keepAxes"],
  },
];

export interface RunOptions {
  readonly root: string;
  /** Names of the ops whose rules are looked at; all if left out. */
  readonly ops?: readonly string[];
  /** Processes that work at the same time. */
  readonly workers?: number;
}

/** Plants every fault into a copy of the sources, and lets the laws of each op look for those in its rules. */
export async function runMutants({ root, ops, workers = 2 }: RunOptions): Promise<Trial[]> {
  const copy = copySources(root);
  try {
    const planted = plantAll(root, (path, text) => copy.write(path, text));
    const wanted = planted.filter(({ op, mutants }) => mutants.length > 0 && (ops === undefined || ops.includes(op)));
    const unknown = ops?.find((op) => wanted.every((other) => other.op !== op));
    if (unknown !== undefined) throw new Error(`mutate: ${unknown} is no op with a derivative rule.`);
    // Those with the most to do first, so that the workers end together.
    const pending = [...wanted].sort((a, b) => b.mutants.length - a.mutants.length);
    const trials: Trial[] = [];
    const work = async (): Promise<void> => {
      const worker = startWorker(copy.folder);
      try {
        for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
          const { op, mutants } = next;
          const outcomes = await send(worker, { op, ids: mutants.map(({ id }) => id) });
          outcomes.forEach((outcome, i) => {
            const mutant = mutants[i]!;
            trials.push({ ...outcome, op, mutant, shared: sharedFiles.some(({ path }) => path === mutant.file) });
          });
        }
      } finally {
        worker.kill();
      }
    };
    await Promise.all(Array.from({ length: Math.min(workers, pending.length) }, work));
    return trials.sort((a, b) => compare(a.op, b.op) || a.mutant.id - b.mutant.id);
  } finally {
    copy.remove();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Writes the planted files, and says which mutants are in the rules of which op. */
function plantAll(
  root: string,
  write: (path: string, text: string) => void,
): { readonly op: string; readonly mutants: readonly Mutant[] }[] {
  const files = sourcesOf(root).flatMap(({ path, text }) => {
    const file = findRules(text);
    return file.ops.length === 0 ? [] : [{ path, file }];
  });
  const names = new Set(files.flatMap(({ file }) => file.ops.map(({ name }) => name)));
  let nextId = 1;
  const plantFile = (path: string, file: RuleFile): readonly Mutant[] => {
    const { text, mutants } = plant(file, path, nextId, names);
    nextId += mutants.length;
    if (mutants.length > 0) write(path, text);
    return mutants;
  };
  const shared = sharedFiles.map(({ path, names: parts, ...those }) => {
    const mutants = plantFile(path, findRules(readFileSync(join(root, path), "utf8"), parts));
    if (parts.some((name) => mutants.every(({ rule }) => rule !== name)))
      throw new Error(
        `mutate: ${path} must have ${parts.join(", ")}, where rules are completed. What are they called now?`,
      );
    return { ...those, mutants };
  });
  return files.flatMap(({ path, file }) => {
    const planted = plantFile(path, file);
    return file.ops.map(({ name, madeBy, inputs, rules }) => {
      const own = planted.filter(({ op }) => op === name || op === undefined);
      const others = shared.filter((those) => rules.length > 0 && those.by === madeBy && inputs.length >= those.inputs);
      return { op: name, mutants: [...own, ...others.flatMap(({ mutants }) => mutants)] };
    });
  });
}

/** The sources in which ops are defined. */
function sourcesOf(root: string): { readonly path: string; readonly text: string }[] {
  return packages
    .flatMap((name) => {
      const folder = `packages/${name}/src`;
      return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => `${folder}/${file.replaceAll("\\", "/")}`);
    })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => /\bdefine[A-Z]/.test(text));
}

function startWorker(folder: string): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return fork(join(folder, "scripts/mutate/worker.ts"), {
    execArgv: ["--conditions=@tapegrad/source", "--import", tsx],
  });
}

/** What a worker says of a job. */
function send(worker: ChildProcess, job: Job): Promise<readonly Outcome[]> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error(`mutate: the process that tried the mutants of ${job.op} ended. What it wrote says why.`));
    };
    worker.once("exit", ended);
    worker.once("message", (outcomes) => {
      worker.off("exit", ended);
      resolve(outcomes as readonly Outcome[]); // what worker.ts sends
    });
    worker.send(job);
  });
}
