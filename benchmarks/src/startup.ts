// How long a program takes to start that imports a library, over one that imports nothing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { peersFolder } from "./contestants.ts";
import type { SideFigure } from "./side.ts";
import { median } from "./statistics.ts";

interface Program {
  readonly name: string;
  readonly command: string;
  /** Before the text of the program. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly empty: string;
  readonly text: string;
}

/** Milliseconds from start to end of a program, or `null` if it fails. */
function timeOf({ command, args, folder }: Program, text: string): number | null {
  const start = performance.now();
  const { status } = spawnSync(command, [...args, text], { cwd: folder });
  return status === 0 ? performance.now() - start : null;
}

/** The median of how much longer the program takes than the empty one, both in turn. */
function overEmpty(program: Program, rounds: number): number | null {
  const differences: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [empty, full] = [timeOf(program, program.empty), timeOf(program, program.text)];
    if (empty === null || full === null) return null;
    differences.push(full - empty);
  }
  return median(differences);
}

export function startup(node: string, python: string | null, rounds: number): SideFigure {
  const inNode = (name: string, folder: string): Program => {
    const args = ["--input-type=module", "--eval"];
    return { name, command: node, args, folder, empty: "", text: `import ${JSON.stringify(name)}` };
  };
  const here = fileURLToPath(new URL("..", import.meta.url));
  const peers = ["@jax-js/jax", "@tensorflow/tfjs", "numpy-ts"].filter((name) =>
    existsSync(`${peersFolder}/node_modules/${name}`),
  );
  const inPython = (name: string): Program => {
    return { name, command: python!, args: ["-c"], folder: here, empty: "", text: `import ${name}` };
  };
  const programs = [
    inNode("@tapegrad/core", here),
    inNode("@tapegrad/nn", here),
    ...peers.map((name) => inNode(name, peersFolder)),
    ...(python === null ? [] : ["torch", "jax", "sklearn.neural_network"].map(inPython)),
  ];
  const rows = programs.flatMap((program) => {
    const time = overEmpty(program, rounds);
    return time === null ? [] : [{ name: program.name, value: `${time.toFixed(0)} ms` }];
  });
  return { title: "import, over an empty process", rows };
}
