import type { Facts } from "../../op/facts.ts";
import { extremumFacts } from "./_extremum.ts";

/** What is true of {@link maximum}. */
export const maximumFacts: Facts = extremumFacts(1, [true, true, false], "or");
