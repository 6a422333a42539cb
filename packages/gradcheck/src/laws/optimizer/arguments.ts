import { parameter, TapegradError } from "@tapegrad/core";
import { describeValue, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { requireThrown } from "../op/errors.ts";
import type { OptimizerSettings } from "./facts.ts";
import type { OptimizerSubject } from "./subject.ts";

/** Options that an optimizer refuses. */
export function lawsOfArguments({ make, facts }: OptimizerSubject): Law[] {
  const thrownBy = (options: OptimizerSettings): unknown => {
    try {
      make([parameter([1, 2])], options);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const refuses = facts.errors.map(({ options, message }) => ({
    title: `error: ${message}`,
    check: () => requireThrown(thrownBy(options), message),
  }));
  const unknown: Law = {
    title: refusesUnknownOptions,
    check() {
      for (const settings of facts.settings) {
        for (const name of ["lerningRate", "banana"]) {
          const options = { ...settings, [name]: 0.1 };
          const thrown = thrownBy(options);
          if (thrown instanceof TapegradError && thrown.message.includes(name)) continue;
          throw new Violation(`${describeValue(options)} gives ${thrown === undefined ? "no error" : String(thrown)}`);
        }
      }
    },
  };
  return [...refuses, unknown];
}

/** The title of the law of misspelt options. */
export const refusesUnknownOptions = "refuses an option that it does not know, and names it";
