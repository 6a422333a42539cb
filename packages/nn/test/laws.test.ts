import type { NestedArray } from "@tapegrad/core";
import { computeReference } from "@tapegrad/core/facts";
import { outputsOf, subjectOf } from "@tapegrad/gradcheck/ops";
import { describe, test } from "vitest";
import { type Law, lawOf } from "../../core/test/laws/check.ts";
import { requireClose } from "../../core/test/laws/compare.ts";
import { lawsOfDerivatives } from "../../core/test/laws/derivatives.ts";
import { lawsOfEdges } from "../../core/test/laws/edges.ts";
import { knownOps } from "./specs.ts";

// The ops of this package have rules like any other: what must be true of those of core must be true of them.
for (const specified of knownOps) {
  const subject = subjectOf(specified);
  const value: Law = lawOf(subject, "gives the values of its reference", {}, ({ inputs, args }) => {
    const [output] = outputsOf(subject.call(inputs, args));
    const wanted = computeReference(
      specified.facts.reference,
      inputs.map((x) => x.toArray()),
      args,
    );
    // Well-scaled numbers, some hundred roundings.
    requireClose(output!, wanted as NestedArray, () => 2 ** -44);
  });
  describe(subject.name, () => {
    for (const { title, check } of [value, ...lawsOfDerivatives(subject), ...lawsOfEdges(subject)])
      test(title, () => check());
  });
}
