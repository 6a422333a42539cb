import { lawsOfDerivatives, lawsOfEdges, lawsOfLayer, lawsOfLoss, lawsOfValues } from "@tapegrad/gradcheck/laws";
import { subjectOf } from "@tapegrad/gradcheck/ops";
import * as nn from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { layerCases } from "./layers.facts.ts";
import { lossCases } from "./losses.facts.ts";
import { knownOps } from "./specs.ts";

// What must be true of everything that this package has: of its ops, as of those of core, and of every layer and loss that is exported.

for (const specified of knownOps) {
  const subject = subjectOf(specified);
  describe(subject.name, () => {
    for (const { title, check } of [...lawsOfValues(subject), ...lawsOfDerivatives(subject), ...lawsOfEdges(subject)])
      test(title, () => check());
  });
}

describe("layers", () => {
  const classes = Object.values<unknown>(nn).filter(
    (value): value is typeof nn.Module =>
      typeof value === "function" && (value === nn.Module || value.prototype instanceof nn.Module),
  );
  test.each(classes.map((of) => [of.name, of] as const))("%s has facts", (_, of) => {
    expect(layerCases.map((one) => one.of)).toContain(of);
  });

  for (const { title: name, make, facts } of layerCases) {
    describe(name, () => {
      for (const { title, check } of lawsOfLayer(make, facts, name)) test(title, () => check());
    });
  }
});

describe("losses", () => {
  test.each(Object.entries(nn.losses))("%s has facts", (_, loss) => {
    expect(lossCases.map((one) => one.loss as unknown)).toContain(loss);
  });

  for (const { title: name, loss, facts } of lossCases) {
    describe(name, () => {
      for (const { title, check } of lawsOfLoss(loss, facts, name)) test(title, () => check());
    });
  }
});
