import type * as CliProgress from "cli-progress";
import type { SingleBar } from "cli-progress";
import { optionsOf } from "../arguments.ts";
import { platform } from "../platform.ts";
import type { Callback, TrainingPlan } from "./callback.ts";

/** The little of a terminal that a progress bar needs; `process.stdout` in Node. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const barSize = 24;

/**
 * Shows how training goes: on a terminal a live bar for each epoch, elsewhere one line per epoch.
 *
 * @example
 * ```ts
 * const lines: string[] = [];
 * const bar = new ProgressBar({ output: { write: (text: string) => lines.push(text) } });
 * await bar.onTrainBegin({ model: new Activation("relu"), epochs: 2, steps: 1, examples: 4 });
 * bar.onEpochEnd(1, { loss: 0.5 });
 * lines[0]; // => "epoch 1/2  loss 0.5000\n"
 * ```
 */
export class ProgressBar implements Callback {
  private readonly output: Output | null;
  private bar: SingleBar | null = null;
  private plan: TrainingPlan | null = null;

  /** @param options - `output`: where to write; standard output in Node, the console elsewhere. */
  constructor(options: { readonly output?: Output } = {}) {
    optionsOf("ProgressBar", options, ["output"]);
    const node = (globalThis as { process?: { stdout?: Output } }).process; // absent in browsers
    this.output = options.output ?? node?.stdout ?? null;
  }

  async onTrainBegin(plan: TrainingPlan): Promise<void> {
    this.plan = plan;
    if (this.output?.isTTY !== true) return;
    const progress = await loadBars();
    if (progress === null) return;
    this.bar = new progress.SingleBar(
      {
        format: "{name} {bar} {value}/{total}  {logs}",
        stream: this.output as NodeJS.WriteStream, // it is a terminal
        barsize: barSize,
        clearOnComplete: false,
        forceRedraw: true,
        // Nothing that a terminal would have to be freed of after Ctrl-C.
        hideCursor: false,
        linewrap: true,
      },
      progress.Presets.shades_classic,
    );
  }

  onEpochBegin(epoch: number): void {
    this.bar?.start(this.plan!.steps, 0, { name: this.name(epoch), logs: "" });
  }

  onBatchEnd(step: number, logs: Readonly<Record<string, number>>): void {
    this.bar?.update(step, { logs: this.fitting(logs) });
  }

  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): void {
    if (this.bar !== null) {
      this.bar.update(this.plan!.steps, { logs: this.fitting(logs) });
      this.bar.stop();
    } else this.write(`${this.name(epoch)}  ${format(logs)}`);
  }

  onTrainEnd(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private name(epoch: number): string {
    const of = this.plan!.epochs;
    return `epoch ${String(epoch).padStart(String(of).length)}/${of}`;
  }

  /** As much as fits on the line beside the bar. */
  private fitting(logs: Readonly<Record<string, number>>): string {
    const { epochs, steps } = this.plan!;
    const before = `${this.name(epochs)} ${"█".repeat(barSize)} ${steps}/${steps}  `.length;
    return format(logs).slice(0, Math.max(0, (this.output?.columns ?? 80) - before - 1));
  }

  private write(line: string): void {
    if (this.output !== null) this.output.write(`${line}\n`);
    else console.log(line);
  }
}

/** What draws on a terminal: needed there only, and so loaded there only. Without it, lines will do. */
async function loadBars(): Promise<typeof CliProgress | null> {
  try {
    return (await platform.load<{ default: typeof CliProgress }>("cli-progress")).default;
  } catch {
    return null; // a bundle that left it out
  }
}

function format(logs: Readonly<Record<string, number>>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join("  ");
}

/** Four digits, whatever the size: a loss of 0.00003 that falls is seen to fall. */
function formatNumber(x: number): string {
  const size = Math.abs(x);
  if (size >= 1e6 || (size < 1e-3 && size > 0)) return x.toExponential(3);
  return size < 0.1 && size > 0 ? x.toPrecision(4) : x.toFixed(4);
}
