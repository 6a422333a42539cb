import {
  calledName,
  isFunction,
  isSyntax,
  nameOf,
  parse,
  part,
  parts,
  propertyOf,
  type Syntax,
  walk,
} from "./syntax.ts";

/** Something that a derivative is computed by, and what its names mean. */
export interface DerivativeCode {
  /** The op, if it is the rule or the slope of one. */
  readonly op: string | undefined;
  /** The op's input that it is for, or what the function is called, or the operation and the operand: `pow[1]`. */
  readonly name: string;
  /**
   * - `rule`: in `vjp`: from a cotangent of the output to that of an input, in ops on tensors;
   * - `slope`: in `slope`: `∂y/∂x` of one element, in a scalar algebra;
   * - `entry`: the same of one operation, in a table of all;
   * - `function`: what rules or slopes call, or what all ops share.
   */
  readonly kind: "rule" | "slope" | "entry" | "function";
  /** A function; of an entry it may be the name of one. */
  readonly fn: Syntax;
  /** Other names that can be put in the place of each of these: inputs, and the output. */
  readonly values: readonly string[];
  /** Those of them that are not differentiable. */
  readonly fixed: readonly string[];
  /** The parameter that is the cotangent. */
  readonly cotangent: string | undefined;
  /** The parameter that is a scalar algebra. */
  readonly algebra: string | undefined;
  /** The pattern that takes the context of a rule apart. */
  readonly context: Syntax | undefined;
  /** Names that stand for attributes, and for the object that has them all. */
  readonly attributes: readonly string[];
}

/** What an op states of its derivatives. */
export interface OpCode {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Properties of `vjp` and of `slope` that are functions. */
  readonly entries: readonly Syntax[];
}

/** The derivatives in a file. */
export interface DerivativeFile {
  readonly text: string;
  readonly codes: readonly DerivativeCode[];
  readonly ops: readonly OpCode[];
  /** Functions of the file that give tensors. */
  readonly tensorFunctions: readonly string[];
}

/** Which functions, methods and tables of a file are shared by the derivatives of many ops. */
export interface SharedNames {
  readonly functions: readonly string[];
  readonly tables?: readonly string[];
}

/**
 * Finds the derivatives in a file that defines an op, those in its `vjp` and its `slope`, and the functions that they alone call.
 *
 * @param shared - What else to look at, in files of shared code.
 */
export function findDerivatives(text: string, shared: SharedNames = { functions: [] }): DerivativeFile {
  const tree = parse(text);
  const functions = new Map<string, Syntax>();
  const definitions: Syntax[] = [];
  const ops: OpCode[] = [];
  const codes: DerivativeCode[] = [];
  for (const [node] of walk(tree)) {
    const declared = declaredName(node);
    if (node.type === "FunctionDeclaration" && declared !== undefined) functions.set(declared, node);
    if (declared !== undefined && shared.tables?.includes(declared)) codes.push(...entriesOf(node));
    const definition = definitionIn(node);
    if (definition === undefined) continue;
    definitions.push(definition);
    const name = String(part(propertyOf(definition, "name")!, "value").value);
    const inputs = parts(part(propertyOf(definition, "inputs")!, "value"), "elements");
    const names = inputs.map((input) => String((input.type === "CallExpression" ? literalIn(input) : input).value));
    const stated = ["vjp", "slope"].flatMap((key) => propertiesIn(propertyOf(definition, key)));
    const entries = stated.filter((entry) => isFunction(part(entry, "value")));
    const flat = stated.filter((entry) => !entries.includes(entry)).map((entry) => nameOf(entry.key)!);
    // Of another kind than values: a condition, indices.
    const special = names.filter((_, i) => inputs[i]!.type === "CallExpression");
    ops.push({ name, inputs: names, entries });
    const slopes = propertiesIn(propertyOf(definition, "slope"));
    codes.push(
      ...entries.map((entry) =>
        slopes.includes(entry)
          ? slopeCode(name, nameOf(entry.key)!, part(entry, "value"), { names, special })
          : ruleCode(name, nameOf(entry.key)!, part(entry, "value"), names, [...flat, ...special]),
      ),
    );
  }

  const outside = definitions.flatMap((definition) =>
    parts(definition, "properties").filter((property) => !["vjp", "slope"].includes(nameOf(property.key)!)),
  );
  const called = reach(
    codes.map(({ fn }) => fn),
    functions,
  );
  const alsoCalled = reach(outside, functions);
  const own = [...called].filter((name) => !alsoCalled.has(name) && shared.tables === undefined);
  codes.push(...own.map((name) => functionCode(name, functions.get(name)!)));
  for (const [node] of walk(tree)) {
    const declared = declaredName(node);
    if (declared !== undefined && shared.functions.includes(declared)) codes.push(functionCode(declared, node));
  }
  const tensorFunctions = [...functions].filter(([, fn]) => givesTensor(fn, text)).map(([name]) => name);
  return { text, codes, ops, tensorFunctions };
}

