import { BuiltOp } from "../../op/build.ts";
import { type Op, outputTypes, type PositionalRule, ruleOf, type TensorType } from "../../tape/op.ts";
import type { Node } from "../../tensor/tensor.ts";

const known = new WeakMap<Op, Op>();

/**
 * The op that gives what another one saves for its rules as further outputs. Which of the examples needs what was saved is known only to
 * who runs them all; and the op has to be run outside, where a node of it keeps that to itself.
 */
export function exposed(op: Op): Op {
  let made = known.get(op);
  if (made === undefined) {
    made = expose(op);
    known.set(op, made);
  }
  return made;
}

function expose(op: Op): Op {
  const types = (inputs: readonly TensorType[], attrs: unknown): readonly TensorType[] => [
    ...outputTypes(op, inputs, attrs),
    ...op.saves!(inputs, attrs),
  ];
  const rules = op.rules.map((rule, i): PositionalRule | null => {
    if (rule === null) return null;
    return (cotangents, { node }, index) => {
      const count = outputTypes(op, node.inputs, node.attrs).length;
      // What was saved has no derivative, as it has none within the op. The rest of the node is as it is.
      const own = Object.create(node, {
        op: { value: op },
        outputs: { value: node.outputs.slice(0, count) },
        saved: { value: node.outputs.slice(count) },
      }) as Node; // it inherits all the rest
      const rule = ruleOf(op, op.variadic ? index : i)!;
      return rule(cotangents.slice(0, count), op.context(own, null), index);
    };
  });
  return new BuiltOp({
    name: op.name,
    inputs: op.inputNames.map((name) => ({ name, kind: "values" })),
    variadic: op.variadic,
    several: true,
    broadcasts: op.broadcasts,
    shape: (inputs, attrs) => types(inputs, attrs).map(({ shape }) => shape),
    dtype: (inputs, attrs) => types(inputs, attrs).map(({ dtype }) => dtype),
    check: op.check,
    checkedInputs: op.checkedInputs,
    forward(outputs, inputs, attrs) {
      const count = outputTypes(op, inputs, attrs).length;
      op.forward(outputs.slice(0, count), inputs, attrs, outputs.slice(count));
    },
    rules,
    formula: op.formula,
  });
}
