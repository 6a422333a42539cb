import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link notEqual}. */
export const notEqualFacts: Facts = comparisonFacts("below", "above", "unordered");
