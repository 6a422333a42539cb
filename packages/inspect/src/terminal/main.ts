#!/usr/bin/env node
import { TapegradError } from "@tapegrad/core";
import { explore } from "./explore.ts";
import { runProgram } from "./program.ts";
import { printSteps, stepThrough } from "./step.ts";

const help = `Runs a program and looks at its last training step, or at all of it if it trains nothing.

Usage: tapegrad step PROGRAM [arguments of the program]
       tapegrad explore [--out FILE] PROGRAM [arguments of the program]

  step       goes through it forward and backward with the arrow keys; prints plain lines when piped
  explore    makes a page of it and opens that in a browser; with --out, or where there is no screen, writes it

PROGRAM is a file that this Node can run: JavaScript, or TypeScript where types are stripped (Node 22.18 and newer, or
node --import tsx).
`;

async function main([command, ...args]: readonly string[]): Promise<void> {
  const hasOut = command === "explore" && args[0] === "--out";
  const [file, ...rest] = hasOut ? args.slice(2) : args;
  if ((command !== "step" && command !== "explore") || file === undefined || file === "--help") {
    process.stdout.write(help);
    if (command !== undefined && command !== "--help" && file !== "--help") process.exitCode = 2;
    return;
  }
  await runProgram(file, rest, (tape, isEnding) => {
    if (command === "explore") return explore(tape, file, hasOut ? args[1] : undefined);
    return isEnding ? printSteps(tape) : stepThrough(tape);
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof TapegradError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
