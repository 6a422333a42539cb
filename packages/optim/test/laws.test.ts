import { lawsOfOptimizer } from "@tapegrad/gradcheck/laws";
import * as optim from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { optimizerCases } from "./optimizers.facts.ts";

// What must be true of every optimizer that is exported.

const classes = Object.values<unknown>(optim).filter(
  (value): value is abstract new (...args: never) => optim.Optimizer =>
    typeof value === "function" && value.prototype instanceof optim.Optimizer,
);

test.each(classes.map((of) => [of.name, of] as const))("%s has facts", (_, of) => {
  expect(optimizerCases.map((one) => one.of as unknown)).toContain(of);
});

for (const { of, make, facts } of optimizerCases) {
  describe(of.name, () => {
    for (const { title, check } of lawsOfOptimizer(make, facts, of.name)) {
      test(title, () => check());
    }
  });
}
