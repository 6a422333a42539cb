import { exists } from "./files.ts";
import { type Declaration, moduleAt } from "./module.ts";

/** What a package exports under a name. */
export interface Export {
  readonly name: string;
  readonly isType: boolean;
  /** The file that declares it, as a path from the root of the repository. */
  readonly file: string;
  /** The doc comment before its declaration, `""` if there is none. */
  readonly doc: string;
}

/** Everything a package exports. */
export function exportsOf(packageName: string): ReadonlyMap<string, Export> {
  return exportsIn(`packages/${packageName}/src/index.ts`, new Set());
}

function exportsIn(file: string, visited: Set<string>): Map<string, Export> {
  const found = new Map<string, Export>();
  if (visited.has(file) || !exists(file)) return found;
  visited.add(file);
  const { exports, declarations } = moduleAt(file);
  for (const { imported, local, isType, from, doc } of exports) {
    if (imported === undefined && local !== undefined)
      found.set(local, { name: local, isType, file: from!, doc: doc || moduleAt(from!).doc });
    else if (imported === undefined)
      for (const entry of exportsIn(from!, visited).values())
        found.set(entry.name, { ...entry, isType: entry.isType || isType });
    else {
      const there = from === undefined ? declared(file, imported) : exportsIn(from, new Set()).get(imported);
      if (there) found.set(local!, { ...there, name: local!, isType: there.isType || isType });
    }
  }
  for (const { name, isExported } of declarations) if (isExported) found.set(name, declared(file, name)!);
  return found;
}

/** What a file declares under a name: the value, if there is a type of that name as well. */
function declared(file: string, name: string): Export | undefined {
  const { declarations } = moduleAt(file);
  const called = (wanted: string): Declaration[] => declarations.filter((one) => one.name === wanted);
  const found = called(name).sort((a, b) => Number(a.isType) - Number(b.isType))[0];
  if (found === undefined) return undefined;
  // An op is documented at its signature: `export const add: Add`, an interface in the same file.
  const signature = found.type === undefined ? undefined : called(found.type).find(({ isType }) => isType);
  return { name, isType: found.isType, file, doc: found.doc || (signature?.doc ?? "") };
}
