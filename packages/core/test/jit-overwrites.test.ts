import { dropout, jit, type Parameter, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { withoutWasm } from "../src/kernels/wasm/heap.ts";

/** What a random program works on. */
interface World {
  readonly square: Parameter[];
  readonly row: Parameter[];
  readonly rng: Rng;
}

type Action = (world: World, values: Tensor[], x: Tensor) => void;

const n = 5;

/** A program of reads, overwrites and backward passes in random order, in which nearly everything is read again after it was overwritten. */
function randomProgram(rng: Rng): readonly Action[] {
  const pick = (count: number): number => Math.floor(rng.next() * count);
  return Array.from({ length: 4 + pick(14) }, (): Action => {
    const [i, j, k, m] = [pick(3), pick(3), pick(2), pick(100)];
    const some = (values: Tensor[]): Tensor => values[m % values.length]!;
    switch (pick(12)) {
      case 0:
        return ({ square }, values) => void square[i]!.assign(some(values).mul(0.5));
      case 1:
        return ({ square }) => void square[i]!.assign(square[j]!.transpose());
      case 2:
        return ({ square }, values) => void values.push(square[i]!.matmul(square[j]!).tanh());
      case 3:
        return ({ square, row }, values) => void values.push(square[i]!.mul(row[k]!).add(some(values)).sin());
      case 4:
        return ({ row }, values) => void row[k]!.assign(some(values).mean(0));
      case 5:
        return ({ square }, values) => void values.push(square[i]!.softmax(-1).sub(square[j]!));
      case 6:
        return ({ square }, values) =>
          void values.push(
            square[i]!.reshape([n * n])
              .reshape([n, n])
              .mul(some(values)),
          );
      case 7:
        return ({ square, row }, values) => {
          square[i]!.grad = null;
          square[i]!.mul(some(values)).add(row[k]!).tanh().sum().backward({ keepTape: true });
          values.push(square[i]!.grad!);
        };
      case 8:
        return ({ square, row }, values) => void values.push(square[i]!.add(row[k]!).square());
      case 9:
        return (_, values, x) => void values.push(x.add(some(values)).cos());
      case 10:
        return ({ square, rng: own }, values) => void values.push(dropout(square[j]!, { p: 0.3, rng: own }));
      default:
        return ({ row, square }) =>
          void row[k]!.assign(
            square[i]!.sum(0)
              .mul(0.1)
              .add(row[1 - k]!.mul(0.5)),
          );
    }
  });
}

function world(): World {
  const rng = new Rng(9);
  const made = (shape: number[]): Parameter => parameter(rng.normal(shape));
  return {
    square: [made([n, n]), made([n, n]), made([n, n])],
    row: [made([n]), made([n])],
    rng: new Rng(10),
  };
}

describe.each([
  ["emitted", <T>(run: () => T): T => run()],
  ["JavaScript", withoutWasm],
] as const)("programs that read and overwrite Parameters in random order, %s", (_, build) => {
  test("compiled do to the bit what they do otherwise", { timeout: 120_000 }, () => {
    build(() => {
      for (let seed = 0; seed < 25; seed++) {
        const actions = randomProgram(new Rng(seed));
        const [eager, compiled] = [world(), world()];
        const programOf = (own: World) => (x: Tensor) => {
          const values: Tensor[] = [x];
          for (const action of actions) action(own, values, x);
          return values.slice(1).map((value) => value.detach());
        };
        const [f, g] = [programOf(eager), jit(programOf(compiled))];
        const all = ({ square, row }: World): unknown => [...square, ...row].map((w) => [w, w.grad]);
        for (let call = 1; call <= 10; call++) {
          const x = tensor(new Rng(call).normal([n, n]).toArray() as number[][]);
          const [a, b] = [f(x), g(x)];
          const what = `call ${call} of program ${seed}`;
          expect(JSON.stringify(b), what).toBe(JSON.stringify(a));
          expect(JSON.stringify(all(compiled)), what).toBe(JSON.stringify(all(eager)));
        }
      }
    });
  });
});
