import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link greaterEqual}. */
export const greaterEqualFacts: Facts = comparisonFacts("above", "equal");
