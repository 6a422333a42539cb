// Writes what follows from the op files: their index, the methods of Tensor by family, and the table of facts.
// `node scripts/generate-ops.mjs` writes the files; with `--check` it fails if one of them is not what it would write.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const opsFolder = fileURLToPath(new URL("../packages/core/src/ops/", import.meta.url));
const check = process.argv.includes("--check");
const note = "// Generated from the op files by `pnpm generate`; do not edit.\n";

const families = readdirSync(opsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/**
 * Every op: a file `ops/<family>/<name>.ts` that exports `name` and its signature `Name`, and beside it `<name>.facts.ts` with
 * `nameFacts`. Other files of a family (what some of its ops share) begin with an underscore.
 */
const ops = families
  .flatMap((family) =>
    readdirSync(`${opsFolder}${family}`)
      .filter((file) => !file.startsWith("_") && file !== "methods.ts" && !file.endsWith(".facts.ts"))
      .map((file) => readOp(family, file)),
  )
  .sort((a, b) => (a.name < b.name ? -1 : 1));

function readOp(family, file) {
  const name = file.replace(/\.ts$/, "");
  const text = readFileSync(`${opsFolder}${family}/${file}`, "utf8");
  if (!new RegExp(`^export const ${name}\\b`, "m").test(text))
    throw new Error(`ops/${family}/${file} must export a const named after the file: ${name}.`);
  const signature = new RegExp(`^export const ${name}: (\\w+)`, "m").exec(text)?.[1];
  return { name, family, text, signature, path: `./${family}/${file}`, mutates: family === "update" };
}

/** Types that every signature may mention are found in the op's own imports; the merged declaration needs these two besides. */
const always = [
  ["../shape/types.ts", "Shape"],
  ["../tensor/dtype.ts", "DType"],
];

/** What the method of Tensor is called: as the op, unless its doc says otherwise. */
function methodName(op) {
  return /@method (\w+)/.exec(op.text)?.[1] ?? op.name;
}

/** The text between a `{` that ends a line and the `}` that begins one. */
function interfaceOf(text, name) {
  const match = new RegExp(
    `((?:/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?)export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`,
  ).exec(text);
  return match && { doc: match[1], body: match[2] };
}

/** The call signatures of an interface, one text each. */
function callSignatures(body) {
  return body.split(/\n(?= {2}[<(])/).map((part) => part.replace(/^ {2}/, "").trimEnd());
}

/** `<A, D>(x: number | Tensor<A, D>, …): R` as a method: the first argument becomes `this`. */
function asMethod(name, signature) {
  let depth = 0;
  for (let i = 0; i < signature.length; i++) {
    if (signature[i] === "<") depth++;
    else if (signature[i] === ">" && signature[i - 1] !== "=") depth--;
    else if (signature[i] === "(" && depth === 0) {
      const rest = signature.slice(i + 1).replace(/^\s*\w+: (?:number \| )?/, "this: ");
      return `${name}${signature.slice(0, i)}(${rest}`;
    }
  }
  throw new Error(`${name}: no call signature found.`);
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

/** Type imports that the signatures mention, as `path → names`. */
function importsOf(op, signatureText, into) {
  for (const [, names, path] of op.text.matchAll(/^import (?:type )?\{([^}]*)\} from "(\.\.\/\.\.\/[^"]+)";/gm)) {
    for (const entry of names
      .split(",")
      .map((item) => item.trim().replace(/^type /, ""))
      .filter(Boolean)) {
      const [imported, local = imported] = entry.split(" as ");
      // Types alone: an argument may be called like a function that the file imports.
      if (!/^[A-Z]/.test(local) || !new RegExp(`\\b${local}\\b`).test(signatureText)) continue;
      const list = into.get(path.slice(3)) ?? new Set();
      list.add(entry);
      into.set(path.slice(3), list);
    }
  }
  // Types that the op file itself exports.
  for (const [, local] of op.text.matchAll(/^export (?:interface|type) (\w+)/gm)) {
    if (local === op.signature || !new RegExp(`\\b${local}\\b`).test(signatureText)) continue;
    const list = into.get(op.path) ?? new Set();
    list.add(local);
    into.set(op.path, list);
  }
}

function indexFile() {
  const lines = ops
    .filter((op) => !op.mutates)
    .map((op) => {
      const types = [...op.text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => `type ${name}`);
      return `export { ${[op.name, ...types].join(", ")} } from "${op.path}";`;
    });
  return `${note}${lines.join("\n")}\n`;
}

function factsFile() {
  const known = ops.filter((op) => !op.mutates);
  const factsPath = (op) => op.path.replace(/\.ts$/, ".facts.ts");
  return `${note}import type { Facts } from "../op/facts.ts";
${known.map((op) => `import { ${op.name} } from "${op.path}";\nimport { ${op.name}Facts } from "${factsPath(op)}";`).join("\n")}

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
${known.map((op) => `  { name: "${op.name}", family: "${op.family}", method: "${methodName(op)}", call: ${op.name}, facts: ${op.name}Facts },`).join("\n")}
];
`;
}

/** The methods of one family: declared for the compiler and put on the prototype. */
function methodsFile(family) {
  const own = ops.filter((op) => op.family === family && !op.mutates);
  const name = `${family[0].toUpperCase()}${family.slice(1)}Methods`;
  const imports = new Map([
    ["../tensor/tensor.ts", new Set()],
    ...always.map(([path, name]) => [path, new Set([name])]),
  ]);
  const methods = own.map((op) => {
    // Ops that take a list of tensors say themselves what their method looks like.
    const custom = interfaceOf(op.text, `${op.signature}Method`);
    const plain = interfaceOf(op.text, op.signature);
    if (plain === null)
      throw new Error(`${op.path} must export the interface ${op.signature}, one call signature a line.`);
    const method = methodName(op);
    const signatures = custom
      ? callSignatures(custom.body).map((signature) => `${method}${signature}`)
      : callSignatures(plain.body).map((signature) => asMethod(method, signature));
    importsOf(op, signatures.join("\n"), imports);
    return { op, method, custom: custom !== null, text: `${summaryOf(plain.doc, op.name)}\n${signatures.join("\n")}` };
  });
  const inFamily = (path) => (path.startsWith("../") ? `../${path}` : `./${path.split("/").at(-1)}`);
  imports.get("../tensor/tensor.ts").delete("Tensor");
  const typeImports = [...imports]
    .filter(([, names]) => names.size > 0)
    .map(([path, names]) => `import type { ${[...names].sort().join(", ")} } from "${inFamily(path)}";`);
  const valueImports = own.map((op) => `import { ${op.name} } from "./${op.name}.ts";`);
  const lists = methods.filter((m) => m.custom);
  return `${note}import { installMethods${lists.length > 0 ? ", listMethod" : ""} } from "../../tensor/methods.ts";
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
${methods.map(({ op, method, custom }) => (custom ? `  ${method}: listMethod(${op.name}),` : method === op.name ? `  ${method},` : `  ${method}: ${op.name},`)).join("\n")}
});
`;
}

/** As the formatter writes it, so that a check of formatting and a check of staleness agree. */
function formatted(text, file) {
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const root = fileURLToPath(new URL("..", import.meta.url));
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
  const path = `${opsFolder}${file}`;
  const wanted = formatted(text, path);
  let is = "";
  try {
    is = readFileSync(path, "utf8");
  } catch {
    // not there yet
  }
  if (is === wanted) continue;
  stale++;
  if (check) console.error(`packages/core/src/ops/${file} is stale. Run: pnpm generate`);
  else writeFileSync(path, wanted);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(`${ops.length} ops, ${stale} of ${generated.length} generated files ${check ? "stale" : "written"}`);
