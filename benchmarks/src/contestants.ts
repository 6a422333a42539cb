// Everything that can be measured, each in a process of its own.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "./session.ts";

export interface Contestant {
  /** On the command line: `--libraries torch` takes every name that is or begins with it, `torch-1` and `torch-2`. */
  readonly name: string;
  readonly title: string;
  readonly command: Command;
  /** `null` where it can be tried; otherwise why it cannot. */
  readonly missing: string | null;
  /** It gives no result that could be right or wrong. */
  readonly unchecked?: true;
}

export interface Runtimes {
  /** The Node that JavaScript libraries run in. */
  readonly node: string;
  readonly python: string;
}

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Where `pnpm bench` installs the other JavaScript libraries. */
export const peersFolder: string = path("../peers");

function inNode({ node }: Runtimes, file: string, ...variant: string[]): Command {
  return { program: node, args: ["--import", import.meta.resolve("tsx"), path("child.ts"), path(file), ...variant] };
}

function tapegrad(runtimes: Runtimes): Contestant[] {
  const variant = (mode: string, threads: number): Contestant => ({
    name: `tapegrad-${mode}-${threads}`,
    title: `tapegrad ${mode}, ${threads} thread${threads === 1 ? "" : "s"}`,
    command: inNode(runtimes, "tapegrad/library.ts", mode, String(threads)),
    missing: null,
  });
  // Recorded to be looked at: what that costs beside the same step unrecorded.
  return [variant("eager", 1), variant("eager", 2), variant("jit", 1), variant("jit", 2), variant("recorded", 1)];
}

function inJavaScript(runtimes: Runtimes): Contestant[] {
  const missing = existsSync(`${peersFolder}/node_modules`) ? null : "not installed";
  const peer = (name: string, title: string, file: string, ...variant: string[]): Contestant => {
    return { name, title, command: inNode(runtimes, `../peers/${file}`, ...variant), missing };
  };
  return [
    peer("tfjs-cpu", "TensorFlow.js cpu", "tfjs.ts", "cpu"),
    peer("tfjs-wasm", "TensorFlow.js wasm", "tfjs.ts", "wasm"),
    peer("jaxjs-eager", "jax-js eager", "jaxJs.ts", "eager"),
    peer("jaxjs-jit", "jax-js jit", "jaxJs.ts", "jit"),
    peer("numpy-ts", "numpy-ts", "numpyTs.ts"),
  ];
}

function inPython({ python }: Runtimes): Contestant[] {
  const peer = (name: string, title: string, file: string, threads?: number): Contestant => {
    const args = [path(`../peers/python/${file}`), ...(threads === undefined ? [] : [String(threads)])];
    // These would hold OpenBLAS to kernels for an older processor than there is.
    const env = { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };
    return { name, title, command: { program: python, args, env }, missing: null };
  };
  return [
    peer("torch-1", "PyTorch, 1 thread", "torch_peer.py", 1),
    peer("torch-2", "PyTorch, 2 threads", "torch_peer.py", 2),
    peer("jax-jit", "JAX jit", "jax_peer.py"),
    peer("sklearn", "scikit-learn", "sklearn_peer.py"),
  ];
}

/** The loop that is measured between all others: see `calibration.ts`. */
export function calibrationLoop(runtimes: Runtimes): Contestant {
  return { name: "calibration", title: "calibration loop", command: inNode(runtimes, "calibration.ts"), missing: null };
}

/** The bound of all products: see `peak.ts`. */
function peak(runtimes: Runtimes): Contestant {
  const command = inNode(runtimes, "peak.ts");
  return { name: "peak", title: "peak of one core with 128 bits", command, missing: null, unchecked: true };
}

export function contestants(runtimes: Runtimes): Contestant[] {
  return [...tapegrad(runtimes), peak(runtimes), ...inJavaScript(runtimes), ...inPython(runtimes)];
}
