// What is known of every op, for those who check ops: the laws, gradcheck, the documentation. No bundle of a program has any of it.
export type { Case, Domain, Draw, Edge, ErrorRow, Facts, InputCase, Reference } from "./op/facts.ts";
export { computeReference, drawCase, nestedAt, nestedOf, nestedShape, nestedValues } from "./op/reference.ts";
export { type KnownOp, knownOps } from "./ops/facts.ts";
