import type { FormulaEntry, ValueEntry } from "../../json/document.ts";
import type { Context } from "./context.ts";
import { shapeText, shortText } from "./values.ts";

/** A step in one line, to be read below the picture and to be heard. */
export interface Caption {
  readonly before: string;
  readonly formula: FormulaEntry | null;
  readonly after: string;
}

export function captionOf({ timeline }: Context, position: number): Caption {
  const step = timeline.steps[position]!;
  switch (step.kind) {
    case "start":
      return { before: "Start: only what goes in is known.", formula: null, after: "" };
    case "forward": {
      const [tensor] = step.vertex.tensors;
      const after = tensor === undefined || tensor.shape.length > 0 ? "" : `= ${shortText(tensor.value)}`;
      return { before: `Forward ${position} of ${timeline.forwardCount}:`, formula: step.node.formula, after };
    }
    case "seed":
      return {
        before: `The backward pass begins: ∂${step.loss.name}/∂${step.loss.name} = 1`,
        formula: null,
        after: "",
      };
    case "backward": {
      const { edge } = step;
      return {
        before: `Backward ${position - timeline.seedAt!} of ${timeline.backwardCount}:`,
        formula: edge.formula,
        after: `adds ${amount(edge.contribution)}; ∂${edge.operand} ${amountSoFar(edge.sum, edge.isComplete)}`,
      };
    }
    case "end":
      return {
        before: timeline.seedAt === null ? withoutLoss : "Every value and every derivative.",
        formula: null,
        after: "",
      };
  }
}

/** What a page without a backward pass says of it. */
export const withoutLoss =
  "Every value. There is no backward pass: it needs a loss, one number that depends on something that requires a gradient.";

function amount(value: ValueEntry): string {
  return value.shape.length === 0 ? shortText(value) : shapeText(value.shape);
}

function amountSoFar(sum: ValueEntry, isComplete: boolean): string {
  if (sum.shape.length > 0) return isComplete ? "is complete" : "is not complete yet";
  return `is ${shortText(sum)}${isComplete ? ", complete" : " so far"}`;
}
