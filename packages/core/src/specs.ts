// What is known of every op, for those who check ops: the laws, gradcheck, the documentation.
export { computeReference, drawCase, nestedAt, nestedOf, nestedShape, nestedValues } from "./op/reference.ts";
export type { Case, Domain, Draw, Edge, ErrorRow, InputCase, OpSpec, Reference } from "./op/spec.ts";
export { type SpecifiedOp, specifiedOps } from "./ops/specs.ts";
