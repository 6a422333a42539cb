import type { Facts } from "../../op/facts.ts";
import { logicalFacts } from "./_logical.ts";

/** What is true of {@link logicalAnd}. */
export const logicalAndFacts: Facts = logicalFacts(
  (a: number, b: number) => (a * b ? 1 : 0),
  [true, false, false, false],
  [true, false, false],
);
