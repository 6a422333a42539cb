import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link equal}. */
export const equalFacts: Facts = comparisonFacts("equal");
