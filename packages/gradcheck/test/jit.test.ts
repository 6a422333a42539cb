import { grad, jit, jvp, type Tensor, tensor, vjp } from "@tapegrad/core";
import { arbitraries, type Program } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutWasm } from "../../core/src/kernels/wasm/heap.ts";

interface Environment {
  readonly TAPEGRAD_HEAVY?: string;
  readonly TAPEGRAD_SEED?: string;
}
const { TAPEGRAD_HEAVY, TAPEGRAD_SEED } = process.env as Environment;

const seed = TAPEGRAD_SEED === "random" ? Date.now() % 2 ** 31 : Number(TAPEGRAD_SEED ?? 1);
const cases = TAPEGRAD_HEAVY === "1" ? 300 : 12;
/** Some calls are followed, the others compiled: the first, the second and the eighth run the function itself. */
const calls = 12;

type DType = "float32" | "float64";
type Function = (...xs: Tensor[]) => Tensor;
type Gradient = (...xs: Tensor[]) => Tensor[];

/** Which arguments there is a derivative by. */
function differentiable({ inputs }: Program): number[] {
  return inputs.flatMap(({ dtype }, i) => (dtype === "float32" || dtype === "float64" ? [i] : []));
}

function gradientOf(f: Function, argnums: number[]): Gradient {
  return grad(f, { argnums }) as unknown as Gradient; // of several arguments
}

function secondOf(f: Function, argnums: number[]): Gradient {
  const gradient = gradientOf(f, argnums);
  return gradientOf(
    (...xs) =>
      gradient(...xs)
        .map((x) => x.square().sum())
        .reduce((a, b) => a.add(b)),
    argnums,
  );
}

function along(f: Function, argnums: number[], xs: Tensor[]): Tensor[] {
  const at = (given: Tensor[]): Tensor => f(...xs.map((x, i) => given[argnums.indexOf(i)] ?? x));
  const primals = argnums.map((i) => xs[i]!);
  const [value, tangent] = jvp(at as never, [primals] as never, [primals.map((x) => x.mul(0.5))] as never); // of a list
  return [value as Tensor, tangent as Tensor];
}

function back(f: Function, xs: Tensor[]): Tensor[] {
  const [value, pullback] = vjp(f as never, ...(xs as never)) as unknown as [Tensor, (y: Tensor) => Tensor[]]; // of a list
  return [value, ...pullback(value.mul(2))];
}

/** What can be asked of a function: of the eager one, and of the same with `jit` around it at some place. */
const questions: Record<string, (f: Function, argnums: number[], wrap: typeof jit) => (xs: Tensor[]) => Tensor[]> = {
  value: (f, _, wrap) => {
    const compiled = wrap(f);
    return (xs) => [compiled(...xs)];
  },
  "gradient, compiled": (f, argnums, wrap) => {
    const compiled = wrap(gradientOf(f, argnums));
    return (xs) => compiled(...xs);
  },
  "gradient of the compiled function": (f, argnums, wrap) => {
    const gradient = gradientOf(wrap(f), argnums);
    return (xs) => gradient(...xs);
  },
  "second order, compiled": (f, argnums, wrap) => {
    const compiled = wrap(secondOf(f, argnums));
    return (xs) => compiled(...xs);
  },
  "second order of the compiled function": (f, argnums, wrap) => {
    const second = secondOf(wrap(f), argnums);
    return (xs) => second(...xs);
  },
  "jvp, compiled": (f, argnums, wrap) => {
    const compiled = wrap((...xs: Tensor[]) => along(f, argnums, xs));
    return (xs) => compiled(...xs);
  },
  "vjp of the compiled function": (f, argnums, wrap) => {
    const compiled = wrap(f);
    return (xs) => (argnums.length === xs.length ? back(compiled, xs) : []);
  },
};

/** Other values of the same shape for each call. */
function inputsOf({ inputs }: Program, call: number, dtype: DType): Tensor[] {
  return inputs.map((x) => {
    if (x.dtype !== "float32" && x.dtype !== "float64") return x;
    const values = Array.from(x.data as Float64Array, (value, i) => value * (1 + 0.01 * ((7 * call + 3 * i) % 5)));
    return tensor(values, { dtype }).reshape([...x.shape]);
  });
}

/** All that came of it, to the bit; or the error. */
function outcome(run: () => Tensor[]): unknown {
  try {
    return run().map(({ shape, dtype, data }) => ({ shape, dtype, values: [...data] }));
  } catch (error) {
    return String(error);
  }
}

// Programs that draw are another matter: the two would draw from one generator in turn.
const programs = fc.sample(
  arbitraries.expression().filter(({ ops }) => !ops.includes("dropout")),
  { seed, numRuns: cases },
);

describe.each([
  ["emitted", <T>(run: () => T): T => run()],
  ["JavaScript", withoutWasm],
] as const)("of %s code", (_, build) => {
  describe.each(["float32", "float64"] as const)(`for ${cases} random programs in %s`, (dtype) => {
    test.each(Object.keys(questions))("compiled and eager agree to the bit at every call: %s", {
      timeout: cases * 10_000,
    }, (name) => {
      const question = questions[name]!;
      const uncompiled = ((f: unknown) => f) as typeof jit; // the same function
      build(() => {
        for (const program of programs) {
          const scalar: Function = (...xs) =>
            program
              .f(...xs)
              .mul(program.f(...xs).add(0.5))
              .sum();
          const argnums = differentiable(program);
          const [eager, compiled] = [uncompiled, jit].map((wrap) => question(scalar, argnums, wrap));
          for (let call = 1; call <= calls; call++) {
            const xs = inputsOf(program, call, dtype);
            const expected = outcome(() => eager!(xs));
            expect(
              outcome(() => compiled!(xs)),
              `TAPEGRAD_SEED=${seed}, call ${call} of ${program}`,
            ).toEqual(expected);
          }
        }
      });
    });

    test("jvp of the compiled function adds in another order: as close as rounding", {
      timeout: cases * 10_000,
    }, () => {
      const unit = dtype === "float32" ? 2 ** -23 : 2 ** -52;
      build(() => {
        for (const program of programs) {
          const argnums = differentiable(program);
          const f: Function = (...xs) => program.f(...xs).sum();
          const compiled = jit(f);
          for (let call = 1; call <= calls; call++) {
            const xs = inputsOf(program, call, dtype);
            const [eager, found] = [f, compiled].map((one) => along(one, argnums, xs)[1]!.item()) as [number, number];
            if (Number.isFinite(eager))
              expect(Math.abs(found - eager), String(program)).toBeLessThan(1000 * unit * (1 + Math.abs(eager)));
          }
        }
      });
    });
  });
});
