import { filesBelow, isFacts } from "./files.ts";
import { type Declaration, type Link, moduleAt, type SourceModule, textOf } from "./module.ts";
import { isSyntax, nameOf, part, parts, type Syntax, walk } from "./syntax.ts";

const folder = "packages/core/src/ops";

/** An op of core: a file `ops/<family>/<name>.ts`. */
export interface OpFile {
  readonly name: string;
  readonly family: string;
  /** From the root of the repository. */
  readonly path: string;
  /** What the method of Tensor is called: as the op, unless its doc says otherwise. */
  readonly method: string;
  /** The interface that is its signature, and its doc. */
  readonly signature: Declaration;
  /** The interface of the method, of ops that say themselves what it looks like. */
  readonly ownMethod: Declaration | undefined;
  /** The function that is the method, of ops that take any number of arguments and no tensor first. */
  readonly methodFunction: string | undefined;
  /** Names of the interfaces and types it exports. */
  readonly types: readonly string[];
  readonly module: SourceModule;
}

/** Families of ops, by the name of their folder. */
export const families: readonly string[] = [...new Set(filesBelow(folder).map((path) => path.split("/").at(-2)!))]
  .filter((family) => family !== "ops")
  .sort();

/**
 * Every op. It exports a const that is called like the file, annotated with its signature, and beside it lies `<name>.facts.ts` with
 * `nameFacts`. Other files of a family begin with an underscore: what some of its ops or their facts share.
 *
 * @throws Error if a file is not like that.
 */
export function opFiles(): OpFile[] {
  return filesBelow(folder)
    .filter((path) => path.split("/").length === folder.split("/").length + 2)
    .filter((path) => path.endsWith(".ts") && !isFacts(path) && !path.endsWith("/methods.ts"))
    .map(opFile)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function opFile(path: string): OpFile {
  const [family, file] = path.split("/").slice(-2) as [string, string];
  const name = file.replace(/\.ts$/, "");
  const module = moduleAt(path);
  const { declarations, text } = module;
  const value = declarations.find((one) => one.name === name && one.isExported && !one.isType);
  if (value === undefined) throw new Error(`${path} must export a const named after the file: ${name}.`);
  const interfaceOf = (wanted: string): Declaration | undefined =>
    declarations.find((one) => one.name === wanted && one.isType);
  const signature = value.type === undefined ? undefined : interfaceOf(value.type);
  if (signature === undefined)
    throw new Error(
      `${path} must export the interface that is the type of ${name}, got ${value.type ?? "no annotation"}.`,
    );
  const types = declarations.filter(({ isType, isExported }) => isType && isExported);
  return {
    ...{ name, family, path, module, signature },
    method: /@method (\w+)/.exec(text)?.[1] ?? name,
    ownMethod: interfaceOf(`${signature.name}Method`),
    methodFunction: declarations.find((one) => one.name === `${name}Method` && one.isExported && !one.isType)?.name,
    types: types.map((one) => one.name),
  };
}

/** The ways to call an interface. */
export function callSignatures({ node }: Declaration): readonly Syntax[] {
  return parts(part(node, "body"), "body").filter(({ type }) => type === "TSCallSignatureDeclaration");
}

/** `<A, D>(x: number | Tensor<A, D>, …): R` as a method of a tensor: the first argument becomes `this`, which is no number. */
export function asMethod(method: string, signature: Syntax, { module }: OpFile): string {
  const [first] = parts(signature, "params");
  const typeParams = isSyntax(signature.typeParameters) ? textOf(module, signature.typeParameters) : "";
  if (first === undefined) throw new Error(`${module.path}: ${method} must take a tensor first.`);
  const type = textOf(module, part(part(first, "typeAnnotation"), "typeAnnotation")).replace(/^number \| /, "");
  return `${method}${typeParams}(this: ${type}${module.text.slice(first.end, signature.end)}`;
}

/** The names of types in some signatures. */
export function typesIn(signatures: readonly Syntax[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const signature of signatures)
    for (const [node] of walk(signature))
      if (node.type === "TSTypeReference" || node.type === "TSTypeQuery") {
        const name = nameOf(node.typeName ?? node.exprName);
        if (name !== undefined) names.add(name);
      }
  return names;
}

/** Where an op gets a type from, its own file included. */
export function originOf(
  name: string,
  { module, path, types }: OpFile,
): Pick<Link, "imported" | "local" | "from"> | undefined {
  if (types.includes(name)) return { imported: name, local: name, from: path };
  return module.imports.find(({ local }) => local === name);
}
