// What is known of every op. This is the one file that says where it comes from.
export type {
  Case,
  Domain,
  Draw,
  Edge,
  ErrorRow,
  InputCase,
  OpSpec,
  Reference,
  SpecifiedOp,
} from "@tapegrad/core/specs";
export {
  computeReference,
  drawCase,
  nestedAt,
  nestedOf,
  nestedShape,
  nestedValues,
  specifiedOps,
} from "@tapegrad/core/specs";
