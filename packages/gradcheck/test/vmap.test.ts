import { grad, jit, jvp, stack, type Tensor, tensor, vmap } from "@tapegrad/core";
import { arbitraries, type Program } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const { TAPEGRAD_SEED } = process.env as { readonly TAPEGRAD_SEED?: string };
const seed = TAPEGRAD_SEED === "random" ? Date.now() % 2 ** 31 : Number(TAPEGRAD_SEED ?? 1);
const cases = 300;
const size = 3;
/** The first two calls of a compiled function run the function itself. */
const calls = 3;

type Function = (...xs: Tensor[]) => Tensor;
type Gradient = (...xs: Tensor[]) => Tensor[];

// Programs that draw are another matter: each example would draw numbers of its own.
const programs = fc.sample(
  arbitraries.expression().filter(({ ops }) => !ops.includes("dropout")),
  { seed, numRuns: cases },
);

/** A batch of each input that is a float, beginning with the values at which the program is smooth; the others are the same for all. */
function examplesOf({ inputs }: Program): { readonly examples: Tensor[][]; readonly inAxes: (number | null)[] } {
  const examples = Array.from({ length: size }, (_, example) =>
    inputs.map((x) => {
      if (x.dtype !== "float32" && x.dtype !== "float64") return x;
      const values = Array.from(
        x.data as Float64Array,
        (value, i) => value * (1 + 0.001 * ((7 * example + 3 * i) % 5)),
      );
      return tensor(values, { dtype: x.dtype }).reshape([...x.shape]) as Tensor;
    }),
  );
  const inAxes = inputs.map(({ dtype }) => (dtype === "float32" || dtype === "float64" ? 0 : null));
  return { examples, inAxes };
}

function scalarOf(program: Program): Function {
  return (...xs) => {
    const y = program.f(...xs);
    return y.mul(y.add(0.5)).sum();
  };
}

function gradientOf(f: Function, inAxes: readonly (number | null)[]): Gradient {
  const argnums = inAxes.flatMap((axis, i) => (axis === null ? [] : [i]));
  return grad(f, { argnums }) as unknown as Gradient; // of several arguments
}

/** Equal, but for the rounding of sums that are taken in another order: of 10⁴ terms at most, in the largest magnitude that occurs. */
function expectNear(got: Tensor, wanted: Tensor, program: Program): void {
  const context = `TAPEGRAD_SEED=${seed}: ${program}`;
  expect([got.dtype, ...got.shape], context).toEqual([wanted.dtype, ...wanted.shape]);
  const finite = Array.from(wanted.data as Float64Array, Math.abs).filter(Number.isFinite);
  const unit = wanted.dtype === "float32" ? 2 ** -23 : 2 ** -52;
  const allowed = 1e4 * unit * Math.max(1, ...finite);
  for (let i = 0; i < got.size; i++) {
    const [a, b] = [got.data[i]!, wanted.data[i]!];
    if (!Object.is(a, b)) expect(Math.abs(a - b), `${context}, ${a} instead of ${b}`).toBeLessThanOrEqual(allowed);
  }
}

describe(`for ${cases} random programs, a batch of ${size}`, { timeout: 300_000 }, () => {
  test("vmap(f) gives what f gives for each example, to the bit", () => {
    for (const program of programs) {
      const { examples, inAxes } = examplesOf(program);
      const wholes = program.inputs.map((x, i) =>
        inAxes[i] === null ? x : (stack(examples.map((list) => list[i]!)) as Tensor),
      );
      const got = vmap(program.f as Function, { inAxes })(...wholes) as Tensor;
      const wanted = stack(examples.map((list) => program.f(...list))) as Tensor;
      expect([got.dtype, got.shape, [...got.data]], `TAPEGRAD_SEED=${seed}: ${program}`).toEqual([
        wanted.dtype,
        wanted.shape,
        [...wanted.data],
      ]);
    }
  });

  /** What each question gives, for a whole batch and for one example. */
  const questions: Record<
    string,
    (
      f: Function,
      inAxes: (number | null)[],
    ) => { whole: (...wholes: Tensor[]) => Tensor[]; one: (...xs: Tensor[]) => Tensor[] }
  > = {
    "vmap(grad(f))": (f, inAxes) => {
      const gradient = gradientOf(f, inAxes);
      return { whole: vmap(gradient, { inAxes }) as Gradient, one: gradient };
    },
    "grad(vmap(f))": (f, inAxes) => {
      const sum: Function = (...wholes) => (vmap(f, { inAxes })(...wholes) as Tensor).sum();
      return { whole: gradientOf(sum, inAxes), one: gradientOf(f, inAxes) };
    },
    "jit(vmap(f))": (f, inAxes) => {
      const compiled = jit((...wholes: Tensor[]) => [vmap(f, { inAxes })(...wholes) as Tensor]);
      return { whole: compiled, one: (...xs) => [f(...xs)] };
    },
    "jit(vmap(grad(f)))": (f, inAxes) => {
      const gradient = gradientOf(f, inAxes);
      return { whole: jit(vmap(gradient, { inAxes }) as Gradient), one: gradient };
    },
    "grad(vmap(grad(f)))": (f, inAxes) => {
      const gradient = gradientOf(f, inAxes);
      const norm: Function = (...xs) =>
        gradient(...xs)
          .map((x) => x.square().sum())
          .reduce((a, b) => a.add(b));
      const sum: Function = (...wholes) =>
        (vmap(gradient, { inAxes })(...wholes) as Tensor[])
          .map((x) => x.square().sum() as Tensor)
          .reduce((a, b) => a.add(b));
      return { whole: gradientOf(sum, inAxes), one: gradientOf(norm, inAxes) };
    },
    "vmap(jvp(f))": (f, inAxes) => {
      const argnums = inAxes.flatMap((axis, i) => (axis === null ? [] : [i]));
      const along: Gradient = (...xs) => {
        const at = (...given: Tensor[]): Tensor => f(...xs.map((x, i) => given[argnums.indexOf(i)] ?? x));
        const primals = argnums.map((i) => xs[i]!);
        return jvp(
          at,
          primals,
          primals.map((x) => x.mul(0.5)),
        );
      };
      return { whole: vmap(along, { inAxes }) as Gradient, one: along };
    },
  };

  test.each(Object.keys(questions))("%s is the same of each example", (name) => {
    for (const program of programs) {
      const { examples, inAxes } = examplesOf(program);
      const wholes = program.inputs.map((x, i) =>
        inAxes[i] === null ? x : (stack(examples.map((list) => list[i]!)) as Tensor),
      );
      const { whole, one } = questions[name]!(scalarOf(program), inAxes);
      const wanted = examples.map((list) => one(...list));
      for (let call = 0; call < (name.startsWith("jit") ? calls : 1); call++)
        whole(...wholes).forEach((got, k) => {
          expectNear(got, stack(wanted.map((list) => list[k]!)) as Tensor, program);
        });
    }
  });
});
