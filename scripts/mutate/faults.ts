import { nameOf, part, parts } from "../sources/syntax.ts";
import { type Fault, fault, type Kind, type Place, textOf } from "./fault.ts";
import { scalarFaultsAt } from "./scalarFaults.ts";
import { tensorFaultsAt } from "./tensorFaults.ts";

/** Everything that may be wrong at one place. */
export function faultsAt(place: Place): Fault[] {
  const found = [...tensorFaultsAt(place), ...scalarFaultsAt(place), ...atCondition(place), ...atSyntax(place)];
  const seen = new Set([textOf(place.file, place.node)]);
  return found.filter(({ shown }) => !seen.has(shown) && seen.add(shown));
}

function atSyntax(place: Place): Fault[] {
  switch (place.node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return atOperator(place);
    case "UnaryExpression":
      return atPrefix(place);
    case "ConditionalExpression":
      return atChoice(place);
    case "ArrayExpression":
      return atList(place);
    case "AssignmentExpression":
      return atAssignment(place);
    default:
      return [];
  }
}

const operators: { readonly [operator: string]: readonly [Kind, ...others: string[]] } = {
  "+": ["sign", "-"],
  "-": ["sign", "+"],
  "*": ["factor", "/"],
  "/": ["factor", "*"],
  ">": ["wrong comparison", "<="],
  "<": ["wrong comparison", ">="],
  "===": ["wrong comparison", "!=="],
  "!==": ["wrong comparison", "==="],
  "&&": ["wrong comparison", "||"],
  "||": ["wrong comparison", "&&"],
};

function atOperator({ node, file }: Place): Fault[] {
  const [left, right] = [textOf(file, part(node, "left")), textOf(file, part(node, "right"))];
  const [kind, ...others] = operators[String(node.operator)] ?? ["sign"];
  // The tree has no parentheses: they are put around both.
  const found = others.map((other) => fault(kind, `((${left}) ${other} (${right}))`, `${left} ${other} ${right}`));
  const comparison = kind === "wrong comparison" && node.type === "BinaryExpression";
  if (comparison || node.operator === "??") return found;
  for (const operand of [left, right]) found.push(fault("dropped term", `(${operand})`, operand));
  return found;
}

function atPrefix({ node, file }: Place): Fault[] {
  const code = textOf(file, part(node, "argument"));
  if (node.operator === "!") return [fault("wrong comparison", `(${code})`, code)];
  return node.operator === "-" ? [fault("sign", `(${code})`, code)] : [];
}

/** One of two, whatever the condition says. */
function atChoice({ node, file }: Place): Fault[] {
  return ["consequent", "alternate"].map((branch) => {
    const code = textOf(file, part(node, branch));
    return fault("dropped guard", `(${code})`, code);
  });
}

/** A list of sizes in the wrong order. */
function atList({ node, file }: Place): Fault[] {
  const elements = parts(node, "elements");
  if (elements.length < 2) return [];
  const reversed = elements.map((element) => textOf(file, element)).reverse();
  return [fault("wrong axis", `[${reversed.join(", ")}]`)];
}

/** `inverse[axis] = i` the other way round. */
function atAssignment({ node, file }: Place): Fault[] {
  const [left, right] = [part(node, "left"), part(node, "right")];
  if (left.type !== "MemberExpression" || left.computed !== true || node.operator !== "=") return [];
  const [list, index] = [textOf(file, part(left, "object")), textOf(file, part(left, "property"))];
  const code = `${list}[${textOf(file, right)}] = ${index}`;
  return nameOf(right) === undefined ? [] : [fault("wrong axis", `(${code})`, code)];
}

/** The condition of a branch, if it is a call or a name: its operators are looked at by themselves. */
function atCondition({ node, around, file }: Place): Fault[] {
  if (around.at(-1)?.test !== node || !["CallExpression", "Identifier"].includes(node.type)) return [];
  return [fault("wrong comparison", `!${textOf(file, node)}`)];
}
