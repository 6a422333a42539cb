// The process of one JavaScript library: `child.ts FILE VARIANT…`, where FILE exports `load`. Told what to measure line by line.
import { createInterface } from "node:readline";
import { checksum } from "./data.ts";
import { type Load, Missing, type Prepared, type Programs, prepare } from "./library.ts";
import { measure, runUntil } from "./measure.ts";
import type { Answer, Hello, Request } from "./protocol.ts";

// Standard output is for answers; what benny and the libraries print there is of no interest.
console.log = () => {};
const say = (message: Hello | Answer) => process.stdout.write(`${JSON.stringify(message)}\n`);

interface Ready {
  readonly prepared: Prepared;
  readonly checksum: number;
}

async function makeReady(programs: Programs, { task, runs, milliseconds }: Request): Promise<Ready> {
  const prepared = prepare(programs, task);
  if (prepared === undefined) throw new Error(`There is no program for ${task.kind}.`);
  const warm = performance.now() + 3 * milliseconds;
  for (let run = 1; run < runs; run++) await prepared.run();
  const sum = checksum(await prepared.values());
  for (let run = 0; run < (prepared.settling ?? 0); run++) await prepared.run();
  await runUntil(prepared, warm);
  return { prepared, checksum: sum };
}

async function answer(programs: Programs, ready: Map<string, Ready>, request: Request): Promise<Answer> {
  try {
    let found = ready.get(request.name);
    if (found === undefined) {
      found = await makeReady(programs, request);
      ready.set(request.name, found);
    }
    return { samples: await measure(found.prepared, request.milliseconds), checksum: found.checksum };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

const [file, ...variant] = process.argv.slice(2);
try {
  const { load } = (await import(file!)) as { load: Load }; // what files of libraries export
  const { version, programs } = await load(variant);
  const kinds = Object.keys(programs) as (keyof Programs)[]; // the keys of that type
  say({ version, runtime: `Node ${process.versions.node}`, kinds });
  const ready = new Map<string, Ready>();
  for await (const line of createInterface({ input: process.stdin }))
    say(await answer(programs, ready, JSON.parse(line) as Request)); // written by the command
  process.exit(); // a library may have threads that would keep the process alive
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  say({ missing: error.message });
}
