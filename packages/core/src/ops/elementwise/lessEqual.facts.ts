import type { Facts } from "../../op/facts.ts";
import { comparisonFacts } from "./_comparison.ts";

/** What is true of {@link lessEqual}. */
export const lessEqualFacts: Facts = comparisonFacts("below", "equal");
