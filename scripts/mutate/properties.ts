import { opOf } from "@tapegrad/core";
import { type KnownOp, knownOps } from "@tapegrad/core/facts";
import { ElementwiseOp } from "../../packages/core/src/op/elementwise.ts";
import { isConstant, Tracer } from "../../packages/core/src/op/readers/expression.ts";
import { knownOps as knownOpsOfNn } from "../../packages/nn/test/specs.ts";

/** All that can be wrong in a call of an op depends on these, and not on which op it is. */
export interface OpProperties {
  readonly inputs: number;
  /** Works element by element, with broadcasting: what an operand is left out of has the same shape. */
  readonly elementwise: boolean;
  /** Gives the same the other way round. */
  readonly commutative: boolean;
  /** Gives bools. */
  readonly predicate: boolean;
  /** Has no derivative, or one that is 0 everywhere. */
  readonly flat: boolean;
  /** Gives nothing but its input in another place or shape. */
  readonly moves: boolean;
  /** Positions of inputs that are conditions. */
  readonly conditions: readonly number[];
}

/** The ops that laws know, by name. */
export const specified: readonly KnownOp[] = [...knownOps, ...knownOpsOfNn];

export const properties: ReadonlyMap<string, OpProperties> = new Map(
  specified.flatMap(({ name, family, call }) => {
    const op = opOf(call);
    if (op === undefined) return [];
    const elementwise = op instanceof ElementwiseOp;
    const found: OpProperties = {
      inputs: op.variadic ? 1 : op.inputNames.length,
      elementwise,
      commutative: op.commutative,
      predicate: elementwise && op.parts.dtype === "bool",
      flat: !op.differentiable || (elementwise && isFlat(op)),
      moves: family === "movement",
      conditions: elementwise ? op.inputs.flatMap(({ kind }, i) => (kind === "condition" ? [i] : [])) : [],
    };
    return [[name, found] as const];
  }),
);

/** Is the slope 0 for every input, whatever the others are? */
function isFlat(op: ElementwiseOp): boolean {
  const tracer = new Tracer();
  const operands = Object.fromEntries([...op.inputNames, "output"].map((name) => [name, tracer.input(name)]));
  const attrs = op.attributes(tracer, {});
  return op.inputs.every(({ kind }, i) => {
    if (kind !== "values") return true;
    const slope = op.slope(tracer.algebra, i, operands, attrs);
    return slope === null || isConstant(tracer.lift(slope), 0);
  });
}
