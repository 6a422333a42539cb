import "./state.ts";
import "./runtime.ts";
import { pathToFileURL } from "node:url";
import { describeValue, type Law, lawsOfDerivatives, lawsOfEdges, Violation } from "@tapegrad/gradcheck/laws";
import { subjectOf } from "@tapegrad/gradcheck/ops";
import { specified } from "./properties.ts";
import { activate, state } from "./state.ts";
import { collected } from "./suite.ts";

// A process on the copy of the sources. It is told of mutants, and sends back what the laws of ops and the tests say of them.

/** Whom a mutant can be caught by: the laws of an op, or a test. */
export type Judge = { readonly op: string } | { readonly file: string; readonly title: string };

/** What the process is asked. */
export type Job =
  /** The tests in a file. */
  | { readonly ask: "list"; readonly file: string }
  /** Without any mutant: how long does a judge take, and what does he come by? */
  | { readonly ask: "measure"; readonly judge: Judge }
  /** Which of the mutants are caught, by the first of the judges that does? */
  | { readonly ask: "try"; readonly ids: readonly number[]; readonly judges: readonly Judge[] };

export interface Measured {
  readonly milliseconds: number;
  readonly places: readonly number[];
}

/** What became of one mutant. */
export interface Outcome {
  readonly id: number;
  /** The op whose law caught it, or the test file. */
  readonly by?: string;
  /** The title of the law or the test that caught it. */
  readonly law?: string;
  /** Was it an error that the mutant itself ran into, a shape that does not fit for one, and not a wrong number? */
  readonly threw?: boolean;
  /** Did any call come by its place? */
  readonly reached: boolean;
  /** Was it another computation anywhere that it was reached? */
  readonly applied: boolean;
  /** A wrong value of an attribute, as text. */
  readonly value?: string;
}

type Check = { readonly title: string; readonly run: () => unknown };
const known = new Map<string, readonly Check[]>();

process.on("message", async (job: Job) => {
  process.send!(await answer(job));
});

async function answer(job: Job): Promise<unknown> {
  if (job.ask === "list") return (await checksOf({ file: job.file, title: "" })).map(({ title }) => title);
  if (job.ask === "measure") return measure(job.judge);
  const outcomes: Outcome[] = [];
  for (const id of job.ids) outcomes.push(await judged(id, job.judges));
  return outcomes;
}

/** What a judge looks at, one after the other; of a test file all of it if there is no title. */
async function checksOf(judge: Judge): Promise<readonly Check[]> {
  const key = "op" in judge ? judge.op : judge.file;
  let checks = known.get(key);
  if (checks === undefined) {
    checks =
      "op" in judge
        ? lawsOf(judge.op).map(({ title, check }) => ({ title, run: () => check({ shrink: false }) }))
        : await testsIn(judge.file);
    known.set(key, checks);
  }
  return "op" in judge || judge.title === "" ? checks : checks.filter(({ title }) => title === judge.title);
}

/** The laws that are about derivatives. */
function lawsOf(op: string): Law[] {
  const found = specified.find(({ name }) => name === op);
  if (found === undefined) throw new Error(`${op} must have facts, by which laws know it.`);
  const subject = subjectOf(found);
  const edges = lawsOfEdges(subject).filter((_, row) => subject.facts.edges[row]!.gradients !== undefined);
  return subject.differentiable ? [...lawsOfDerivatives(subject), ...edges] : edges;
}

async function testsIn(file: string): Promise<readonly Check[]> {
  const before = collected.length;
  await import(pathToFileURL(file).href);
  // What formulas read like is another matter than derivatives.
  return collected.slice(before).filter(({ title }) => !/formulas/.test(title));
}

async function measure(judge: Judge): Promise<Measured> {
  const places = new Set<number>();
  const start = performance.now();
  activate(0, places);
  const { law, error } = await firstBroken([judge]);
  activate(0);
  if (law !== undefined)
    throw new Error(`${JSON.stringify(judge)}: "${law}" does not hold without any mutant.`, { cause: error });
  return { milliseconds: performance.now() - start, places: [...places] };
}

async function judged(id: number, judges: readonly Judge[]): Promise<Outcome> {
  activate(id);
  const { by, law, error } = await firstBroken(judges);
  const { reached, inapplicable, value } = state;
  activate(0);
  const found = { id, reached: reached > 0, applied: reached > inapplicable };
  if (law === undefined) return { ...found, ...(value === undefined ? {} : { value: describeValue(value) }) };
  return { ...found, by: by!, law, threw: !isVerdict(error) };
}

/** Does a law or a test say that something is wrong? What goes wrong on the way says something else, or is the cause of what is said. */
function isVerdict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.cause !== undefined) return isVerdict(error.cause);
  return error instanceof Violation || error.constructor === Error || error.name === "AssertionError";
}

/** The first law or test that does not hold, and what it said. */
async function firstBroken(
  judges: readonly Judge[],
): Promise<{ readonly by?: string; readonly law?: string; readonly error?: unknown }> {
  for (const judge of judges) {
    for (const { title, run } of await checksOf(judge)) {
      try {
        await run();
      } catch (error) {
        return { by: "op" in judge ? judge.op : judge.file, law: title, error };
      }
    }
  }
  return {};
}
