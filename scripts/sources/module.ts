import { dirname, join } from "node:path/posix";
import { read } from "./files.ts";
import { isSyntax, nameOf, parse, part, parts, type Syntax } from "./syntax.ts";

/** Something that a file declares at its top level. */
export interface Declaration {
  readonly name: string;
  /** An interface or a type; a class is a value. */
  readonly isType: boolean;
  readonly isExported: boolean;
  readonly node: Syntax;
  /** The doc comment before it, `""` if there is none. */
  readonly doc: string;
  /** The name of its type, if it is a constant that says so: `export const tanh: Tanh`. */
  readonly type: string | undefined;
}

/** `import { a as b } from "./c.ts"`, `export { a as b } from "./c.ts"`, `export * as b from "./c.ts"` */
export interface Link {
  /** The name over there; `undefined` for all of them. */
  readonly imported: string | undefined;
  /** The name here, if there is one. */
  readonly local: string | undefined;
  readonly isType: boolean;
  /** The file, as a path from the root; what is written, for a package; `undefined` for this file. */
  readonly from: string | undefined;
  readonly doc: string;
}

/** A source file, read. */
export interface SourceModule {
  readonly path: string;
  readonly text: string;
  readonly tree: Syntax;
  readonly declarations: readonly Declaration[];
  readonly imports: readonly Link[];
  /** Exports that are not declarations. */
  readonly exports: readonly Link[];
  /** The doc comment that the file begins with. */
  readonly doc: string;
}

const modules = new Map<string, SourceModule>();

/** Reads a file, once. */
export function moduleAt(path: string): SourceModule {
  let module = modules.get(path);
  if (module === undefined) {
    module = readModule(path, read(path));
    modules.set(path, module);
  }
  return module;
}

export function textOf({ text }: { readonly text: string }, node: Syntax): string {
  return text.slice(node.start, node.end);
}

/** @throws Error that names the file and says where it is no TypeScript. */
function treeOf(path: string, text: string): Syntax {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readModule(path: string, text: string): SourceModule {
  const tree = treeOf(path, text);
  const declarations: Declaration[] = [];
  const imports: Link[] = [];
  const exports: Link[] = [];
  for (const statement of parts(tree, "body")) {
    const doc = docBefore(text, statement.start);
    const from = isSyntax(statement.source) ? targetOf(path, String(statement.source.value)) : undefined;
    if (statement.type === "ImportDeclaration") imports.push(...linksIn(statement, from, ""));
    else if (statement.type === "ExportAllDeclaration") {
      const isType = statement.exportKind === "type";
      exports.push({ imported: undefined, local: nameOf(statement.exported), isType, from, doc });
    } else if (statement.type === "ExportNamedDeclaration" && !isSyntax(statement.declaration))
      exports.push(...linksIn(statement, from, doc));
    else {
      const isExported = statement.type === "ExportNamedDeclaration";
      const node = isExported ? part(statement, "declaration") : statement;
      declarations.push(...declarationsIn(node, { isExported, doc }));
    }
  }
  const first = /^(?:\/\/.*\n|\s)*(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*\n/.exec(text)?.[1] ?? "";
  return { path, text, tree, declarations, imports, exports, doc: first };
}

function targetOf(path: string, written: string): string {
  return written.startsWith(".") ? join(dirname(path), written) : written;
}

function linksIn(statement: Syntax, from: string | undefined, doc: string): Link[] {
  const isImport = statement.type === "ImportDeclaration";
  const kind = isImport ? "importKind" : "exportKind";
  return parts(statement, "specifiers").map((one) => {
    const [there, here] = isImport ? [one.imported, one.local] : [one.local, one.exported];
    const isType = statement[kind] === "type" || one[kind] === "type";
    return { imported: nameOf(there), local: nameOf(here), isType, from, doc };
  });
}

function declarationsIn(node: Syntax, about: Pick<Declaration, "isExported" | "doc">): Declaration[] {
  if (node.type === "VariableDeclaration")
    return parts(node, "declarations").flatMap((one) => {
      const name = nameOf(one.id);
      return name === undefined
        ? []
        : [{ ...about, name, isType: false, node: one, type: typeNameOf(part(one, "id")) }];
    });
  const name = nameOf(node.id);
  if (name === undefined) return [];
  const isType = node.type === "TSInterfaceDeclaration" || node.type === "TSTypeAliasDeclaration";
  return [{ ...about, name, isType, node, type: undefined }];
}

function typeNameOf(id: Syntax): string | undefined {
  if (!isSyntax(id.typeAnnotation)) return undefined;
  const type = part(id.typeAnnotation, "typeAnnotation");
  return type.type === "TSTypeReference" ? nameOf(type.typeName) : undefined;
}

/** The doc comment that ends right before a place, comments for tools between them aside. */
function docBefore(text: string, index: number): string {
  const before = text.slice(0, index).replace(/(?:[ \t]*\/\/.*\n)+$/, "");
  return /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(before)?.[0].trimEnd() ?? "";
}
