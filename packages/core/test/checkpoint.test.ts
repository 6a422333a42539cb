import {
  checkpoint,
  dropout,
  grad,
  hessian,
  hvp,
  jit,
  jvp,
  manualSeed,
  noGrad,
  parameter,
  Rng,
  record,
  stack,
  type Tensor,
  tensor,
  vjp,
  vmap,
} from "@tapegrad/core";
import { arbitraries } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;
const x = tensor([0.5, -1, 2], float64);

/** How many elements the tensors have that are kept by what a result remembers of its history. */
function elementsKept(result: Tensor): number {
  const seen = new Set<object>();
  const pending: unknown[] = [result];
  let elements = 0;
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== "object" || item === null || seen.has(item) || item instanceof Rng) continue;
    seen.add(item);
    if (ArrayBuffer.isView(item)) {
      elements += (item as Float64Array).length;
      continue;
    }
    // An op and its rules are there once for all.
    for (const key of Reflect.ownKeys(item)) if (key !== "op") pending.push(Reflect.get(item, key));
  }
  return elements;
}

describe("checkpoint", () => {
  const deep = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < 10; i++) y = y.tanh().add(1);
    return y;
  };

  test("keeps its arguments and results, and nothing between", () => {
    const n = 1000;
    const leaf = tensor(new Float64Array(n), { requiresGrad: true });
    const count = (f: (x: Tensor) => Tensor): number => Math.round(elementsKept(f(leaf)) / n);
    expect(count(deep)).toBe(21); // what each of 20 ops gives, and the argument
    expect(count(checkpoint(deep))).toBe(2);
    expect(count((x) => checkpoint(deep)(checkpoint(deep)(x)))).toBe(3);
  });

  test("runs the function again for each backward pass, once for all arguments", () => {
    let runs = 0;
    const f = checkpoint((x: Tensor, y: Tensor) => {
      runs++;
      return x.mul(y).sum();
    });
    const [, pullback] = vjp(f, x, x.mul(2));
    expect(runs).toBe(1);
    const one = tensor(1, float64);
    const pulled = pullback(one).map((x) => x.toArray());
    expect(pulled).toEqual([
      [1, -2, 4],
      [0.5, -1, 2],
    ]);
    expect(runs).toBe(2);
  });

  test("gives values and first derivatives to the bit, and second ones but for the order of sums, for 100 random programs", () => {
    const programs = fc.sample(arbitraries.expression(), { seed: 3, numRuns: 100 });
    for (const program of programs) {
      const { f, inputs } = program;
      const argnums = inputs.flatMap(({ dtype }, i) => (dtype.startsWith("float") ? [i] : []));
      const derivatives = (wrap: typeof checkpoint): readonly (readonly Tensor[])[] => {
        const inner = wrap(f as (...xs: Tensor[]) => Tensor);
        const scalar = (...xs: Tensor[]): Tensor =>
          inner(...xs)
            .square()
            .sum();
        const gradient = grad(scalar, { argnums }) as unknown as (...xs: Tensor[]) => Tensor[]; // of several
        const norm = (...xs: Tensor[]): Tensor =>
          gradient(...xs)
            .map((x) => x.square().sum() as Tensor)
            .reduce((a, b) => a.add(b));
        const second = grad(norm, { argnums }) as unknown as typeof gradient;
        return [[scalar(...inputs), ...gradient(...inputs)], second(...inputs)];
      };
      const [[first, second], [wantedFirst, wantedSecond]] = [checkpoint, <F>(f: F) => f].map(derivatives) as [
        readonly Tensor[][],
        readonly Tensor[][],
      ];
      const values = (list: readonly Tensor[]): number[] => list.flatMap(({ data }) => [...data]);
      expect(values(first!), String(program)).toEqual(values(wantedFirst!));
      const wanted = values(wantedSecond!);
      // 1,000 roundings of the largest.
      const allowed = 1000 * 2 ** -52 * Math.max(1, ...wanted.map(Math.abs).filter(Number.isFinite));
      values(second!).forEach((value, i) => {
        if (!Object.is(value, wanted[i]))
          expect(Math.abs(value - wanted[i]!), String(program)).toBeLessThanOrEqual(allowed);
      });
    }
  });

  test("differentiates what the function captures: Parameters, and results from outside that depend on them", () => {
    const w = parameter([2], float64);
    const scaled = w.mul(3);
    const f = checkpoint((x: Tensor) => x.mul(w).mul(scaled).sum()); // 3 w² x
    f(x).backward();
    expect(w.grad!.toArray()).toEqual([6 * 2 * 1.5]);
  });

  test("goes with trees, other arguments, and results that are arguments", () => {
    const f = checkpoint(({ a }: { a: Tensor }, how: string, b: Tensor) => ({
      both: [how === "mul" ? a.mul(b) : a, b],
      a,
    }));
    const [ga, gb] = grad(
      (a: Tensor, b: Tensor) => {
        const { both, a: same } = f({ a }, "mul", b);
        expect([both[1] === b, same === a]).toEqual([true, true]);
        return both[0]!.add(both[1]!).add(same.mul(10)).sum();
      },
      { argnums: [0, 1] },
    )(x, tensor([1, 2, 3], float64));
    expect([ga.toArray(), gb.toArray()]).toEqual([
      [11, 12, 13],
      [1.5, 0, 3],
    ]);
  });

  test("has derivatives of any order and in forward mode", () => {
    const f = (x: Tensor): Tensor => deep(x).sum();
    const once = checkpoint(f);
    expect(hessian(once)(x).toArray()).toEqual(hessian(f)(x).toArray());
    expect(hvp(once, [x], [x])[0].toArray()).toEqual(hvp(f, [x], [x])[0].toArray());
    const along = (g: typeof f): unknown => jvp(g, [x], [x])[1].toArray();
    expect(along(once)).toBeCloseTo(along(f) as number, 14); // through the reverse rule, in another order
    const third = (g: typeof f): unknown => grad((x: Tensor) => hessian(g)(x).square().sum())(x).toArray();
    expect(third(once)).toEqual(third(f));
  });

  test("within itself: each keeps what it has to", () => {
    const nested = checkpoint((x: Tensor) => checkpoint(deep)(checkpoint(deep)(x)).sum());
    const plain = (x: Tensor): Tensor => deep(deep(x)).sum();
    expect(grad(nested)(x).toArray()).toEqual(grad(plain)(x).toArray());
  });

  test("called twice with one cotangent for both, as in a sum, tells the calls apart", () => {
    const square = checkpoint((x: Tensor) => x.square());
    expect(
      grad((x: Tensor) =>
        square(x)
          .add(square(x.mul(3)))
          .sum(),
      )(x).toArray(),
    ).toEqual([10, -20, 40]);
  });

  test("draws the same numbers again, and the generator goes on from where it is", () => {
    const dropped = (x: Tensor): Tensor => dropout(dropout(x, { p: 0.5 }).tanh(), { p: 0.5 }).sum();
    const run = (wrap: typeof checkpoint): unknown => {
      manualSeed(7);
      const long = tensor(
        Array.from({ length: 50 }, (_, i) => i / 50),
        float64,
      );
      const inner = wrap(dropped);
      const gradient = grad((x: Tensor) => inner(x).add(wrap(inner)(x.mul(2))))(long);
      return [gradient.toArray(), dropout(long, { p: 0.5 }).toArray()];
    };
    expect(run(checkpoint)).toEqual(run((f) => f));
  });

  test("runs as it is where there is nothing to keep: under noGrad, record, jit, and for a batch", () => {
    const once = checkpoint(deep);
    const w = tensor([0.5, -1, 2], { ...float64, requiresGrad: true });
    expect(noGrad(() => once(w)).requiresGrad).toBe(false);
    expect(record(() => once(w)).tape.nodes.map(({ op }) => op.name)).toContain("tanh");
    const gradient = grad((x: Tensor) => once(x).sum());
    const compiled = jit(gradient);
    for (let call = 0; call < 4; call++) expect(compiled(x).toArray()).toEqual(gradient(x).toArray());
    const batch = stack([x, x.mul(2)]);
    expect(vmap(gradient)(batch).toArray()).toEqual([gradient(x).toArray(), gradient(x.mul(2)).toArray()]);
    const around = grad((x: Tensor) => checkpoint(vmap(deep))(x).sum())(batch);
    expect(around.toArray()).toEqual(vmap(gradient)(batch).toArray());
  });

  test("its pullback is run for a batch of cotangents, under noGrad too", () => {
    const [, pullback] = vjp(
      checkpoint((x: Tensor) => x.square()),
      x,
    );
    const [jacobian] = noGrad(() =>
      vmap(pullback)(
        tensor(
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          float64,
        ),
      ),
    );
    expect(jacobian.toArray()).toEqual([
      [1, 0, 0],
      [0, -2, 0],
      [0, 0, 4],
    ]);
  });

  test("returns what needs no derivative as it is", () => {
    const f = checkpoint((x: Tensor) => x.argmax());
    const w = tensor([0.5, -1, 2], { ...float64, requiresGrad: true });
    expect([f(w).item(), f(w).requiresGrad, checkpoint(deep)(x).node]).toEqual([2, false, null]);
  });

  test("refuses a function that overwrites Parameters, and one that gives something else than tensors", () => {
    const w = parameter([1], { ...float64, name: "w" });
    const assigns = checkpoint((x: Tensor) => {
      w.assign([2]);
      return x.mul(w);
    });
    expect(thrownBy(() => assigns(x))).toBe(
      "TapegradError: checkpoint: the function must compute the same when it runs again, got one that overwrites a Parameter with " +
        "assign. Leave that out of the function: a backward pass would do it twice.",
    );
    expect(w.toArray()).toEqual([1]);
    expect(thrownBy(() => checkpoint((x: Tensor) => [x, 3])(x))).toBe(
      "TapegradError: checkpoint: expected a tensor, or arrays and objects of tensors, got 3 at [1].",
    );
  });

  test("refuses in the backward pass what has been overwritten since, and what does not come out the same again", () => {
    const w = parameter([1], { ...float64, name: "w" });
    const y = checkpoint((x: Tensor) => x.mul(w).sum())(x);
    w.assign([2]);
    expect(thrownBy(() => y.backward())).toBe(
      'GradientError: backward: inputs[0] "w" of checkpoint must still have the values it was used with, but it was overwritten since. ' +
        "Call backward() before assign() or an optimizer's step().",
    );
    let longer = 0;
    const changing = checkpoint((x: Tensor) => x.broadcastTo([++longer, 3]) as Tensor);
    expect(thrownBy(() => grad((x: Tensor) => changing(x).sum())(x))).toBe(
      "GradientError: checkpoint: the function must give [1, 3] again, got [2, 3]. It must compute the same each time it is called.",
    );
    expect(thrownBy(() => checkpoint(3 as never))).toBe("DomainError: checkpoint: fn must be a function, got 3.");
  });
});
