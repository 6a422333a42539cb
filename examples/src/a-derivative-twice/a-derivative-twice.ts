// A derivative, and the derivative of that derivative: by the rules of calculus, by differences, and by the tape.
import { grad, record, type Tensor, tensor } from "@tapegrad/core";
import { toText } from "@tapegrad/inspect";
import { compare, curve } from "./compare.ts";

console.log("f(x) = x sin(x²)\n");
console.log("   x        f′, formula        tape     differences       f″, formula        tape     differences");
const cell = (value: number, width: number): string => value.toFixed(8).padStart(width);
const rows = [-1.5, -0.5, 0, 0.5, 1, 2].map(compare);
for (const { x, first, second } of rows)
  console.log(
    cell(x, 5).slice(0, 6),
    cell(first.formula, 17),
    cell(first.tape, 13),
    cell(first.difference, 13),
    cell(second.formula, 17),
    cell(second.tape, 13),
    cell(second.difference, 13),
  );

/** The largest relative error over all rows. */
const worst = (of: (row: (typeof rows)[number]) => readonly [got: number, wanted: number]): string =>
  Math.max(
    ...rows.map(of).map(([got, wanted]) => Math.abs(got - wanted) / Math.max(1, Math.abs(wanted))),
  ).toExponential(0);
console.log(`
largest error   of f′: tape ${worst(({ first }) => [first.tape, first.formula])}, differences ${worst(({ first }) => [first.difference, first.formula])}
                of f″: tape ${worst(({ second }) => [second.tape, second.formula])}, differences ${worst(({ second }) => [second.difference, second.formula])}`);

// The first derivative is a program of tensors like f itself. Recorded, it can be read, and differentiated again.
const { tape } = record(() => {
  const x = tensor(1, { dtype: "float64", name: "x" });
  return grad((y: Tensor) => curve(y))(x);
});
console.log("\nwhat f and f′ ran:\n");
console.log(toText(tape));
