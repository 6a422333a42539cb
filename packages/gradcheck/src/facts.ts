// What is known of every op. This is the one file that says where it comes from.
export type {
  Case,
  Domain,
  Draw,
  Edge,
  ErrorRow,
  Facts,
  InputCase,
  KnownOp,
} from "@tapegrad/core/facts";
export {
  computeReference,
  drawCase,
  knownOps,
  nestedAt,
  nestedOf,
  nestedShape,
  nestedValues,
} from "@tapegrad/core/facts";
