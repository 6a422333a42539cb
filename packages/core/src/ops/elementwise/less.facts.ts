import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link less}. */
export const lessFacts: Facts = comparisonFacts("below");
