import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

// What the compiler prints for a wrong shape: one line, on the argument that is wrong. Each line of this program must get the
// error after `//!`, and no other line one.
const program = `
import { relu, type Tensor, zeros } from "@tapegrad/core";
import { Activation, Dense, Dropout, losses, Module, Sequential, sequential } from "@tapegrad/nn";
declare const labels: Tensor<[32], "int32">;
declare const logits: Tensor<[64, 10]>;
class Pooling extends Module {
  forward(x: Tensor<[number, 8, 4]>): Tensor<[number, 4]> {
    return x.mean(1);
  }
}
sequential(new Dense(784, 128), relu, new Dense(64, 10)); //! Argument of type 'Dense<64, 10>' is not assignable to parameter of type '"layer 2 expects 64 features, got 128"'.
new Sequential(new Dense(784, 128), new Dense(64, 10)); //! Argument of type 'Dense<64, 10>' is not assignable to parameter of type '"layer 1 expects 64 features, got 128"'.
new Sequential(new Dense(8, 4), new Activation("tanh"), new Dropout(0.5), new Dense(5, 1)); //! '"layer 3 expects 5 features, got 4"'
new Sequential(new Sequential(new Dense(3, 2)), new Dense(3, 1)); //! '"layer 1 expects 3 features, got 2"'
new Sequential((x: Tensor<[number, 4]>) => x.relu(), new Pooling()); //! '"layer 1 expects [?, 8, 4], got [?, 4]"'
new Sequential(new Pooling(), new Dense(5, 1)); //! '"layer 1 expects 5 features, got 4"'
new Dense(784, 128).forward(zeros([32, 28, 28])); //! Argument of type 'Tensor<[32, 28, 28], "float32">' is not assignable to parameter of type '"expects 784 features, got 28"'.
new Dense(784, 128).forward(zeros([])); //! '"expects 784 features, got a scalar"'
sequential(new Dense(784, 128), relu).forward(zeros([8, 785])); //! Argument of type 'Tensor<[8, 785], "float32">' is not assignable to parameter of type '"layer 0 expects 784 features, got 785"'.
sequential((x: Tensor) => x.reshape([-1, 784]), new Dense(28, 10)); //! '"layer 1 expects 28 features, got 784"'
losses.sparseCategoricalCrossEntropy(logits, labels); //! Argument of type 'Tensor<[32], "int32">' is not assignable to parameter of type '"labels: expected [64], got [32]"'.
losses.meanSquaredError(zeros([8, 1]), zeros([8])); //! '"targets: expected [8, 1], got [8]"'
const hidden: Tensor<[32, 64]> = new Dense(784, 128).forward(zeros([32, 784])); //! Type 'Tensor<[32, 128], any>' is not assignable to type 'Tensor<[32, 64], any>'.
new Dense(2, 3, { activation: "swish" }); //! Type '"swish"' is not assignable to type
new Sequential(new Dense(2, 3)).compile({ optimizer: "adam", loss: "mse" }); //! Type '"mse"' is not assignable to type
new Sequential(new Dense(2, 3)).layers[1]; //! Tuple type '[Dense<2, 3>]' of length '1' has no element at index '1'.
export const fine = [hidden, sequential(new Dense(784, 128), relu, new Dense(128, 10)).forward(zeros([32, 784]))];
`.trimStart();

const folder = mkdtempSync(join(tmpdir(), "tapegrad-printed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** By line: what the compiler printed there, and what went on below it. */
const printed = new Map<number, string[]>();

beforeAll(() => {
  const packages = fileURLToPath(new URL("../../", import.meta.url));
  const text = program.replace(/@tapegrad\/(\w+)/g, (_, name: string) => join(packages, name, "src/index.ts"));
  writeFileSync(join(folder, "program.ts"), text);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(packages, "../tsconfig.json"),
      compilerOptions: {
        allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: false,
        typeRoots: [join(packages, "../node_modules/@types")],
      },
      include: ["program.ts", join(packages, "*/src/**/*.d.ts")],
    }),
  );
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  for (const line of stdout.trimEnd().split("\n")) {
    const [, number, message] = /^program\.ts\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    if (number !== undefined) printed.set(Number(number), [...(printed.get(Number(number)) ?? []), message!]);
    else expect(line).toMatch(/^ /); // goes on with the message above, and is no error elsewhere
  }
}, 60_000);

test("the compiler says what is wrong, once, where it is wrong, and nothing else", () => {
  const expected = program.split("\n").flatMap((line, i) => {
    const wanted = / \/\/! (.*)$/.exec(line)?.[1];
    return wanted === undefined ? [] : [[i + 1, wanted] as const];
  });
  expect(expected.length).toBe(16);
  const got = expected.map(([line]) => [line, (printed.get(line) ?? []).join(" | ")] as const);
  for (const [i, [line, wanted]] of expected.entries())
    expect([line, got[i]![1]]).toEqual([line, expect.stringContaining(wanted)]);
  for (const [line] of expected) expect([line, printed.get(line)?.length]).toEqual([line, 1]);
  expect([...printed.keys()].sort((a, b) => a - b)).toEqual(expected.map(([line]) => line));
});
