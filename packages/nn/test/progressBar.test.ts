import { tensor } from "@tapegrad/core";
import { type Callback, callbacks, Dense, Model, ProgressBar } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { rejectedBy } from "./thrownBy.ts";

const x = tensor([[1], [2], [3], [4], [5]]);

/** Trains with rate 0, so that what is printed is known: the loss of y = 0 is the mean of 1, 4, 9, 16, 25. */
async function train(bar: ProgressBar, epochs: number, more: readonly Callback[] = []): Promise<void> {
  const model = new Model(new Dense(1, 1, { kernelInitializer: "zeros" }));
  const optimizer = new SGD(model.parameters(), { learningRate: 0 });
  model.compile({ optimizer, loss: "meanSquaredError", metrics: { zero: (p) => p.sum().item() } });
  await model.fit(x, x, { epochs, batchSize: 2, shuffle: false, validationData: [x, x], callbacks: [bar, ...more] });
}

const logs = "loss 11.0000  zero 0.0000  valLoss 11.0000  valZero 0.0000";

/** Remembers what is written to it. */
class Fake {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number;
  constructor(isTTY: boolean, columns = 200) {
    this.isTTY = isTTY;
    this.columns = columns;
  }
  write(text: string): boolean {
    this.text += text;
    return true;
  }
  /** What stands on the terminal: each line as it was drawn last, without the sequences that move the cursor. */
  get lines(): string[] {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them.
    const plain = this.text.replace(/\x1b(?:[78]|\[\??[\d;]*[A-Zhl])/g, (sequence) =>
      sequence === "\x1b[1G" ? "\r" : "",
    );
    return plain.split("\n").map((line) => line.split("\r").at(-1)!);
  }
}

test("without a terminal it is one line per epoch", async () => {
  const output = new Fake(false);
  await train(new ProgressBar({ output }), 2);
  expect(output.text).toBe(`epoch 1/2  ${logs}\nepoch 2/2  ${logs}\n`);
});

test("numbers of epochs are as wide as the last", async () => {
  const output = new Fake(false);
  await train(new callbacks.ProgressBar({ output }), 10);
  const lines = output.text.split("\n");
  expect([lines[0], lines[9], lines.length]).toEqual([`epoch  1/10  ${logs}`, `epoch 10/10  ${logs}`, 11]);
});

describe("on a terminal", () => {
  test("it is a bar for each epoch, full at the end, with the same numbers", async () => {
    const output = new Fake(true);
    await train(new ProgressBar({ output }), 2);
    const full = "█".repeat(24);
    expect(output.lines).toEqual([`epoch 1/2 ${full} 3/3  ${logs}`, `epoch 2/2 ${full} 3/3  ${logs}`, ""]);
    expect(output.text).toContain(`${"░".repeat(24)} 0/3`);
  });

  test("it moves while the epoch runs", async () => {
    const output = new Fake(true);
    const slow: Callback = { onBatchEnd: () => new Promise((resolve) => setTimeout(resolve, 120)) }; // drawn ten times a second
    await train(new ProgressBar({ output }), 1, [slow]);
    expect(output.text).toContain(`${"█".repeat(8)}${"░".repeat(16)} 1/3  loss 2.5000`); // (1 + 4) / 2
    expect(output.text).toContain(`${"█".repeat(16)}${"░".repeat(8)} 2/3  loss 7.5000`); // (1 + 4 + 9 + 16) / 4
  });

  test("it keeps to the width, and changes nothing that Ctrl-C would leave behind", async () => {
    const output = new Fake(true, 60);
    await train(new ProgressBar({ output }), 1);
    expect(output.lines[0]!.length).toBeLessThan(60);
    expect(output.lines[0]).toBe(`epoch 1/1 ${"█".repeat(24)} 3/3  loss 11.0000  zero `);
    expect(output.text).not.toContain("\x1b[?25l"); // hides the cursor
    expect(output.text).not.toContain("\x1b[?7l"); // ends wrapping of lines
  });

  test("it is finished when the training fails, and can be used again", async () => {
    const output = new Fake(true);
    const bar = new ProgressBar({ output });
    let steps = 0;
    const failing: Callback = {
      onBatchEnd: () => {
        if (++steps === 2) throw new Error("stop");
      },
    };
    expect(await rejectedBy(() => train(bar, 1, [failing]))).toBe("Error: stop");
    const { length } = output.text;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(output.text.length).toBe(length); // nothing is drawn any more
    await train(bar, 1);
    expect(output.lines.at(-2)).toBe(`epoch 1/1 ${"█".repeat(24)} 3/3  ${logs}`);
  });
});

describe("numbers", () => {
  const shown = (value: number): string => {
    const lines: string[] = [];
    const bar = new ProgressBar({ output: { write: (text: string) => lines.push(text) } });
    const model = new Model(new Dense(1, 1));
    void bar.onTrainBegin({ model, epochs: 1, steps: 1, examples: 1 });
    bar.onEpochEnd(1, { loss: value });
    return lines[0]!.trim().split(" ").at(-1)!;
  };

  test.each([
    [0, "0.0000"],
    [0.5, "0.5000"],
    [123.45678, "123.4568"],
    [-11, "-11.0000"],
    [0.012345, "0.01235"],
    [-0.0012341, "-0.001234"],
    [3e-5, "3.000e-5"],
    [2e-5, "2.000e-5"],
    [1.2341e-30, "1.234e-30"],
    [12345678, "1.235e+7"],
    [Number.NaN, "NaN"],
    [Infinity, "Infinity"],
  ])("%d is shown as %s: at least three digits of it", (value, text) => {
    expect(shown(value)).toBe(text);
  });
});

test("an option that is none", () => {
  expect(() => new ProgressBar({ stream: process.stdout } as never)).toThrow(
    "ProgressBar: options must be among output, got stream.",
  );
});
