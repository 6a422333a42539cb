#!/usr/bin/env node
import { TapegradError } from "@tapegrad/core";
import { runProgram } from "./program.ts";
import { stepThrough } from "./step.ts";

const help = `Runs a program and looks at its last training step, or at all of it if it trains nothing.

Usage: tapegrad step PROGRAM [arguments of the program]

  step PROGRAM      goes through it forward and backward with the arrow keys; prints plain lines when piped

PROGRAM is a file that this Node can run: JavaScript, or TypeScript where types are stripped (Node 22.18 and newer, or
node --import tsx).
`;

async function main([command, ...args]: readonly string[]): Promise<void> {
  const [file, ...rest] = args;
  if (command !== "step" || file === undefined || file === "--help") {
    process.stdout.write(help);
    if (command !== undefined && command !== "--help" && file !== "--help") process.exitCode = 2;
    return;
  }
  await stepThrough(await runProgram(file, rest));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof TapegradError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
