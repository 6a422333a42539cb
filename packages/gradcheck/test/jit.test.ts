import { grad, jit, type Tensor, tensor, vjp } from "@tapegrad/core";
import { arbitraries } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutWasm } from "../../core/src/kernels/wasm/heap.ts";

const seed = Number(process.env["TAPEGRAD_SEED"] ?? 1);
const cases = Number(process.env["N"] ?? 300);

type Run = () => unknown;

function outcome(run: () => readonly Tensor[]): { shape: readonly number[]; dtype: string; bits: number[] }[] | string {
  try {
    return run().map(({ shape, dtype, data }) => ({ shape, dtype, bits: [...data] }));
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function varied(x: Tensor, call: number, dtype: "float32" | "float64"): Tensor {
  if (x.dtype !== "float32" && x.dtype !== "float64") return x;
  const { shape, data } = x;
  const values = Array.from(data, (v, i) => v * (1 + 0.01 * ((call * 7 + i * 3) % 5)));
  return tensor(values, { dtype }).reshape([...shape]);
}

for (const [name, around] of [
  ["wasm", (f: Run) => f()],
  ["js", withoutWasm],
] as const)
  for (const dtype of ["float64", "float32"] as const) {
    test(`fuzz ${name} ${dtype}`, { timeout: 600_000 }, () => {
      const programs = fc.sample(arbitraries.expression({ depth: Number(process.env["DEPTH"] ?? 4) }), {
        seed,
        numRuns: cases,
      });
      const problems = new Map<string, number>();
      around(() => {
        for (const [i, { f, inputs }] of programs.entries()) {
          if (programs[i]!.ops.includes("dropout")) continue;
          const program = programs[i]!;
          const all = inputs.map((_, k) => k).filter((k) => inputs[k]!.dtype.startsWith("float"));
          const scalar = (...xs: Tensor[]) =>
            f(...xs)
              .mul(f(...xs).add(0.5))
              .sum();
          const g = grad(scalar, { wrt: all } as never) as unknown as (...xs: Tensor[]) => Tensor[];
          const gg = grad(
            (...xs: Tensor[]) => {
              const parts = ([] as Tensor[]).concat(g(...xs) as never);
              let total: Tensor | null = null;
              for (const p of parts) {
                const s = p.mul(p).sum();
                total = total === null ? s : total.add(s);
              }
              return total!;
            },
            { wrt: all } as never,
          ) as unknown as (...xs: Tensor[]) => Tensor[];
          const js = jit(scalar);
          const gj = grad(js as typeof scalar, { wrt: all } as never) as unknown as typeof g;
          const ggj = grad(
            (...xs: Tensor[]) => {
              const parts = ([] as Tensor[]).concat(gj(...xs) as never);
              let total: Tensor | null = null;
              for (const p of parts) {
                const s = p.mul(p).sum();
                total = total === null ? s : total.add(s);
              }
              return total!;
            },
            { wrt: all } as never,
          ) as unknown as typeof g;
          const list = (h: (...xs: Tensor[]) => Tensor | Tensor[]) => (xs: Tensor[]) =>
            ([] as Tensor[]).concat(h(...xs) as never);
          const pairs: [string, (xs: Tensor[]) => Tensor[], (xs: Tensor[]) => Tensor[]][] = [
            ["jit f", list(f), list(jit(f))],
            ["jit grad", list(g), list(jit(g))],
            ["jit grad grad", list(gg), list(jit(gg))],
            ["grad jit", list(g), list(gj)],
            ["grad grad jit", list(gg), list(ggj)],
          ];
          for (const [what, eager, compiled] of pairs) {
            for (let call = 1; call <= 12; call++) {
              const xs = inputs.map((x) => varied(x, call, dtype));
              const [a, b] = [outcome(() => eager(xs)), outcome(() => compiled(xs))];
              try {
                expect(b).toEqual(a);
              } catch (error) {
                const key = `${what}`;
                problems.set(key, (problems.get(key) ?? 0) + 1);
                if (problems.get(key)! <= Number(process.env["SHOW"] ?? 3))
                  console.log(
                    name,
                    dtype,
                    what,
                    "call",
                    call,
                    "#",
                    i,
                    program.toString(),
                    "\n",
                    JSON.stringify(a).slice(0, 400),
                    "\n",
                    JSON.stringify(b).slice(0, 400),
                  );
                break;
              }
            }
          }
        }
      });
      expect([...problems]).toEqual([]);
    });
  }
