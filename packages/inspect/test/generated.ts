import { record, type Tape, Tensor } from "@tapegrad/core";
import { arbitraries } from "@tapegrad/gradcheck";
import fc from "fast-check";

/** A generated program that was run: on leaves that require a gradient where they can, down to a scalar. */
interface Run {
  readonly leaves: readonly Tensor[];
  readonly loss: Tensor;
  readonly tape: Tape;
}

/** Calls `check` with `count` programs, every other of which has run its backward pass. fast-check prints the seed of one that fails. */
export function forGeneratedPrograms(count: number, check: (run: Run) => void): void {
  fc.assert(
    fc.property(arbitraries.expression({ depth: 6 }), fc.boolean(), ({ f, inputs }, runsBackward) => {
      const leaves = inputs.map((x, i) => {
        const leaf: Tensor = new Tensor(x.shape, x.dtype, x.data);
        leaf.requiresGrad = x.dtype === "float64" || x.dtype === "float32";
        return i % 2 === 0 ? leaf.named(`leaf ${i}`) : leaf;
      });
      const { value: loss, tape } = record(() => {
        const result = f(...leaves);
        const scalar = result.mul(result).sum();
        if (runsBackward) scalar.backward();
        return scalar;
      });
      check({ leaves, loss, tape });
    }),
    { numRuns: count },
  );
}
