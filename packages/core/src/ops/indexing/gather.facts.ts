import type { Facts } from "../../op/facts.ts";
import { takeAlongAxisFacts } from "./takeAlongAxis.facts.ts";

/** What is true of {@link gather}: all that is true of the op it is another name of. Its errors bear that op's name. */
export const gatherFacts: Facts = { ...takeAlongAxisFacts, inputs: ["x", "indices"] };
