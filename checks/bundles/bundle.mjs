// Builds each program in FOLDER with each bundler, as its documentation says for production and browsers, and writes
// FOLDER/bundles.json: of each bundle its files, how many bytes of it each module makes up, and the error if there is one.
// Usage: node bundle.mjs FOLDER PROGRAM.mjs ...
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import commonjs from "@rollup/plugin-commonjs";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

/** Name and bytes of the modules that rollup, or what is like it, put into its chunks. */
function modulesOf(chunks) {
  return chunks.flatMap((chunk) =>
    Object.entries(chunk.modules ?? {}).map(([name, { renderedLength }]) => ({ name, bytes: renderedLength })),
  );
}

const bundlers = {
  async esbuild(folder, program, out) {
    const { metafile } = await esbuild.build({
      absWorkingDir: folder,
      entryPoints: [program],
      outdir: out,
      bundle: true,
      minify: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      metafile: true,
      logLevel: "silent",
    });
    return Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).map(([name, { bytesInOutput }]) => ({ name, bytes: bytesInOutput })),
    );
  },

  async rollup(folder, program, out) {
    const bundle = await rollup({
      input: join(folder, program),
      plugins: [nodeResolve({ browser: true }), commonjs(), terser()],
      onwarn(warning) {
        // Ops may need each other in rule bodies (checks/imports.jsonc).
        if (warning.code === "CIRCULAR_DEPENDENCY" && warning.ids?.every((id) => id.includes("/core/dist/ops/")))
          return;
        throw new Error(warning.message);
      },
    });
    const { output } = await bundle.write({ dir: out, format: "es" });
    return modulesOf(output);
  },

  async vite(folder, program, out) {
    const page = `${basename(program, ".mjs")}.html`;
    writeFileSync(
      join(folder, page),
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${page}</title></head>` +
        `<body><script type="module" src="./${program}"></script></body></html>\n`,
    );
    const { output } = await vite({
      root: folder,
      configFile: false,
      logLevel: "error",
      // The polyfill for old browsers asks for a document, and the bundle is to run in Node too.
      build: { outDir: out, modulePreload: { polyfill: false }, rolldownOptions: { input: join(folder, page) } },
    });
    return modulesOf(output);
  },

  async webpack(folder, program, out) {
    const stats = await new Promise((resolve, reject) => {
      webpack(
        {
          context: folder,
          entry: `./${program}`,
          mode: "production",
          target: "web",
          output: { path: out, publicPath: "" },
          performance: { hints: false },
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
    });
    const { errors, modules } = stats.toJson({ all: false, errors: true, modules: true, nestedModules: true });
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    const flat = (list) => list.flatMap((module) => (module.modules ? flat(module.modules) : [module]));
    return flat(modules)
      .filter(({ type, moduleType }) => type === "module" && moduleType !== "runtime")
      .map(({ name, size }) => ({ name, bytes: size }));
  },
};

const [folder, ...programs] = process.argv.slice(2);
const bundles = [];
for (const program of programs)
  for (const [bundler, build] of Object.entries(bundlers)) {
    const out = join(folder, "bundles", basename(program, ".mjs"), bundler);
    mkdirSync(out, { recursive: true });
    let modules = [];
    let error = null;
    try {
      modules = (await build(folder, program, out)).filter(({ bytes }) => bytes > 0);
    } catch (caught) {
      error = String(caught.message ?? caught);
    }
    const files = readdirSync(out, { recursive: true }).filter((file) => /\.m?js$/.test(file));
    bundles.push({ program, bundler, out, files, modules, error });
  }
writeFileSync(join(folder, "bundles.json"), JSON.stringify(bundles));
