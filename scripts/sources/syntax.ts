import { parseAst } from "vitest/node";

/** A node of the syntax tree (ESTree, with TypeScript's own nodes), and where in the text it stands. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** The tree of a TypeScript file. vitest brings the parser along. */
export function parse(text: string): Syntax {
  return parseAst(text, { lang: "ts" }) as unknown as Syntax; // read by its type fields only
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === "object" && value !== null && typeof (value as { readonly type?: unknown }).type === "string";
}

/** The parts of a node, in the order of the text. */
export function childrenOf(node: Syntax): Syntax[] {
  const parts = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return parts.filter(isSyntax).sort((a, b) => a.start - b.start);
}

/** The node and all that is in it, outer ones first, each with the nodes around it, the nearest last. */
export function* walk(
  node: Syntax,
  around: readonly Syntax[] = [],
): Generator<[node: Syntax, around: readonly Syntax[]]> {
  yield [node, around];
  const inner = [...around, node];
  for (const child of childrenOf(node)) yield* walk(child, inner);
}

/** The field of a node that is a node. */
export function part(node: Syntax, field: string): Syntax {
  const value = node[field];
  if (!isSyntax(value)) throw new Error(`${node.type} has no ${field}.`);
  return value;
}

/** The field of a node that is a list of nodes. */
export function parts(node: Syntax, field: string): readonly Syntax[] {
  return (node[field] as readonly unknown[]).filter(isSyntax); // a hole in a pattern is null
}

/** The name, if the node is one. */
export function nameOf(node: unknown): string | undefined {
  return isSyntax(node) && node.type === "Identifier" ? (node.name as string) : undefined;
}

/** What is called by its name, as in `f(x)`. */
export function calledName(node: Syntax): string | undefined {
  return node.type === "CallExpression" ? nameOf(node.callee) : undefined;
}

/** The method that is called, as in `x.f()`, of what is no class or namespace such as `Math`. */
export function calledMethod(node: Syntax): { readonly name: string; readonly object: Syntax } | undefined {
  if (node.type !== "CallExpression") return undefined;
  const callee = part(node, "callee");
  if (callee.type !== "MemberExpression" || callee.computed === true) return undefined;
  const object = part(callee, "object");
  const name = nameOf(callee.property)!;
  return /^[A-Z]/.test(nameOf(object) ?? "") || name in Array.prototype ? undefined : { name, object };
}

export function isFunction(node: Syntax): boolean {
  return ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"].includes(node.type);
}

/** The property of an object literal. */
export function propertyOf(object: Syntax, key: string): Syntax | undefined {
  return parts(object, "properties").find((property) => property.type === "Property" && nameOf(property.key) === key);
}

/** What a function returns, itself and not a function in it. */
export function resultsOf(fn: Syntax): Syntax[] {
  const body = part(fn, "body");
  if (body.type !== "BlockStatement") return [body];
  const results: Syntax[] = [];
  const visit = (node: Syntax): void => {
    if (isFunction(node)) return;
    if (node.type === "ReturnStatement" && isSyntax(node.argument)) results.push(node.argument);
    childrenOf(node).forEach(visit);
  };
  visit(body);
  return results;
}
