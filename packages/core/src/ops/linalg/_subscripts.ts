import { DomainError, ShapeError } from "../../errors.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";

/**
 * What the subscripts of an einsum say. An axis has a *label*: its letter, or for one that an ellipsis stands for `…k`, `k` counted from
 * the end, so that those of several operands meet as in broadcasting.
 */
export interface Subscripts {
  /** A label for each axis of each operand. */
  readonly operands: readonly (readonly string[])[];
  /** A label for each axis of the result. */
  readonly output: readonly string[];
  /** How many positions each label has: a size of 1 gives way to any other. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Reads the subscripts of a call. @throws DomainError if they are no subscripts; ShapeError if an operand does not fit them. */
export function readSubscripts(text: unknown, shapes: readonly (readonly number[])[]): Subscripts {
  const { terms, result } = partsOf(text, shapes.length);
  const operands = terms.map((term, i) => labelsOf(term, i, shapes[i]!));
  const sizes = sizesOf(operands, shapes);
  const ellipsis = ellipsisOf(Math.max(0, ...operands.map((labels) => labels.filter(isHidden).length)));
  return { operands, output: outputOf(text as string, result, operands, ellipsis), sizes };
}

const isHidden = (label: string): boolean => label.startsWith("…");
const ellipsisOf = (count: number): readonly string[] => Array.from({ length: count }, (_, k) => `…${count - k}`);

/** The term of each operand, and that of the result if it is there. */
function partsOf(text: unknown, count: number): { readonly terms: readonly string[]; readonly result?: string } {
  if (typeof text !== "string")
    throw new DomainError(`einsum: subscripts must be a string such as "ij,jk->ik", got ${formatReceived(text)}.`);
  const [left, result, ...more] = text.replaceAll(" ", "").split("->") as [string, ...string[]]; // split gives one at least
  const terms = left.split(",");
  const all = result === undefined ? terms : [...terms, result];
  if (more.length > 0 || !all.every((term) => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)))
    throw new DomainError({
      where: "einsum",
      argument: "subscripts",
      expected: 'must consist of letters, commas, one "..." at most in a term, and one "->" at most',
      received: formatReceived(text),
    });
  if (terms.length !== count)
    throw new ShapeError({
      where: "einsum",
      argument: "subscripts",
      expected: "must have a term for each operand",
      received: `${terms.length} in ${formatReceived(text)} for ${count}`,
    });
  return result === undefined ? { terms } : { terms, result };
}

/** The letters of a term, with the ellipsis as one of them. */
const lettersOf = (term: string): readonly string[] => term.match(/\.\.\.|[A-Za-z]/g) ?? [];

function labelsOf(term: string, i: number, shape: readonly number[]): readonly string[] {
  const letters = lettersOf(term);
  const open = letters.includes("...");
  const named = letters.length - (open ? 1 : 0);
  if (open ? shape.length < named : shape.length !== named)
    throw new ShapeError({
      where: "einsum",
      argument: `operands[${i}]`,
      expected: `must have ${open ? "at least " : ""}${named} ${named === 1 ? "axis" : "axes"}, as "${term}" says`,
      received: formatShape(shape),
    });
  return letters.flatMap((letter) => (letter === "..." ? ellipsisOf(shape.length - named) : letter));
}

/** @throws ShapeError if a label would have two sizes. */
function sizesOf(
  operands: readonly (readonly string[])[],
  shapes: readonly (readonly number[])[],
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const owners = new Map<string, number>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = shapes[i]![axis]!;
      const known = sizes.get(label);
      // Of a diagonal both sizes are equal, as in NumPy: a size of 1 gives way to that of another operand only.
      const own = shapes[i]![labels.indexOf(label)]!;
      const clash =
        own !== size
          ? i
          : known === undefined || known === size || known === 1 || size === 1
            ? null
            : owners.get(label)!;
      if (clash !== null) {
        const other = clash === i ? own : known!;
        const what = isHidden(label) ? `axis -${label.slice(1)} of the ellipsis` : `subscript "${label}"`;
        const [there, here] = [clash, i].map((k) => `operands[${k}] of shape ${formatShape(shapes[k]!)}`);
        const places = clash === i ? `${other} and ${size} in ${here}` : `${other} in ${there} and ${size} in ${here}`;
        throw new ShapeError(`einsum: ${what} must have one size, got ${places}.`);
      }
      if (known !== undefined && size === 1) return;
      sizes.set(label, size);
      owners.set(label, i);
    });
  });
  return sizes;
}

function outputOf(
  text: string,
  result: string | undefined,
  operands: readonly (readonly string[])[],
  ellipsis: readonly string[],
): readonly string[] {
  const used = operands.flat();
  if (result === undefined) {
    // Whatever occurs once, in the order of the alphabet, capitals first.
    const once = [...new Set(used)].filter(
      (label) => !isHidden(label) && used.indexOf(label) === used.lastIndexOf(label),
    );
    return [...ellipsis, ...once.sort()];
  }
  const letters = lettersOf(result);
  letters.forEach((letter, at) => {
    const refused =
      letters.indexOf(letter) < at
        ? "must name each subscript of the result once"
        : letter !== "..." && !used.includes(letter)
          ? "must name in the result what an operand has"
          : null;
    if (refused === null) return;
    const received = `"${letter}" in ${formatReceived(text)}`;
    throw new DomainError({ where: "einsum", argument: "subscripts", expected: refused, received });
  });
  return letters.flatMap((letter) => (letter === "..." ? ellipsis : letter));
}
