/** A line `expression; // => literal` of a program. */
export interface Expectation {
  /** The first and the last line of the statement, counted from 0. */
  readonly from: number;
  readonly to: number;
  /** What its value must be, as written. */
  readonly literal: string;
}

const arrow = /^(.*?);?\s*\/\/ => (.+?)\s*$/;

/**
 * The expectations in a program.
 *
 * A statement begins at the last line before its end that is not indented and does not only close a bracket.
 *
 * @throws an Error `line: text`, the line counted from 0, for one that has no value.
 */
export function expectationsIn(code: string): Expectation[] {
  const lines = code.split("\n");
  const found: Expectation[] = [];
  for (const [to, line] of lines.entries()) {
    const literal = arrow.exec(line)?.[2];
    if (literal === undefined) continue;
    let from = to;
    while (from > 0 && /^[\s)\]}.]/.test(lines[from]!)) from--;
    if (/^(?:const|let|var|function|class|return|if|while|import|export)\b/.test(lines[from]!))
      throw new Error(`${to}: only an expression that begins a line, or follows for (…), has a value to check.`);
    found.push({ from, to, literal });
  }
  return found;
}

/** The program with every expectation made a call `check(line, () => value, literal)`; no line moves. */
export function withChecks(code: string, check: string): string {
  const lines = code.split("\n");
  for (const { from, to, literal } of expectationsIn(code)) {
    const last = arrow.exec(lines[to]!)![1]!;
    lines[to] = `${last}), ${JSON.stringify(literal)});`;
    const loop = headOf(lines[from]!);
    lines[from] = `${loop}${check}(${to}, (${lines[from]!.slice(loop.length)}`;
  }
  return lines.join("\n");
}

/** The `for (…) ` that a statement begins with. */
function headOf(statement: string): string {
  if (!statement.startsWith("for (")) return "";
  let depth = 0;
  for (let i = 0; i < statement.length; i++) {
    if (statement[i] === "(") depth++;
    else if (statement[i] === ")" && --depth === 0) return `${statement.slice(0, i + 1)} `;
  }
  return "";
}

/** A number of which only the first digits are written: `0.731…`. */
class Digits {
  readonly value: number;
  /** One unit in the last place written. */
  readonly unit: number;

  constructor(text: string) {
    this.value = Number(text);
    const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
    this.unit = 10 ** (Number(exponent) - (mantissa.split(".")[1]?.length ?? 0));
  }
}

/** Is a value what a literal says? Numbers exactly, or to the digits before an ellipsis; a typed array counts as an array. */
export function matches(value: unknown, literal: string): boolean {
  const source = literal.replace(/(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)…/g, 'new Digits("$1")');
  const expected: unknown = new Function("Digits", `"use strict"; return (${source});`)(Digits);
  return equal(value, expected);
}

function equal(value: unknown, expected: unknown): boolean {
  if (expected instanceof Digits) return typeof value === "number" && Math.abs(value - expected.value) < expected.unit;
  // A zero may have either sign unless one is written.
  if (typeof expected === "number") return Object.is(value, expected) || (value === 0 && Object.is(expected, 0));
  if (typeof expected !== "object" || expected === null) return Object.is(value, expected);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) return false;
    const items = Array.from(value as ArrayLike<unknown>);
    return items.length === expected.length && items.every((item, i) => equal(item, expected[i]));
  }
  const [own, wanted] = [value as Record<string, unknown>, expected as Record<string, unknown>];
  const keys = Object.keys(wanted);
  return Object.keys(own).length === keys.length && keys.every((key) => key in own && equal(own[key], wanted[key]));
}

/** A value as a literal, for a message. */
export function show(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return `[${Array.from(value as Float64Array).join(", ")}]`;
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${show(item)}`)
      .join(", ")} }`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
