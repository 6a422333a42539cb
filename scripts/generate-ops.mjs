// Writes what follows from the op files: their index, the methods of Tensor by family, and the table of facts.
// `node scripts/generate-ops.mjs` writes the files; with `--check` it fails if one of them is not what it would write.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const { asMethod, callSignatures, families, opFiles, originOf, typesIn } = await tsImport(
  "./sources/ops.ts",
  import.meta.url,
);

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = "packages/core/src/ops";
const check = process.argv.includes("--check");
const note = "// Generated from the op files by `pnpm generate`; do not edit.\n";

const ops = opFiles();
/** Ops that overwrite what they are given are no part of the public surface. */
const publicOps = ops.filter(({ family }) => family !== "update");

/** A module as a file in a folder imports it. */
function specifier(from, path) {
  const short = relative(from, path);
  return short.startsWith(".") ? short : `./${short}`;
}

/** The first sentence of a doc comment, with all its lines. */
function summaryOf(doc, name) {
  const text = doc
    .replace(/^\/\*\*|\*\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
  return `/** ${text.split(/\n\s*\n/)[0].replace(/\s+/g, " ")} See {@link ${name}}. */`;
}

function indexFile() {
  const lines = publicOps.map(
    ({ name, types, path }) =>
      `export { ${[name, ...types.map((type) => `type ${type}`)].join(", ")} } from "${specifier(folder, path)}";`,
  );
  return `${note}${lines.join("\n")}\n`;
}

function factsFile() {
  const imports = publicOps.map(({ name, path }) => {
    const file = specifier(folder, path);
    return `import { ${name} } from "${file}";\nimport { ${name}Facts } from "${file.replace(/\.ts$/, ".facts.ts")}";`;
  });
  const entries = publicOps.map(
    ({ name, family, method }) =>
      `  { name: "${name}", family: "${family}", method: "${method}", call: ${name}, facts: ${name}Facts },`,
  );
  return `${note}import type { Facts } from "../op/facts.ts";
${imports.join("\n")}

/** An op and what is true of it. */
export interface KnownOp {
  readonly name: string;
  readonly family: string;
  /** The method of Tensor that is this op. */
  readonly method: string;
  readonly call: (...args: never) => unknown;
  readonly facts: Facts;
}

/** Every op there is. */
export const knownOps: readonly KnownOp[] = [
${entries.join("\n")}
];
`;
}

/** The methods of one family: declared for the compiler and put on the prototype. */
function methodsFile(family) {
  const own = publicOps.filter((op) => op.family === family);
  const name = `${family[0].toUpperCase()}${family.slice(1)}Methods`;
  // The merged declaration needs these two besides.
  const imports = new Map([
    ["packages/core/src/shape/types.ts", new Set(["Shape"])],
    ["packages/core/src/tensor/dtype.ts", new Set(["DType"])],
  ]);
  const methods = own.map((op) => {
    const { method, ownMethod, signature, module } = op;
    const signatures = callSignatures(ownMethod ?? signature);
    for (const type of typesIn(signatures)) {
      const origin = originOf(type, op);
      if (origin === undefined || type === "Tensor") continue;
      if (!imports.has(origin.from)) imports.set(origin.from, new Set());
      imports.get(origin.from).add(origin.imported === origin.local ? type : `${origin.imported} as ${type}`);
    }
    const texts = signatures.map((one) =>
      ownMethod === undefined ? asMethod(method, one, op) : `${method}${module.text.slice(one.start, one.end)}`,
    );
    return { op, text: `${summaryOf(signature.doc, op.name)}\n${texts.join("\n")}` };
  });
  const typeImports = [...imports].map(
    ([path, names]) =>
      `import type { ${[...names].sort().join(", ")} } from "${specifier(join(folder, family), path)}";`,
  );
  const valueImports = own.map((op) => `import { ${op.methodFunction ?? op.name} } from "./${op.name}.ts";`);
  const hasLists = own.some(({ ownMethod, methodFunction }) => ownMethod !== undefined && methodFunction === undefined);
  // Those that have a function of their own for it take any number of arguments.
  const longer = own.filter(({ methodFunction }) => methodFunction !== undefined);
  const others = own.filter(({ methodFunction }) => methodFunction === undefined);
  const installed = others.map(({ name, method, ownMethod }) => {
    if (ownMethod !== undefined) return `  ${method}: listMethod(${name}),`;
    return method === name ? `  ${method},` : `  ${method}: ${name},`;
  });
  return `${note}import { installMethods${hasLists ? ", listMethod" : ""} } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
${typeImports.join("\n")}
${valueImports.join("\n")}

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface ${name} {
${methods.map(({ text }) => text).join("\n")}
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends ${name} {}
}

installMethods(Tensor, {
${installed.join("\n")}
}${longer.length === 0 ? "" : `, { ${longer.map(({ method, methodFunction }) => `${method}: ${methodFunction}`).join(", ")} }`});
`;
}

/** As the formatter writes it, so that a check of formatting and a check of staleness agree. */
function formatted(text, file) {
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [biome, "check", "--write", `--stdin-file-path=${file}`],
    {
      input: text,
      encoding: "utf8",
      cwd: root,
    },
  );
  if (status !== 0 && !stdout) throw new Error(stderr);
  return stdout;
}

let stale = 0;
const generated = [
  ["index.ts", indexFile()],
  ["facts.ts", factsFile()],
  ...families.filter((family) => family !== "update").map((family) => [`${family}/methods.ts`, methodsFile(family)]),
];
for (const [file, text] of generated) {
  const path = join(root, folder, file);
  const wanted = formatted(text, path);
  let is = "";
  try {
    is = readFileSync(path, "utf8");
  } catch {
    // not there yet
  }
  if (is === wanted) continue;
  stale++;
  if (check) console.error(`${folder}/${file} is stale. Run: pnpm generate`);
  else writeFileSync(path, wanted);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(`${ops.length} ops, ${stale} of ${generated.length} generated files ${check ? "stale" : "written"}`);
