import { record, TapegradError } from "@tapegrad/core";
import { domainOf, type Subject } from "../../arbitraries/subject.ts";
import { inputOfRow } from "../../arbitraries/values.ts";
import type { ErrorRow } from "../../facts.ts";
import { describeValue, Violation } from "../compare.ts";
import type { Law } from "../law.ts";

/** Every row of `errors`, to the letter, and those that follow from what kind of op it is. */
export function lawsOfErrors(subject: Subject): Law[] {
  return [...subject.facts.errors, ...derivedRows(subject)].map((row) => ({
    title: `error: ${row.message}`,
    check: () => requireError(subject, row),
  }));
}

/**
 * The errors that nobody has to write beside an op: something that is no tensor, shapes that do not broadcast, bools where numbers are
 * wanted, an axis that is not there, an option that nobody declared.
 */
function derivedRows(subject: Subject): ErrorRow[] {
  const { op, name, inputNames, variadic } = subject;
  if (op === undefined || variadic || op.mutates.length > 0) return [];
  const [first] = inputNames;
  const fill = inputNames.map((_, i) => ({ shape: [2], ...domainOf(subject, i) }));
  const rows: ErrorRow[] = inputNames.flatMap((input, i) => [
    {
      inputs: fill.with(i, { literal: "2" } as never), // a row's input of another kind
      message: `${name}: ${input} must be a tensor or a number, got "2".`,
    },
    {
      inputs: fill.with(i, { literal: [1, 2] } as never),
      message: `${name}: ${input} must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).`,
    },
  ]);
  if (op.broadcasts)
    rows.push({
      inputs: fill.map((input, i) => ({ ...input, shape: i === 0 ? [2, 3] : i === 1 ? [4] : [] })),
      message: `${name}: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.`,
    });
  if (op.numbersOnly && (op.broadcasts || inputNames.length === 1)) {
    const values = inputNames.filter((_, i) => domainOf(subject, i).dtype === undefined);
    const all = values.length === 2 ? "both " : values.length > 2 ? "all " : "";
    rows.push({
      inputs: fill.map((input) => (input.dtype === undefined ? { ...input, dtype: "bool" } : input)),
      args: subject.facts.edges[0]?.args ?? [], // where arguments are required, those of a call that is known to be right
      message: `${name}: ${values.join(values.length === 2 ? " and " : ", ")} must not ${all}be bool. Cast ${values.length === 1 ? "it" : "one"} first: cast(${values[0]}, "int32").`,
    });
  }
  const [argument] = op.args;
  if (argument?.place === "positional" && (argument.name === "axis" || op.ruleShape !== null)) {
    const shapes = fill.map((input) => ({ ...input, shape: [2, 3] }));
    rows.push(
      { inputs: shapes, args: [2], message: `${name}: axis must be in -2 … 1 for ${first} of shape [2, 3], got 2.` },
      {
        inputs: shapes.map((input) => ({ ...input, shape: [] })),
        args: [0],
        message: `${name}: ${first} is a scalar and has no axis, got axis 0.`,
      },
    );
  }
  const options = op.args.filter(({ place }) => place === "option").map((option) => option.name);
  if (options.length > 0 && op.args.length === options.length)
    rows.push({
      inputs: fill,
      args: [{ unheardOf: 1 }],
      message: `${name}: options must be among ${options.join(", ")}, got unheardOf.`,
    });
  return rows.filter(({ message }) => !subject.facts.errors.some((row) => row.message === message));
}

/** @throws Violation unless a call fails with that text, and has done nothing. */
function requireError(subject: Subject, { inputs: given, args = [], message }: ErrorRow): void {
  const inputs = given.map((input, i) => inputOfRow(subject, input, i));
  const before = describeValue([inputs, args]);
  let thrown: unknown;
  const { tape } = record(() => {
    try {
      subject.call(inputs, args);
    } catch (error) {
      thrown = error;
    }
  });
  requireThrown(thrown, message);
  if (describeValue([inputs, args]) !== before) throw new Violation(`the failed call has changed its inputs`);
  if (tape.nodes.some(({ op }) => op === subject.op)) throw new Violation("the failed call has written a node");
}

/** @throws Violation unless it is an error of tapegrad with that text. */
export function requireThrown(thrown: unknown, message: string): void {
  if (thrown === undefined) throw new Violation(`no error instead of "${message}"`);
  if (!(thrown instanceof TapegradError)) throw new Violation(`${String(thrown)} instead of a TapegradError`);
  if (thrown.message !== message) throw new Violation(`"${thrown.message}" instead of "${message}"`);
}
