import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Activation, Dense, loadWeights, ProgressBar, saveWeights } from "@tapegrad/nn";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { platform } from "../src/platform.ts";

const sources = fileURLToPath(new URL("../src", import.meta.url));

test("no source names a module that only Node has where a bundler would look for it", () => {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const text = readFileSync(join(sources, file), "utf8");
    // import … from, export … from, import(…): types are gone when it is bundled.
    const named = [
      ...text.matchAll(/^(?:import|export)(?! type)[^;]*? from "([^"]+)"/gm),
      ...text.matchAll(/\bawait import\("([^"]+)"/g),
    ];
    for (const [, name] of named) expect(`${file}: ${name}`).toMatch(/: (\.|@tapegrad\/)/);
  }
});

describe("where nothing of Node can be loaded", () => {
  beforeEach(() => {
    // As browsers say it.
    vi.spyOn(platform, "load").mockImplementation((name) =>
      Promise.reject(new TypeError(`Failed to resolve module specifier '${name}'`)),
    );
  });
  afterEach(() => void vi.restoreAllMocks());

  test("without a file system, saving and loading say what to do instead", async () => {
    await expect(saveWeights(new Dense(1, 1), "w.json")).rejects.toThrow(
      "saveWeights: there must be a file system, got none here. Keep the text of weightsToJson(model.stateDict()).",
    );
    await expect(loadWeights(new Dense(1, 1), "w.json")).rejects.toThrow(
      "loadWeights: there must be a file system, got none here. Pass the text to weightsFromJson, then to loadStateDict.",
    );
  });

  test("without what draws on a terminal, a ProgressBar writes lines", async () => {
    const lines: string[] = [];
    const bar = new ProgressBar({ output: { write: (text: string) => lines.push(text), isTTY: true } });
    await bar.onTrainBegin({ model: new Activation("relu"), epochs: 1, steps: 1, examples: 1 });
    bar.onEpochBegin(1);
    bar.onBatchEnd(1, { loss: 0.5 });
    bar.onEpochEnd(1, { loss: 0.5 });
    bar.onTrainEnd();
    expect(lines).toEqual(["epoch 1/1  loss 0.5000\n"]);
  });
});
