// How much a page loads that uses all of a library.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { peer } from "../peers/peer.ts";
import { peersFolder } from "./contestants.ts";
import { Missing } from "./library.ts";
import type { SideFigure, SideRow } from "./side.ts";

/** What of esbuild is used here. */
interface Esbuild {
  build(options: object): Promise<{ readonly outputFiles: readonly { readonly contents: Uint8Array }[] }>;
}

/** Compressed sizes, or `null` where esbuild, which comes with the other libraries, is not installed. */
export async function sizes(): Promise<SideFigure | null> {
  try {
    const { library: esbuild } = await peer<Esbuild>("esbuild");
    const here = fileURLToPath(new URL("..", import.meta.url));
    const rows = [await sizeOf(esbuild, "@tapegrad/core", here)];
    for (const name of ["@jax-js/jax", "@tensorflow/tfjs", "numpy-ts"])
      rows.push(await sizeOf(esbuild, name, peersFolder));
    return { title: "all of it, minified and gzipped, without WebAssembly in files of its own", rows };
  } catch (error) {
    if (error instanceof Missing) return null;
    throw error;
  }
}

async function sizeOf(esbuild: Esbuild, name: string, folder: string): Promise<SideRow> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `export * from ${JSON.stringify(name)};`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["node:*", "crypto", "fs", "os", "path", "perf_hooks", "util", "worker_threads"], // a browser has none of them
    write: false,
    logLevel: "silent",
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { name, value: `${(bytes / 1000).toFixed(1)} KB` };
}
