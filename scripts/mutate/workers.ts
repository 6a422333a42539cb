import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Job } from "./worker.ts";

interface Pending {
  readonly job: Job;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Processes that answer jobs, the next one whenever one of them is idle. */
export class WorkerPool {
  private readonly file: string;
  private readonly size: number;
  private readonly all: ChildProcess[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly pending: Pending[] = [];

  constructor(file: string, size: number) {
    this.file = file;
    this.size = size;
  }

  ask(job: Job): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.pending.push({ job, resolve, reject });
      this.next();
    });
  }

  end(): void {
    for (const worker of this.all) worker.kill();
  }

  private next(): void {
    if (this.pending.length === 0) return;
    const worker = this.idle.pop() ?? (this.all.length < this.size ? this.start() : undefined);
    if (worker === undefined) return;
    const { job, resolve, reject } = this.pending.shift()!;
    const ended = (): void => {
      reject(new Error(`mutate: the process that was asked ${JSON.stringify(job)} ended. What it wrote says why.`));
    };
    worker.once("exit", ended);
    worker.once("message", (answer) => {
      worker.off("exit", ended);
      this.idle.push(worker);
      resolve(answer);
      this.next();
    });
    worker.send(job);
  }

  private start(): ChildProcess {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
    const worker = fork(this.file, { execArgv: ["--conditions=@tapegrad/source", "--import", tsx] });
    this.all.push(worker);
    return worker;
  }
}
