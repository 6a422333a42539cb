import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Participant } from "./rounds.ts";
import type { SideFigure } from "./side.ts";

const program = fileURLToPath(new URL("tapegrad/memory.ts", import.meta.url));

/** Resident memory of training, for each variant of tapegrad that is there. */
export function memory(node: string, participants: readonly Participant[]): SideFigure {
  const names = participants.map(({ contestant }) => contestant.name).filter((name) => name.startsWith("tapegrad-"));
  const rows = names.map((name) => {
    const [, ...variant] = name.split("-");
    const args = ["--import", import.meta.resolve("tsx"), program, ...variant];
    const { status, stdout, stderr } = spawnSync(node, args, { encoding: "utf8" });
    if (status !== 0) return { name, value: stderr.trim().split("\n").at(-1) ?? "it failed" };
    const [early, late] = JSON.parse(stdout) as [number, number]; // as the program prints it
    return { name, value: `${late} MB (${early} MB after 200 steps)` };
  });
  return { title: "resident memory after 2,000 steps of 784-512-10", rows };
}
