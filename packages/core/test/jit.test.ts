import {
  dropout,
  grad,
  hostCall,
  jit,
  type Parameter,
  parameter,
  Rng,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { withoutWasm } from "../src/kernels/wasm/heap.ts";
import { thrownBy } from "./thrownBy.ts";

const builds = [
  ["emitted", <T>(f: () => T): T => f()],
  ["JavaScript", withoutWasm],
] as const;

type F = (...xs: Tensor[]) => Tensor;

describe.each(builds)("jit, %s", (_, run) => {
  const law = (title: string, body: () => void): void => test(title, { timeout: 60_000 }, () => run(body));

  law("a result is its own: later calls do not change it", () => {
    const f = jit((x: Tensor) => x.mul(2).add(1));
    const kept = Array.from({ length: 10 }, (_, i) => f(tensor([i, i + 1, i + 2])));
    expect(kept.map((y) => y.toArray())).toEqual(kept.map((_, i) => [2 * i + 1, 2 * i + 3, 2 * i + 5]));
  });

  law("a function that returns its argument returns that very tensor, at every call", () => {
    const f = jit((x: Tensor) => [x, x.mul(2)]);
    for (let i = 0; i < 5; i++) {
      const x = tensor([i]);
      expect(f(x)[0]).toBe(x);
    }
  });

  law("an argument under another shape can be differentiated", () => {
    const f = jit((x: Tensor) => x.reshape([-1]));
    for (let i = 1; i < 6; i++) {
      const d = grad((x: Tensor) => f(x).square().sum())(
        tensor([
          [i, 2],
          [3, 4],
        ]),
      );
      expect(d.toArray(), `call ${i}`).toEqual([
        [2 * i, 4],
        [6, 8],
      ]);
    }
  });

  law("a view of a Parameter that is returned can be differentiated, several times", () => {
    const w = parameter([[1, 2]]);
    const f = jit(() => w.reshape([-1]));
    for (let i = 1; i < 6; i++) {
      w.grad = null;
      f().square().sum().backward();
      expect(w.grad!.toArray(), `call ${i}`).toEqual([[2, 4]]);
    }
  });

  law("results that are views, arguments, constants and computed can be differentiated together", () => {
    const w = parameter([1, 2]);
    const c = tensor([5, 6]);
    const f = jit((x: Tensor) => [w.reshape([2, 1]), c, x, x.mul(w), c.add(1), x.reshape([1, 2]), w.square()]);
    const eager = (x: Tensor) => [w.reshape([2, 1]), c, x, x.mul(w), c.add(1), x.reshape([1, 2]), w.square()];
    const total = (parts: readonly Tensor[]) =>
      parts
        .map((p, i) =>
          p
            .reshape([-1])
            .pow(2)
            .mul(i + 1)
            .sum(),
        )
        .reduce((a, b) => a.add(b));
    for (let i = 1; i < 12; i++) {
      const x = () => tensor([i, i + 1]);
      w.grad = null;
      const a = grad((x: Tensor) => total(eager(x)))(x());
      const b = grad((x: Tensor) => total(f(x)))(x());
      expect(b.toArray(), `call ${i}`).toEqual(a.toArray());
      w.grad = null;
      total(eager(x())).backward();
      const wa = w.grad!.toArray();
      w.grad = null;
      total(f(x())).backward();
      expect(w.grad!.toArray(), `call ${i}`).toEqual(wa);
    }
  });

  law("a captured view of a Parameter leads to the Parameter", () => {
    const w: Parameter = parameter([[1, 2]]);
    const v = w.reshape([2]);
    const f = jit((x: Tensor) => v.mul(x).sum());
    for (let i = 1; i < 6; i++) {
      w.grad = null;
      f(tensor([i, 3])).backward({ keepTape: true });
      expect((w as Tensor).grad?.toArray(), `call ${i}`).toEqual([[i, 3]]);
    }
  });

  law("a captured tensor that was computed from a Parameter leads to it", () => {
    const w = parameter([1, 2]);
    const y = w.square();
    const f = jit((x: Tensor) => y.mul(x).sum());
    for (let i = 1; i < 6; i++) {
      w.grad = null;
      f(tensor([i, 3])).backward({ keepTape: true });
      expect((w as Tensor).grad?.toArray(), `call ${i}`).toEqual([2 * i, 12]);
    }
  });

  law("gradients may be swapped, returned and kept", () => {
    const [a, b] = [parameter([1, 2]), parameter([3, 4])];
    const f = jit(() => {
      const g = a.grad;
      a.grad = b.grad;
      b.grad = g;
    });
    const h = jit(() => {
      const g = a.grad!;
      a.grad = null;
      return g;
    });
    const h2 = jit(() => {
      const g = a.grad!;
      a.grad = g.mul(2);
      return [g, b.grad!];
    });
    for (let i = 0; i < 5; i++) {
      a.grad = tensor([i, 1]);
      b.grad = tensor([i, 2]);
      f();
      expect([a.grad.toArray(), b.grad.toArray()]).toEqual([
        [i, 2],
        [i, 1],
      ]);
      expect(h2().map((x) => x.toArray())).toEqual([
        [i, 2],
        [i, 1],
      ]);
      expect(h().toArray()).toEqual([2 * i, 4]);
      expect(a.grad).toBe(null);
    }
  });

  law("a gradient held from an earlier call does not change", () => {
    const w = parameter([1, 2]);
    const f = jit((x: Tensor) => {
      w.grad = null;
      w.mul(x).sum().backward();
    });
    const kept: Tensor[] = [];
    for (let i = 0; i < 12; i++) {
      f(tensor([i, i]));
      kept.push(w.grad!);
    }
    expect(kept.map((g) => g.toArray())).toEqual(kept.map((_, i) => [i, i]));
  });

  law("a gradient nobody looked at is there after calls that throw before it is cleared", () => {
    const w = parameter([1, 2]);
    let throws = false;
    const program = (x: Tensor) => {
      const loss = w.mul(x).sum();
      hostCall(() => {
        if (throws) throw new Error("stop");
      }, [loss]);
      w.grad = null;
      loss.backward();
    };
    const f = jit(program);
    for (let i = 0; i < 4; i++) f(tensor([i, i]));
    throws = true;
    expect(thrownBy(() => f(tensor([9, 9])))).toBe("Error: stop");
    expect(w.grad?.toArray()).toEqual([3, 3]);
    throws = false;
    f(tensor([9, 9]));
    expect(w.grad?.toArray()).toEqual([9, 9]);
  });

  law("accumulated gradients survive a call that throws", () => {
    const w = parameter([1, 2]);
    let throws = false;
    const f = jit((x: Tensor) => {
      const loss = w.mul(x).sum();
      hostCall(() => {
        if (throws) throw new Error("stop");
      }, [loss]);
      loss.backward();
    });
    for (let i = 0; i < 4; i++) f(tensor([1, 2]));
    throws = true;
    thrownBy(() => f(tensor([9, 9])));
    expect(w.grad?.toArray()).toEqual([4, 8]);
    throws = false;
    f(tensor([1, 1]));
    expect(w.grad?.toArray()).toEqual([5, 9]);
  });

  law("a derivative of a function that draws is of the numbers that were drawn", () => {
    const [one, two] = [new Rng(1), new Rng(1)];
    const eager = grad((x: Tensor) => dropout(x, { p: 0.5, rng: one }).sum());
    const f = jit((x: Tensor) => dropout(x, { p: 0.5, rng: two }).sum());
    const compiled = grad((x: Tensor) => f(x));
    for (let i = 0; i < 12; i++)
      expect(compiled(tensor([1, 2, 3, 4])).toArray(), `call ${i + 1}`).toEqual(eager(tensor([1, 2, 3, 4])).toArray());
  });

  law("a derivative does not count, call or overwrite twice", () => {
    const w = parameter([1, 2]);
    let count = 0;
    const f = jit((x: Tensor) => {
      const y = x.mul(w).sum();
      hostCall(() => {
        count++;
      });
      return y;
    });
    for (let i = 0; i < 12; i++) grad((x: Tensor) => f(x))(tensor([1, 2]));
    expect(count).toBe(12);
  });

  law("a function that calls backward() and returns something differentiable sets gradients once", () => {
    const w = parameter([1, 2]);
    const f = jit((x: Tensor) => {
      w.mul(tensor([1, 2]))
        .sum()
        .backward();
      return x.mul(2).sum();
    });
    for (let i = 0; i < 6; i++) grad((x: Tensor) => f(x))(tensor([1, 2]));
    expect(w.grad!.toArray()).toEqual([6, 12]);
  });

  law("an exception of a host call leaves parameters as they were, and the next call is right", () => {
    const w = parameter([1, 2]);
    let throws = false;
    const f = jit((x: Tensor) => {
      w.assign(w.add(x));
      hostCall(() => {
        if (throws) throw new Error("stop");
      }, []);
      w.assign(w.mul(2));
      return w.sum();
    });
    const v = parameter([1, 2]);
    const eager = (x: Tensor) => {
      v.assign(v.add(x));
      if (throws) throw new Error("stop");
      v.assign(v.mul(2));
      return v.sum();
    };
    for (let i = 0; i < 10; i++) {
      throws = i % 3 === 2;
      const x = tensor([i, 1]);
      if (throws) {
        thrownBy(() => f(x));
        thrownBy(() => eager(x));
      } else expect(f(x).item()).toBe(eager(x).item());
      expect(w.toArray(), `call ${i + 1}`).toEqual(v.toArray());
    }
  });

  law("a host call may call the same function", () => {
    const inner: number[][] = [];
    let depth = 0;
    const f: F = jit((x: Tensor) => {
      const y = x.mul(2).exp();
      hostCall(
        (v) => {
          if (depth > 0) return;
          depth++;
          inner.push(f(v!.add(1)).toArray() as number[]);
          depth--;
        },
        [x],
      );
      return y.add(y.mul(x));
    });
    const eager = (x: Tensor) => {
      const y = x.mul(2).exp();
      return y.add(y.mul(x));
    };
    for (let i = 0; i < 12; i++) {
      const x = tensor([0.1 * i, 0.2]);
      expect(f(x).toArray(), `call ${i + 1}`).toEqual(eager(x).toArray());
      expect(inner[i], `inner call ${i + 1}`).toEqual(eager(x.add(1)).toArray());
    }
  });

  law("jit within jit, trees, equal tensors and captured arguments", () => {
    const c = tensor([1, 2, 3]);
    const inner = jit((x: Tensor) => x.mul(c).tanh());
    const program = ({ a, list: [b, d] }: { a: Tensor; list: Tensor[] }, k: number) => ({
      y: inner(a).add(b!),
      z: [inner(d!).mul(k), { same: a }],
    });
    const f = jit(program);
    for (let i = 0; i < 12; i++) {
      const x = tensor([i, 1, 2]);
      for (const args of [
        [x, x, x],
        [c, x, c],
        [x, c, x],
      ] as const) {
        const tree = { a: args[0], list: [args[1], args[2]] };
        expect(JSON.stringify(f(tree, i % 3))).toBe(JSON.stringify(program(tree, i % 3)));
      }
    }
  });

  law("no elements, one element, whole numbers and booleans", () => {
    const program = (x: Tensor, n: Tensor, m: Tensor, one: Tensor) => [
      x.add(1),
      x.sum(),
      x.matmul(zeros([3, 2])),
      zeros([2, 0]).matmul(x),
      n.add(n),
      n.sum(),
      m,
      n.greater(1),
      one.exp(),
      one.mul(one).sum(),
      x.mul(one),
      n.cast("float32").mul(one),
      n.greater(0).sum(),
    ];
    const f = jit(program as (...xs: Tensor[]) => Tensor[]);
    for (let i = 0; i < 10; i++) {
      const args = [
        zeros([0, 3]),
        tensor([i, 1, 2], { dtype: "int32" }),
        tensor([true, i % 2 === 0]),
        tensor(i / 7),
      ] as unknown as [Tensor, Tensor, Tensor, Tensor];
      expect(JSON.stringify(f(...args))).toBe(JSON.stringify(program(...args)));
    }
  });

  law("what contains itself is refused, as an argument and as a result", () => {
    const cyclic: unknown[] = [tensor([1])];
    cyclic.push(cyclic);
    expect(String(thrownBy(() => jit((x: unknown) => (x as Tensor[])[0]!)(cyclic)))).toMatch(/itself/);
    expect(String(thrownBy(() => jit(() => cyclic)()))).toMatch(/itself/);
  });

  law("a program of 2,000 ops gives the same bits", () => {
    const w = parameter(Array.from({ length: 50 }, (_, i) => Math.sin(i)));
    const program = (x: Tensor) => {
      let y: Tensor = x;
      for (let i = 0; i < 500; i++)
        y = y
          .mul(w)
          .add(0.01 * (i % 7))
          .tanh()
          .sub(x);
      return y;
    };
    const f = jit(program);
    const g = jit(grad((x: Tensor) => program(x).sum()));
    for (let i = 0; i < 3; i++) {
      const x = tensor(Array.from({ length: 50 }, (_, k) => Math.cos(k + i)));
      expect(f(x).toArray()).toEqual(program(x).toArray());
      expect(g(x).toArray()).toEqual(grad((x: Tensor) => program(x).sum())(x).toArray());
    }
  });
  law("vjp of a compiled function", () => {
    const p = (x: Tensor) => ({ a: x.exp(), b: [x.sum(), x] });
    const f = jit(p);
    for (let i = 0; i < 12; i++) {
      const x = tensor([i / 5, 1, 2]);
      const ct = { a: tensor([1, 2, i]), b: [tensor(3), tensor([1, 1, 2])] };
      const [one, onePull] = vjp(p, x);
      const [two, twoPull] = vjp(f, x);
      expect(JSON.stringify(two)).toBe(JSON.stringify(one));
      expect(JSON.stringify(twoPull(ct))).toBe(JSON.stringify(onePull(ct)));
    }
  });
});

/** The error of the `count`-th call, without the place where this file lies and with its line's text in place of line and column. */
function refusal(program: (x: Tensor, call: number) => unknown, count: number): string {
  let call = 0;
  const f = jit((x: Tensor) => program(x, call++));
  const x = tensor([1, 2]);
  for (let i = 1; i < count; i++) f(x);
  return thrownBy(() => f(x)).replace(/ at \S*jit\.test\.ts:\d+:\d+/, " at HERE");
}

describe("what is refused", () => {
  const looks = (how: string): string =>
    "TapegradError: jit: the function must compute with tensors alone, so that it can be compiled, got a program that looks at " +
    `values with ${how} at HERE. Return the tensor and look at it afterwards, choose with where(…), or look within hostCall(…), ` +
    "which is called every time.";
  const w = parameter([1, 2]);

  test.each<[string, (x: Tensor) => unknown, string]>([
    ["item()", (x) => x.sum().item(), "item()"],
    ["data of what was computed", (x) => x.mul(2).data[0], "data"],
    ["data of an argument", (x) => x.data[0], "data"],
    ["toArray() of a Parameter", () => w.toArray(), "toArray()"],
    ["a template", (x) => `${x}`, "toString()"],
    ["a Parameter as text", () => w.mul(String(w).length), "toString()"],
    ["JSON", (x) => JSON.stringify(x), "toJSON()"],
    ["a condition on a number", (x) => (x.sum().item() > 1 ? x : x.mul(2)), "item()"],
  ])("values that are looked at: %s", (_, program, how) => {
    expect(refusal(program, 1)).toBe(looks(how));
  });

  const alone = "TapegradError: jit: the function must compute with tensors alone, so that it can be compiled, got ";
  const pass = "Pass what changes as an argument, or read it with hostScalar(…) or hostCondition(…).";

  test.each<[string, (x: Tensor, call: number) => unknown, string]>([
    [
      "a number",
      (x, call) => x.mul(call),
      "one in which b of mul was a constant whose values differed from call to call: 0 and then 1 at HERE",
    ],
    [
      "a tensor",
      (x, call) => x.add(tensor([call, 1])),
      "one in which b of add was a constant whose values differed from call to call at HERE",
    ],
    [
      "an op",
      (x, call) => (call === 0 ? x.exp() : x.mul(2)),
      "one that ran exp at one call and mul at another at HERE",
    ],
    ["a shape", (x, call) => x.reshape([1 + call, -1]), "one that returned other tensors at one call than at another"],
    ["a tree", (x, call) => (call === 0 ? [x] : { x }), "one that returned another tree at one call than at another"],
  ])("what changes from call to call: %s", (_, program, what) => {
    expect(refusal(program, 2)).toBe(`${alone}${what}. ${pass}`);
  });

  test("a number that is returned", () => {
    expect(refusal(() => 3, 1)).toBe(`${alone}one that returns a number. Return tensors.`);
  });

  test("what has changed once is looked for at every call", () => {
    let n = 0;
    const f = jit((x: Tensor) => (n++ % 2 === 0 ? x.mul(2) : x.exp()));
    const outcomes = Array.from({ length: 6 }, () => {
      try {
        return f(tensor([1])).toArray();
      } catch {
        return "refused";
      }
    });
    expect(outcomes).toEqual([[2], "refused", [2], "refused", [2], "refused"]);
  });

  test.each<[string, (x: Tensor, call: number) => unknown]>([
    ["at the first call", (x) => x.sum().item()],
    ["by what it returned", () => 3],
    ["at the second call", (x, call) => x.mul(call)],
  ])("nothing has changed %s that is refused: Parameters, gradients, generators", (_, program) => {
    const p = parameter([1, 2]);
    const rng = new Rng(1);
    let call = 0;
    const f = jit((x: Tensor) => {
      p.grad = null;
      dropout(p, { p: 0.5, rng }).mul(x).sum().backward();
      p.assign(p.sub(p.grad!));
      return program(x, call++);
    });
    const state = (): string => JSON.stringify([p, p.grad, rng.state()]);
    for (let i = 0; i < 3; i++) {
      p.assign([1, 2]);
      p.grad = tensor([7, 7]);
      const before = state();
      try {
        f(tensor([1, 1]));
      } catch {
        expect(state()).toBe(before);
        continue;
      }
      expect(i).toBe(0);
    }
  });

  test.each([
    "looks",
    "varies",
    "returns",
    "variants",
  ])("with onRefused a function that %s runs as it is, once a call", (kind) => {
    const step = (p: Parameter, rng: Rng) => {
      let calls = 0;
      return (x: Tensor, k: number): Tensor => {
        calls++;
        p.grad = null;
        const loss = dropout(p, { p: 0.5, rng }).mul(x).sum();
        loss.backward();
        p.assign(p.sub(p.grad!.mul(0.1)));
        if (kind === "looks") loss.item();
        if (kind === "varies") return loss.mul(calls);
        return kind === "returns" ? (3 as never) : loss.mul(k); // no tensor: what a program without types may return
      };
    };
    const [p, q] = [parameter([1, 2]), parameter([1, 2])];
    const reasons: unknown[] = [];
    const compiled = jit(step(p, new Rng(3)), { onRefused: (reason) => reasons.push(reason) });
    const eager = step(q, new Rng(3));
    for (let call = 0; call < 70; call++) {
      const k = kind === "variants" ? call : 1;
      const x = tensor([call, 1]);
      expect(JSON.stringify(compiled(x, k))).toBe(JSON.stringify(eager(x, k)));
      expect(p.toArray()).toEqual(q.toArray());
    }
    expect(reasons.length).toBe(1);
  });
});
