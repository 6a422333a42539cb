import type { Facts } from "../../op/facts.ts";
import { logicalFacts } from "./_logical.ts";

/** What is true of {@link logicalXor}. */
export const logicalXorFacts: Facts = logicalFacts(
  (a: number, b: number) => (Number(a === 0) - Number(b === 0) ? 1 : 0),
  [false, true, true, false],
  [false, true, false],
);
