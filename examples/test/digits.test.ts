import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDigits, trainTestSplit } from "@tapegrad/data";
import { Dense, loadWeights, metrics, Sequential } from "@tapegrad/nn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The program as a user runs it: in a process of its own.

interface Result {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

const heavy = process.env.TAPEGRAD_HEAVY === "1";
const program = fileURLToPath(new URL("../src/digits.ts", import.meta.url));

function digits(...args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    const node = ["--conditions=@tapegrad/source", "--import", "tsx", program, ...args];
    execFile(process.execPath, node, (error, output, errors) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      resolve({ code, output, errors });
    });
  });
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapegrad-digits-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const summary = ` Layer (type)     Output shape   Params
════════════════════════════════════════
 hidden (Dense)   [?, 50]         3,250
 logits (Dense)   [?, 10]           510
════════════════════════════════════════
 Total params: 3,760
 Trainable params: 3,760
 Non-trainable params: 0
`;

describe("a run", () => {
  test("prints summary, a line per epoch, the confusion matrix, the accuracy; the saved weights give that accuracy", async () => {
    const file = join(folder, "weights.json");
    const { code, output, errors } = await digits("--epochs", "3", "--seed", "1", "--save", file);
    expect([code, errors]).toEqual([0, ""]);
    expect(output.startsWith(`${summary}\nepoch 1/3  loss `)).toBe(true);

    const lines = output.trimEnd().split("\n");
    const epochs = lines.filter((line) => line.startsWith("epoch"));
    expect(epochs.length).toBe(3);
    for (const [i, line] of epochs.entries())
      expect(line).toMatch(new RegExp(`^epoch ${i + 1}/3  loss \\d\\.\\d{4}  accuracy 0\\.\\d{4}$`));
    const losses = epochs.map((line) => Number(/loss (\S+)/.exec(line)![1]));
    expect(losses[2]!).toBeLessThan(losses[0]!);

    const [blank, accuracyLine, savedLine] = lines.slice(-3);
    expect(blank).toBe("");
    expect(savedLine).toBe(`weights saved to ${file}`);
    const accuracy = /^test accuracy: (0\.\d{4})$/.exec(accuracyLine!)![1]!;

    // The table's diagonal is what was right, and all of it is the test set.
    const rows = lines.slice(-13, -3).map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((cell) => (cell === "·" ? 0 : Number(cell))),
    );
    expect(rows.map(([digit]) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const counts = rows.map((row) => row.slice(1));
    expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(360);
    const right = counts.reduce((sum, row, digit) => sum + row[digit]!, 0);
    expect((right / 360).toFixed(4)).toBe(accuracy);

    const model = await loadWeights(
      new Sequential(new Dense(64, 50, { activation: "sigmoid" }), new Dense(50, 10)),
      file,
    );
    const { images, labels } = loadDigits();
    const [testImages, testLabels] = trainTestSplit([images, labels], { testSize: 0.2, seed: 1 }).test;
    const predictions = model.predict(testImages);
    expect(metrics.accuracy(predictions, testLabels).toFixed(4)).toBe(accuracy);
    expect(metrics.confusionMatrix(predictions, testLabels).toArray()).toEqual(counts);
    expect(await readdir(folder)).toEqual(["weights.json"]);
  }, 60_000);

  test("is the same for the same options, and another for others", async () => {
    const args = ["--epochs", "1", "--hidden", "8"];
    const [first, second, seed, rate] = await Promise.all([
      digits(...args),
      digits(...args, "--seed", "0", "--learning-rate", "0.01"), // the defaults
      digits(...args, "--seed", "2"),
      digits(...args, "--learning-rate", "0.1"),
    ]);
    expect(first!.output).toContain("Total params: 610"); // 64 · 8 + 8 + 8 · 10 + 10
    expect(first!.output).toMatch(/\ntest accuracy: 0\.\d{4}\n$/); // nothing is said of weights that were not saved
    expect(second).toEqual(first);
    expect(seed!.output).not.toBe(first!.output);
    expect(rate!.output).not.toBe(first!.output);
  }, 60_000);
});

test("--help lists every option, and trains nothing", async () => {
  const { code, output, errors } = await digits("--help");
  expect([code, errors]).toEqual([0, ""]);
  expect(output.split("\n")[0]).toBe("Trains a network with one hidden layer on handwritten digits.");
  const options = await readFile(program, "utf8").then((text) => [...text.matchAll(/^ {6}"?([a-z-]+)"?: \{ type/gm)]);
  expect(options.map(([, name]) => name)).toEqual(["seed", "epochs", "hidden", "learning-rate", "save", "help"]);
  for (const [, name] of options) expect(output).toContain(`\n  --${name} `);
}, 30_000);

test("a wrong option ends with code 2 and one line that says what is wrong; nothing is printed or written", async () => {
  const missing = join(folder, "no", "file");
  const cases: [args: string[], message: string][] = [
    [["--epochs", "0"], '--epochs must be a whole number from 1 on, got "0".'],
    [["--learning-rate", "NaN"], '--learning-rate must be a number above 0, got "NaN".'],
    [["--save", missing], `--save must name a file in a folder that exists, got "${missing}".`],
    [["--epoch", "1"], "Unknown option '--epoch'"],
    [["10"], "Unexpected argument '10'"],
    [["--epochs", "1.5"], '--epochs must be a whole number from 1 on, got "1.5".'],
    [["--hidden", "many"], '--hidden must be a whole number from 1 on, got "many".'],
    [["--seed", ""], '--seed must be a whole number from 0 on, got "".'],
    [["--learning-rate", "0"], '--learning-rate must be a number above 0, got "0".'],
    [["--save", folder], `--save must name a file, got "${folder}".`],
    [["--epochs"], "Option '--epochs <value>' argument missing"],
  ];
  // Each takes a second, so the first few stand for all but in the heavy run.
  const tried = heavy ? cases : cases.slice(0, 5);
  const results = await Promise.all(tried.map(([args]) => digits(...args)));
  for (const [i, [args, message]] of tried.entries()) {
    const { code, output, errors } = results[i]!;
    expect([args, code, output]).toEqual([args, 2, ""]);
    const [line, hint, ...rest] = errors.split("\n");
    expect(line!.startsWith(`digits: ${message}`)).toBe(true);
    expect([hint, rest]).toEqual(["See pnpm digits --help.", [""]]);
  }
}, 60_000);

// scikit-learn's MLPClassifier gets 96.7 to 98.1 % on the same task.
test.runIf(heavy).each([0, 1, 2])(
  "with its defaults and seed %d at least 96.5 % of the test images are recognized",
  async (seed) => {
    const { code, output } = await digits("--seed", String(seed));
    expect(code).toBe(0);
    expect(output.startsWith(summary)).toBe(true);
    const accuracy = Number(/test accuracy: (\S+)\n$/.exec(output)![1]);
    expect(accuracy).toBeGreaterThanOrEqual(0.965);
  },
  60_000,
);
