import { record, TapegradError } from "@tapegrad/core";
import type { Subject } from "../../arbitraries/subject.ts";
import { inputOfRow } from "../../arbitraries/values.ts";
import type { ErrorRow } from "../../facts.ts";
import { describeValue, Violation } from "../compare.ts";
import type { Law } from "../law.ts";

/** Every row of `errors`, to the letter. */
export function lawsOfErrors(subject: Subject): Law[] {
  return subject.facts.errors.map((row) => ({
    title: `error: ${row.message}`,
    check: () => requireError(subject, row),
  }));
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
