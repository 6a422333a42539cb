// Handwritten digits: a small network trained on 1,797 real images of 8 × 8 pixels.
// `pnpm digits --help` lists the options.
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { manualSeed, TapegradError, type Tensor } from "@tapegrad/core";
import { loadDigits, trainTestSplit } from "@tapegrad/data";
import { Dense, losses, metrics, ProgressBar, Sequential, saveWeights } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";

const help = `Trains a network with one hidden layer on handwritten digits.

Usage: pnpm digits [options]

  --seed N            seed of split, first weights and order of batches  (default 0)
  --epochs N          passes over the training data                      (default 60)
  --hidden N          units of the hidden layer                          (default 50)
  --learning-rate X   step size of Adam                                  (default 0.01)
  --save FILE         write the trained weights to FILE, as JSON
  --help              print this
`;

interface Settings {
  readonly seed: number;
  readonly epochs: number;
  readonly hidden: number;
  readonly learningRate: number;
  readonly save: string | undefined;
}

/** What the command line asks for; `null` for help. */
function readSettings(args: readonly string[]): Settings | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "0" },
      epochs: { type: "string", default: "60" },
      hidden: { type: "string", default: "50" },
      "learning-rate": { type: "string", default: "0.01" },
      save: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const { save } = values;
  if (save !== undefined) checkFile(save);
  return {
    seed: wholeNumber("--seed", values.seed, 0),
    epochs: wholeNumber("--epochs", values.epochs, 1),
    hidden: wholeNumber("--hidden", values.hidden, 1),
    learningRate: positiveNumber("--learning-rate", values["learning-rate"]),
    save,
  };
}

function wholeNumber(option: string, text: string, from: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= from) return value;
  throw new TapegradError(`${option} must be a whole number from ${from} on, got "${text}".`);
}

function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new TapegradError(`${option} must be a number above 0, got "${text}".`);
}

/** Found out before the training, not after it. */
function checkFile(file: string): void {
  const folder = dirname(resolve(file));
  if (file === "" || (existsSync(file) && statSync(file).isDirectory()))
    throw new TapegradError(`--save must name a file, got "${file}".`);
  if (!existsSync(folder)) throw new TapegradError(`--save must name a file in a folder that exists, got "${file}".`);
}

function printConfusion(counts: Tensor): void {
  const rows = counts.toArray() as number[][];
  const cells = (label: string, row: readonly (number | string)[]): string =>
    `${label.padStart(8)} ${row.map((count) => String(count).padStart(4)).join("")}`;
  console.log("\nrows: the digit, columns: what it was taken for");
  console.log(cells("", [...rows.keys()]));
  for (const [digit, row] of rows.entries())
    console.log(
      cells(
        String(digit),
        row.map((count) => count || "·"),
      ),
    );
}

async function main({ seed, epochs, hidden, learningRate, save }: Settings): Promise<void> {
  manualSeed(seed);
  const { images, labels } = loadDigits();
  const { train, test } = trainTestSplit([images, labels], { testSize: 0.2, seed });

  const model = new Sequential(
    new Dense(64, hidden, { activation: "sigmoid", name: "hidden" }),
    new Dense(hidden, 10, { name: "logits" }),
  );
  console.log(`${model.summary()}\n`);

  model.compile({
    optimizer: new Adam(model.parameters(), { learningRate }),
    loss: (logits, digits) => losses.sparseCategoricalCrossEntropy(logits, digits, { fromLogits: true }),
    metrics: ["accuracy"],
  });
  await model.fit(...train, { epochs, batchSize: 100, seed, callbacks: [new ProgressBar()] });

  const [testImages, testLabels] = test;
  printConfusion(metrics.confusionMatrix(model.predict(testImages), testLabels));
  console.log(`\ntest accuracy: ${model.evaluate(testImages, testLabels).accuracy!.toFixed(4)}`);
  if (save !== undefined) {
    await saveWeights(model, save);
    console.log(`weights saved to ${save}`);
  }
}

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  const settings = readSettings(process.argv.slice(2));
  if (settings === null) process.stdout.write(help);
  else await main(settings);
} catch (error) {
  // A wrong option ends with code 2 and one line; anything else is a bug and shows where.
  const wrongOption =
    error instanceof TapegradError ||
    (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!wrongOption) throw error;
  console.error(`digits: ${(error as Error).message}\nSee pnpm digits --help.`);
  process.exitCode = 2;
}
