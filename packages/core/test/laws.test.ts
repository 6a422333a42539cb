import { knownOps } from "@tapegrad/core/facts";
import { lawsOfOp } from "@tapegrad/gradcheck/laws";
import { describe, test } from "vitest";

// What must be true of every op. An op is found by being there: its facts state a reference, domains, edges and errors, and the laws
// hold it to them. A law that fails prints the smallest call found that breaks it, and the seed that finds it again.

for (const { name, method, call, facts } of knownOps) {
  // Many runs of an op that works hard take their time; they end by themselves before this.
  describe(name, { timeout: 60_000 }, () => {
    for (const { title, check } of lawsOfOp(call, facts, { name, method })) test(title, () => check());
  });
}
