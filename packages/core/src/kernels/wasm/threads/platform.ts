import { type WorkerData, workerSource } from "./worker.ts";

/** The part of Node's module worker_threads that is used; Deno and Bun have it too. */
interface NodeThreads {
  readonly Worker: new (
    source: string,
    options: {
      readonly eval: true;
      readonly workerData: WorkerData;
      readonly execArgv: readonly string[];
      readonly env: object;
    },
  ) => { unref(): void; on(event: "error", listener: () => void): void };
}

/** What there may be of Node and of a browser; neither has all of it. */
interface Platform {
  readonly process?: {
    getBuiltinModule?(name: "node:worker_threads"): NodeThreads | undefined;
    getBuiltinModule?(name: "node:os"): { availableParallelism(): number } | undefined;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: new (
    url: string,
    options: { readonly type: "module" },
  ) => { postMessage(data: WorkerData): void; onerror: ((event: { preventDefault(): void }) => void) | null };
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL?: { createObjectURL(blob: object): string };
}

const platform = globalThis as unknown as Platform; // any of it may be missing

/** How many threads the machine runs at a time. */
export function cores(): number {
  const os = platform.process?.getBuiltinModule?.("node:os");
  return os?.availableParallelism() ?? platform.navigator?.hardwareConcurrency ?? 1;
}

/**
 * Starts a worker, which does not keep the process alive. Where none can be started, or where it fails before it is ready, nothing happens:
 * the main thread then does all the work.
 */
export function startWorker(data: WorkerData): void {
  try {
    const threads = platform.process?.getBuiltinModule?.("node:worker_threads");
    if (threads !== undefined) startInNode(threads, data);
    else startInBrowser(data);
  } catch {
    // A policy or permission that forbids workers.
  }
}

function startInNode({ Worker }: NodeThreads, workerData: WorkerData): void {
  const source = `${workerSource}\nwork(process.getBuiltinModule("node:worker_threads").workerData);`;
  // Nothing of what this process was started with is meant for the worker: neither hooks for modules nor a debugger.
  const worker = new Worker(source, { eval: true, workerData, execArgv: [], env: {} });
  worker.on("error", () => {});
  worker.unref();
}

/** Of the program of all workers: a page holds what an address stands for as long as it lives. */
let address: string | null = null;

function startInBrowser(data: WorkerData): void {
  const { Worker, Blob, URL } = platform;
  if (Worker === undefined || Blob === undefined || URL === undefined) return;
  const source = `${workerSource}\nonmessage = ({ data }) => { work(data); close(); };`;
  address ??= URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(data);
}
