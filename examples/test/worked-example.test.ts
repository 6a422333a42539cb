import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain } from "@tapegrad/inspect";
import { expect, test } from "vitest";
import { byMatrices, byTheChainRule, layers, scalarProgram, weights } from "../src/worked-example/network.ts";
import { picture, writePages } from "../src/worked-example/pages.ts";

test("the tape, the chain rule and the matrix products agree on all 25 parameters to 1e-12", () => {
  const { z, parameters } = scalarProgram();
  expect(parameters.size).toBe(25);
  z.backward({ keepTape: true });
  const { derivatives } = byTheChainRule();
  for (const [name, { grad }] of parameters)
    expect(Math.abs(grad!.item() - derivatives.get(name)!)).toBeLessThan(1e-12);
  const { gradients, preDeltas } = byMatrices();
  weights.forEach((rows, l) => {
    layers[l + 1]!.forEach((unit, j) => {
      expect(Math.abs(preDeltas[l]![j]! - derivatives.get(`β_${unit}`)!)).toBeLessThan(1e-12);
      for (const [i, from] of layers[l]!.entries())
        expect(Math.abs(gradients[l]![j]![i]! - derivatives.get(`w_${unit}${from}`)!)).toBeLessThan(1e-12);
    });
    expect(rows).toHaveLength(layers[l + 1]!.length);
  });
});

test("explain has a line for the derivative of every parameter, with its number", () => {
  const { derivatives } = byTheChainRule();
  const { z, parameters } = scalarProgram();
  const lines = new Map(
    explain(z, { digits: 6 })
      .split("\n")
      .flatMap((line) => {
        const [, name, value] = /^ {2}∂z\/∂(\S+) = (\S+)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, Number(value!.replace("−", "-"))] as const];
      }),
  );
  for (const name of parameters.keys()) expect(lines.get(name)).toBe(Number(derivatives.get(name)!.toPrecision(6)));
});

test("its pages are written, and its picture is what the program draws", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tapegrad-example-"));
  try {
    const files = writePages(folder);
    expect(files).toHaveLength(4);
    for (const file of files) expect((await readFile(file, "utf8")).length).toBeGreaterThan(1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await expect(picture().svg).toMatchFileSnapshot("../src/worked-example/picture.svg");
});
