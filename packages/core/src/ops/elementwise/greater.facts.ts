import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link greater}. */
export const greaterFacts: Facts = comparisonFacts("above");
