import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./blocks.ts";

/** What a package exports under a name. */
export interface Export {
  readonly name: string;
  readonly isType: boolean;
  /** The file that declares it, as a path from the root of the repository. */
  readonly file: string;
  /** The doc comment before its declaration, `""` if there is none. */
  readonly doc: string;
}

/** Everything a package exports, found in the text of its sources. */
export function exportsOf(packageName: string): ReadonlyMap<string, Export> {
  return exportsIn(`packages/${packageName}/src/index.ts`, new Set());
}

function exportsIn(file: string, visited: Set<string>): Map<string, Export> {
  const found = new Map<string, Export>();
  if (visited.has(file)) return found;
  visited.add(file);
  // Code in strings and comments is no code; comments are kept, for they are what is looked for.
  const text = readFileSync(join(root, file), "utf8");
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
  const target = (path: string): string => join(dirname(file), path).replaceAll("\\", "/");

  for (const all of code.matchAll(/^export (type )?\*(?: as (\w+))? from "(\.[^"]+)";/gm)) {
    const [, type, as, path] = all;
    if (as !== undefined) {
      const doc = docBefore(text, all.index) || fileDoc(target(path!));
      found.set(as, { name: as, isType: type !== undefined, file: target(path!), doc });
      continue;
    }
    for (const entry of exportsIn(target(path!), visited).values())
      found.set(entry.name, { ...entry, isType: entry.isType || type !== undefined });
  }
  for (const [, type, list, path] of code.matchAll(/^export (type )?\{([^}]*)\}(?: from "(\.[^"]+)")?;/gm)) {
    for (const item of list!.split(",").map((part) => part.trim())) {
      const [, own, imported, as] = /^(type )?(\w+)(?: as (\w+))?$/.exec(item) ?? [];
      if (imported === undefined) continue;
      const source = path === undefined ? null : exportsIn(target(path), new Set()).get(imported);
      const entry = source ?? declarationOf(file, text, code, imported);
      const name = as ?? imported;
      if (entry) found.set(name, { ...entry, name, isType: entry.isType || (type ?? own) !== undefined });
    }
  }
  for (const [, name] of code.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type) (\w+)/gm,
  )) {
    const entry = declarationOf(file, text, code, name!);
    if (entry) found.set(name!, entry);
  }
  return found;
}

const declares = "(?:export )?(?:declare )?(?:abstract )?(?:async )?";

function declarationOf(file: string, text: string, code: string, name: string): Export | null {
  const value = new RegExp(`^${declares}(?:const|let|function\\*?|class) ${name}\\b(?:: (\\w+))?`, "m").exec(code);
  const type = new RegExp(`^${declares}(?:interface|type) ${name}\\b`, "m").exec(code);
  const declaration = value ?? type;
  if (declaration === null) return null;
  let doc = docBefore(text, declaration.index);
  // An op is documented at its signature: `export const add: Add`, an interface in the same file.
  const signature = value?.[1];
  if (doc === "" && signature !== undefined) {
    const annotated = new RegExp(`^${declares}(?:interface|type) ${signature}\\b`, "m").exec(code);
    if (annotated) doc = docBefore(text, annotated.index);
  }
  return { name, isType: value === null, file, doc };
}

/** The doc comment that ends right before a place, comments for tools between them aside. */
function docBefore(text: string, index: number): string {
  const before = text.slice(0, index).replace(/(?:[ \t]*\/\/.*\n)+$/, "");
  return /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(before)?.[0] ?? "";
}

/** The doc comment a file begins with: it describes what `export * as name` makes of the file. */
function fileDoc(file: string): string {
  if (!statSync(join(root, file), { throwIfNoEntry: false })) return "";
  return (
    /^(?:\/\/.*\n|\s)*(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*\n/.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? ""
  );
}
