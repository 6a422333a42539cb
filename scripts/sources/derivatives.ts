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

/** A function that a derivative is computed by, and what its names mean. */
export interface RuleCode {
  /** The op, if it is the rule of one. */
  readonly op: string | undefined;
  /** The op's input whose rule it is, or the name of a function that rules call. */
  readonly name: string;
  readonly fn: Syntax;
  /** Does it give the whole contribution to a cotangent? Not so a function that rules call. */
  readonly whole: boolean;
  /** Names of the op's inputs that the function has; another one can be put in the place of each. */
  readonly inputs: readonly string[];
  /** Those of them that are not differentiable. */
  readonly fixed: readonly string[];
  /** The parameter that is the cotangent. */
  readonly cotangent: string | undefined;
  /** The pattern that takes the context apart. */
  readonly context: Syntax | undefined;
  /** Names that stand for attributes, and for the object that has them all. */
  readonly attributes: readonly string[];
}

/** The rules of an op, as they stand in its definition. */
export interface OpRules {
  readonly name: string;
  /** The function that makes the op: `defineOp` or a shorthand. */
  readonly madeBy: string;
  readonly inputs: readonly string[];
  /** Properties of `vjp`, those without a rule left out. */
  readonly rules: readonly Syntax[];
}

/** The derivative rules in a file. */
export interface RuleFile {
  readonly text: string;
  readonly codes: readonly RuleCode[];
  readonly ops: readonly OpRules[];
  /** Functions of the file that give tensors. */
  readonly tensorFunctions: readonly string[];
}

const shorthands = ["defineOp", "defineElementwise", "defineReduction"];

/**
 * Finds the rules in a file that defines an op: the functions in its `vjp`, and those that they alone call.
 *
 * @param shared - Names of functions and classes that are part of the rules of many ops, in the files of the shorthands.
 */
export function findRules(text: string, shared: readonly string[] = []): RuleFile {
  const tree = parse(text);
  const functions = new Map<string, Syntax>();
  const definitions: Syntax[] = [];
  const sharedCode: Syntax[] = [];
  const ops: OpRules[] = [];
  const codes: RuleCode[] = [];
  for (const [node] of walk(tree)) {
    const declares = node.type === "VariableDeclarator" || node.type.endsWith("Declaration");
    const declared = declares ? nameOf(node.id) : undefined;
    if (declared !== undefined && shared.includes(declared)) sharedCode.push(node);
    if (node.type === "FunctionDeclaration" && declared !== undefined) functions.set(declared, node);
    const madeBy = calledName(node);
    if (madeBy === undefined || !shorthands.includes(madeBy)) continue;
    const [definition] = parts(node, "arguments");
    const names = definition?.type === "ObjectExpression" ? propertyOf(definition, "inputs")?.value : undefined;
    if (definition === undefined || !isSyntax(names) || names.type !== "ArrayExpression") continue; // a shorthand itself
    definitions.push(definition);
    const name = String(part(propertyOf(definition, "name")!, "value").value);
    const inputs = parts(names, "elements").map(({ value }) => String(value));
    const entries = parts(part(propertyOf(definition, "vjp")!, "value"), "properties");
    const rules = entries.filter((entry) => isFunction(part(entry, "value")));
    const fixed = entries.filter((entry) => !rules.includes(entry)).map((entry) => nameOf(entry.key)!);
    ops.push({ name, madeBy, inputs, rules });
    codes.push(...rules.map((rule) => ruleCode(name, nameOf(rule.key)!, part(rule, "value"), inputs, fixed)));
  }

  const outside = definitions.flatMap((definition) =>
    parts(definition, "properties").filter((property) => nameOf(property.key) !== "vjp"),
  );
  const called = reach(
    codes.map(({ fn }) => fn),
    functions,
  );
  const alsoCalled = reach(outside, functions);
  const helpers = [...called].filter((name) => !alsoCalled.has(name));
  codes.push(
    ...helpers.map((name) => helperCode(name, functions.get(name)!)),
    ...sharedCode.map((node) => helperCode(nameOf(node.id)!, node)),
  );
  const tensorFunctions = [...functions].filter(([, fn]) => givesTensor(fn, text)).map(([name]) => name);
  return { text, codes, ops, tensorFunctions };
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

function ruleCode(op: string, name: string, fn: Syntax, inputs: readonly string[], fixed: readonly string[]): RuleCode {
  const [cotangent, context] = parts(fn, "params");
  return {
    op,
    name,
    fn,
    whole: true,
    inputs,
    fixed,
    cotangent: nameOf(cotangent),
    context: context?.type === "ObjectPattern" ? context : undefined,
    attributes: attributesOf(fn),
  };
}

function helperCode(name: string, fn: Syntax): RuleCode {
  let cotangent: string | undefined;
  for (const [node] of walk(fn))
    if (isFunction(node))
      cotangent ??= parts(node, "params")
        .map(nameOf)
        .find((parameter) => parameter === "cotangent");
  return {
    op: undefined,
    name,
    fn,
    whole: false,
    inputs: [],
    fixed: [],
    cotangent,
    context: undefined,
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
