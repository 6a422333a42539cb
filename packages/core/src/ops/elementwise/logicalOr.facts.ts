import type { Facts } from "../../op/facts.ts";
import { logicalFacts } from "./_logical.ts";

/** What is true of {@link logicalOr}. */
export const logicalOrFacts: Facts = logicalFacts(
  (a: number, b: number) => (Math.abs(a) + Math.abs(b) ? 1 : 0),
  [true, true, true, false],
  [true, true, false],
);
