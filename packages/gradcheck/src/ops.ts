// What holds ops to what they state of themselves: a facts's choices answered by fast-check, inputs filled from its domains.
// The library's own laws are written with it; for specs of one's own it is the same.
export { drawFrom, number, type Source } from "./arbitraries/draw.ts";
export {
  differentiableInputs,
  domainOf,
  fresh,
  isFloat,
  isRandom,
  nameOf,
  nodesOf,
  outputsOf,
  type Subject,
  subjectOf,
} from "./arbitraries/subject.ts";
export { drawInputs, drawLike, type Inputs, inputOfRow } from "./arbitraries/values.ts";