/** What an op is made of: the argument of the function that makes it. */
function definitionIn(node: Syntax): Syntax | undefined {
  if (!/^define[A-Z]/.test(calledName(node) ?? "")) return undefined;
  const [definition] = parts(node, "arguments");
  if (definition?.type !== "ObjectExpression") return undefined;
  const has = (key: string, type: string): boolean => {
    const value = propertyOf(definition, key)?.value;
    return isSyntax(value) && value.type === type;
  };
  // The functions that make ops are made of others, whose definitions are not literal.
  return has("name", "Literal") && has("inputs", "ArrayExpression") ? definition : undefined;
}

/** What a declaration, or a method of a class, is called. */
function declaredName(node: Syntax): string | undefined {
  if (node.type === "MethodDefinition") return nameOf(node.key);
  return node.type === "VariableDeclarator" || node.type.endsWith("Declaration") ? nameOf(node.id) : undefined;
}

function literalIn(call: Syntax): Syntax {
  return parts(call, "arguments")[0]!;
}

function propertiesIn(property: Syntax | undefined): readonly Syntax[] {
  return property === undefined ? [] : parts(part(property, "value"), "properties");
}

/** Names of the functions that are called from some nodes, or from those functions. */
function reach(from: readonly Syntax[], functions: ReadonlyMap<string, Syntax>): Set<string> {
  const found = new Set<string>();
  const visit = (root: Syntax): void => {
    for (const [node] of walk(root)) {
      const name = nameOf(node);
      if (name === undefined || found.has(name) || !functions.has(name)) continue;
      found.add(name);
      visit(functions.get(name)!);
    }
  };
  from.forEach(visit);
  return found;
}

function ruleCode(
  op: string,
  name: string,
  fn: Syntax,
  inputs: readonly string[],
  fixed: readonly string[],
): DerivativeCode {
  const [cotangent, context] = parts(fn, "params");
  const taken = context?.type === "ObjectPattern" ? context : undefined;
  return {
    ...{ op, name, kind: "rule", fn, fixed, algebra: undefined, attributes: attributesOf(fn), context: taken },
    cotangent: nameOf(cotangent),
    values: taken === undefined ? [] : [...inputs, "output"],
  };
}

/** The slope of an op: `(e, { x, output }, { alpha }) => …`. */
function slopeCode(
  op: string,
  name: string,
  fn: Syntax,
  { names, special }: { readonly names: readonly string[]; readonly special: readonly string[] },
): DerivativeCode {
  const [algebra, , attributes] = parts(fn, "params");
  return {
    ...{ op, name, kind: "slope", fn, fixed: special, cotangent: undefined, context: undefined },
    algebra: nameOf(algebra) ?? "__e",
    values: [...names.filter((input) => !special.includes(input)), "output"],
    attributes: attributes?.type === "ObjectPattern" ? namesIn(attributes) : [],
  };
}

/** The slopes of operations in a table: `pow: [(e, [a, b], y) => …, …]`. */
function entriesOf(table: Syntax): DerivativeCode[] {
  return parts(part(table, "init"), "properties").flatMap((property) =>
    parts(part(property, "value"), "elements").map((fn, i, all): DerivativeCode => {
      const [algebra] = isFunction(fn) ? parts(fn, "params") : [];
      return {
        ...{ op: undefined, kind: "entry", fn, fixed: [], cotangent: undefined, context: undefined, attributes: [] },
        name: `${nameOf(property.key)}[${i}]`,
        algebra: nameOf(algebra) ?? "__e",
        values: [...all.map((_, k) => String(k)), "output"],
      };
    }),
  );
}

function functionCode(name: string, fn: Syntax): DerivativeCode {
  let cotangent: string | undefined;
  let algebra: string | undefined;
  for (const [node] of walk(fn)) {
    if (!isFunction(node)) continue;
    const names = parts(node, "params").map(nameOf);
    cotangent ??= names.find((parameter) => parameter === "cotangent");
    algebra ??= names.find((parameter) => parameter === "e");
  }
  return {
    ...{ op: undefined, name, kind: "function", fn, values: [], fixed: [], cotangent, algebra, context: undefined },
    attributes: attributesOf(fn),
  };
}

/** Names taken out of `attrs`, or out of a parameter whose type ends in `Attrs`; `attrs` itself. */
function attributesOf(fn: Syntax): string[] {
  const names = ["attrs"];
  for (const [node] of walk(fn)) {
    if (node.type === "Property" && nameOf(node.key) === "attrs" && part(node, "value").type === "ObjectPattern")
      names.push(...namesIn(part(node, "value")));
    if (node.type === "ObjectPattern" && isSyntax(node.typeAnnotation)) {
      const type = part(node.typeAnnotation, "typeAnnotation");
      if (nameOf(type.typeName)?.endsWith("Attrs")) names.push(...namesIn(node));
    }
  }
  return names;
}

function namesIn(pattern: Syntax): string[] {
  return parts(pattern, "properties").flatMap((property) => nameOf(property.value) ?? []);
}

function givesTensor(fn: Syntax, text: string): boolean {
  const type = fn.returnType;
  return isSyntax(type) && text.slice(type.start, type.end) === ": Tensor";
}
