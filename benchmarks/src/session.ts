import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer, Hello, Request } from "./protocol.ts";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** On top of this process's own; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds within which everything that is measured here should be ready and run. */
const patience = 120_000;

/** A process that measures one library: it lives as long as the whole measurement, and works only when asked. */
export class Session {
  readonly hello: Hello;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>, hello: Hello) {
    this.child = child;
    this.lines = lines;
    this.hello = hello;
  }

  static async start({ program, args, env }: Command): Promise<Session> {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    child.stdin.on("error", () => {}); // of a process that has ended, which its missing answers say
    let complaints = "";
    child.stderr.on("data", (data) => {
      complaints = `${complaints}${data}`.slice(-2000);
    });
    const failure = new Promise<string>((resolve) => child.on("error", ({ message }) => resolve(message)));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([lines.next(), failure]);
    if (typeof first === "string") return new Session(child, lines, { missing: first });
    if (first.done) return new Session(child, lines, { missing: `it ended: ${complaint(complaints)}` });
    return new Session(child, lines, JSON.parse(first.value) as Hello); // as the process wrote it
  }

  /** A process that does not answer for a long time is ended; it then fails all that it is asked later. */
  async ask(request: Request): Promise<Answer> {
    const timer = setTimeout(() => this.child.kill(), patience);
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    clearTimeout(timer);
    return done ? { failed: "its process ended" } : (JSON.parse(value) as Answer); // as the process wrote it
  }

  end(): void {
    this.child.stdin.end();
    this.child.kill();
  }
}

/** What a program that has failed complains of: the line that names an error, or the last one. */
function complaint(text: string): string {
  const lines = text.trim().split("\n");
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1)!;
}
