import type { Facts } from "../../op/facts.ts";
import { extremumFacts } from "./_extremum.ts";

/** What is true of {@link minimum}. */
export const minimumFacts: Facts = extremumFacts(-1, [true, false, false], "and");
