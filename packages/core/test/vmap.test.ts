import { inspect } from "node:util";
import {
  batchFirst,
  customVjp,
  defineOp,
  dropout,
  grad,
  hostCall,
  hostScalar,
  jit,
  jvp,
  noGrad,
  parameter,
  Rng,
  record,
  sort,
  stack,
  stopGradient,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  vmap,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;
const rows = tensor(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  float64,
);

describe("vmap", () => {
  test("runs a function of one example for each: the dot products of the rows of a matrix with a vector are a product", () => {
    const w = tensor([1, 10, 100], float64);
    const dots = vmap((x: Tensor, w: Tensor) => x.mul(w).sum(), { inAxes: [0, null] });
    expect(dots(rows, w).toArray()).toEqual([321, 654]);
  });

  test("calls the function once, with tensors of the shape of one example", () => {
    const seen: (readonly number[])[] = [];
    vmap((x: Tensor, y: Tensor) => {
      seen.push(x.shape, y.shape, x.mul(y).shape, x.sum().shape);
      return x;
    })(zeros([5, 3]), zeros([5, 2, 3]));
    expect(seen).toEqual([[3], [2, 3], [2, 3], []]);
  });

  test("takes the batch along any axis, and gives it along any", () => {
    const x = tensor(
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      float64,
    );
    for (const inAxes of [2, -1])
      expect(vmap((x: Tensor) => x.mul(2), { inAxes, outAxes: 1 })(x).toArray()).toEqual([
        [
          [2, 8],
          [4, 10],
          [6, 12],
        ],
      ]);
    expect(vmap((x: Tensor) => x, { inAxes: 1, outAxes: -1 })(x).shape).toEqual([1, 3, 2]);
  });

  test("takes and gives trees, with axes for each tensor or for whole branches", () => {
    const f = vmap(
      ({ a, list }: { a: Tensor; list: [Tensor, Tensor] }, s: Tensor) => ({ sum: a.add(list[0]), both: [list[1], s] }),
      {
        inAxes: [{ a: 0, list: [1, null] }, null],
        outAxes: { sum: 1, both: [null, null] },
      },
    );
    const given = { a: rows, list: [rows.transpose(), tensor([7], float64)] as [Tensor, Tensor] };
    const { sum, both } = f(given, tensor(9, float64));
    expect(sum.toArray()).toEqual([
      [2, 8],
      [4, 10],
      [6, 12],
    ]);
    expect(both.map((x) => x.toArray())).toEqual([[7], 9]);
  });

  test("repeats along the batch what does not depend on it, and returns it as it is where outAxes is null", () => {
    const one = tensor([1, 2]);
    const f = (): Tensor => one.mul(3);
    expect(vmap(f as (x: Tensor) => Tensor)(rows).toArray()).toEqual([
      [3, 6],
      [3, 6],
    ]);
    expect(vmap(f as (x: Tensor) => Tensor, { outAxes: -1 })(rows).toArray()).toEqual([
      [3, 3],
      [6, 6],
    ]);
    expect(vmap(f as (x: Tensor) => Tensor, { outAxes: null })(rows).toArray()).toEqual([3, 6]);
  });

  test("takes anything for an argument without a batch axis", () => {
    const f = vmap((x: Tensor, how: string, { p }: { p: number }) => (how === "power" ? x.pow(p) : x), {
      inAxes: [0, null, null],
    });
    expect(f(rows, "power", { p: 2 }).toArray()).toEqual([
      [1, 4, 9],
      [16, 25, 36],
    ]);
  });

  test("within itself is a batch of batches: all products of two vectors", () => {
    const outer = vmap((a: Tensor) => vmap((b: Tensor) => a.mul(b))(tensor([1, 10, 100])));
    expect(outer(tensor([2, 3])).toArray()).toEqual([
      [2, 20, 200],
      [3, 30, 300],
    ]);
  });

  test("of an empty batch gives an empty batch", () => {
    const empty = zeros([0, 3]);
    expect(vmap((x: Tensor) => sort(x).mul(2).sum())(empty).shape).toEqual([0]);
    expect(vmap((x: Tensor) => custom(x))(empty).shape).toEqual([0, 3]);
    expect(vmap(grad((x: Tensor) => custom(x).sum()))(empty).shape).toEqual([0, 3]);
  });

  test("leaves a tape of ops on whole batches, as many as the function has", () => {
    const { tape } = record(() => vmap((x: Tensor) => x.tanh().mul(2).sum())(rows));
    expect(tape.nodes.map(({ op, outputs }) => [op.name, outputs[0]!.shape])).toEqual([
      ["tanh", [2, 3]],
      ["mul", [2, 3]],
      ["sum", [2]],
    ]);
  });

  test("leaves on a tape no trace of derivatives within but the ops they ran", () => {
    const { tape } = record(() => vmap(grad((x: Tensor) => x.square().sum()))(rows));
    expect(tape.losses).toEqual([]);
    expect(tape.nodes.map(({ op }) => op.name)).toEqual(["square", "sum", "broadcastTo", "square.vjp.x"]);
    expect(tape.nodes.every(({ derivativeOf, outputs }) => derivativeOf === null && outputs[0]!.data.length > 0)).toBe(
      true,
    );
  });

  test("shows a tensor of the function without values", () => {
    let shown: string[] = [];
    vmap((x: Tensor, y: Tensor) => {
      shown = [`${x}`, inspect(y.cast("int32"))];
      return vmap((z: Tensor) => {
        shown.push(`${z}`);
        return z;
      })(y);
    })(zeros([5, 3]), zeros([5, 2]));
    expect(shown).toEqual([
      "tensor(shape=[3], one of 5)",
      "tensor(shape=[2], dtype=int32, one of 5)",
      "tensor(shape=[], one of 2)",
    ]);
  });
});

/** A cube with a derivative of its own: half of the true one. */
const custom = customVjp({
  name: "half",
  forward: (x: Tensor) => x.mul(x).mul(x),
  vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!.square()).mul(1.5)],
});

describe("derivatives within vmap", () => {
  const w = tensor([[0.5], [-1], [2]], float64);
  const loss = (w: Tensor, x: Tensor, y: Tensor): Tensor => x.matmul(w).reshape([]).sub(y).square();
  const targets = tensor([1, -1], float64);

  test("vmap(grad(f)) is the gradient of each example: 2 (xᵀw − y) x", () => {
    const each = vmap(grad(loss), { inAxes: [null, 0, 0] })(w, rows, targets);
    const residuals = [0.5 - 2 + 6 - 1, 2 - 5 + 12 + 1];
    expect(each.shape).toEqual([2, 3, 1]);
    expect(each.toArray()).toEqual(
      [
        [1, 2, 3],
        [4, 5, 6],
      ].map((x, i) => x.map((one) => [2 * residuals[i]! * one])),
    );
  });

  test("the gradients of all examples add up to the gradient of the sum", () => {
    const each = vmap(grad(loss), { inAxes: [null, 0, 0] })(w, rows, targets);
    const all = grad((w: Tensor) => vmap(loss, { inAxes: [null, 0, 0] })(w, rows, targets).sum())(w);
    expect(each.sum(0).toArray()).toEqual(all.toArray());
  });

  test("the values and gradients of a function that captures Parameters go on to these: ∂/∂w of |∂(w x)²/∂x|²", () => {
    const w = parameter([3], { ...float64, name: "w" });
    const gradients = vmap((x: Tensor) => grad((x: Tensor) => w.mul(x).square().sum())(x))(tensor([[1], [2]], float64));
    expect(gradients.toArray()).toEqual([[18], [36]]); // 2 w² x
    gradients.sum().backward(); // ∂/∂w Σ 2 w² x = 4 w Σ x
    expect(w.grad!.toArray()).toEqual([36]);
  });

  test("the values that vjp, jvp and valueAndGrad give within go on to what the function captures", () => {
    const x = tensor([2, 3], float64);
    const values = {
      vjp: (f: (x: Tensor) => Tensor, x: Tensor) => vjp(f, x)[0],
      jvp: (f: (x: Tensor) => Tensor, x: Tensor) => jvp(f, [x], [x])[0],
      valueAndGrad: (f: (x: Tensor) => Tensor, x: Tensor) => valueAndGrad(f)(x)[0],
    };
    for (const value of Object.values(values)) {
      const sum = (w: Tensor): Tensor => vmap((x: Tensor) => value((x) => w.square().mul(x), x))(x).sum();
      expect(grad(sum)(tensor(5, float64)).item()).toBe(2 * 5 * (2 + 3));
    }
  });

  test("nothing hidden stays behind: what depends on no tensor outside requires no gradient", () => {
    const x = tensor([[1], [2]], float64);
    const results = [
      vmap(grad((x: Tensor) => x.square().sum()))(x),
      ...vmap(valueAndGrad((x: Tensor) => x.square().sum()))(x),
      ...vmap((x: Tensor) => jvp((x: Tensor) => x.tanh().matmul(tensor([[2]], float64)), [x], [x]))(x),
      vmap((x: Tensor) => vjp((x: Tensor) => x.square(), x)[1](x)[0])(x),
      vmap(vjp((x: Tensor) => x.square(), x.slice([0]))[1])(x)[0],
    ];
    expect(results.map(({ requiresGrad, node }) => [requiresGrad, node])).toEqual(results.map(() => [false, null]));
  });

  test("stop where the function stops them: noGrad and stopGradient, of derivatives within and around", () => {
    const x = tensor([2, 3], float64);
    const half = (x: Tensor): Tensor => x.mul(noGrad(() => x.mul(1))); // x² of which half is a constant
    const stopped = (x: Tensor): Tensor => x.mul(stopGradient(x));
    for (const f of [half, stopped]) {
      expect(vmap(grad(f))(x).toArray()).toEqual([2, 3]);
      expect(grad((x: Tensor) => vmap(f)(x).sum())(x).toArray()).toEqual([2, 3]);
      expect(grad((x: Tensor) => vmap(grad((x: Tensor) => f(x).mul(x)))(x).sum())(x).toArray()).toEqual(
        grad((x: Tensor) => stack([0, 1].map((i) => grad((x: Tensor) => f(x).mul(x))(x.slice([i]) as Tensor))).sum())(
          x,
        ).toArray(),
      );
    }
    const constant = grad((x: Tensor) => x.add(noGrad(() => vmap(grad((x: Tensor) => x.square()))(x))).sum())(x);
    expect(constant.toArray()).toEqual([1, 1]);
    const withinNoGrad = (x: Tensor): Tensor => x.add(noGrad(() => valueAndGrad((x: Tensor) => x.square())(x)[0]));
    expect(grad((x: Tensor) => vmap(withinNoGrad)(x).sum())(x).toArray()).toEqual([1, 1]);
  });

  test("of functions with rules of their own are those of the rules, one example after the other", () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      float64,
    );
    expect(vmap(grad((x: Tensor) => custom(x).sum()))(x).toArray()).toEqual([
      [1.5, 6],
      [13.5, 24],
    ]);
    expect(grad((x: Tensor) => vmap((x: Tensor) => custom(x).sum())(x).sum())(x).toArray()).toEqual([
      [1.5, 6],
      [13.5, 24],
    ]);
  });

  test("of an op that saves what its rules need, however deep: where each element was sorted to", () => {
    const x = tensor(
      [
        [
          [3, 1, 2],
          [1, 2, 3],
        ],
        [
          [2, 3, 1],
          [9, 8, 7],
        ],
      ],
      float64,
    );
    const places = (x: Tensor): Tensor =>
      sort(x)
        .mul(tensor([0, 1, 2], float64))
        .sum(); // ∂/∂xᵢ is where xᵢ went
    const wanted = [
      [
        [2, 0, 1],
        [0, 1, 2],
      ],
      [
        [1, 2, 0],
        [2, 1, 0],
      ],
    ];
    expect(vmap(vmap(grad(places)))(x).toArray()).toEqual(wanted);
    expect(grad((x: Tensor) => vmap(vmap(places))(x).sum())(x).toArray()).toEqual(wanted);
    const second = grad((x: Tensor) => vmap(vmap(grad((x: Tensor) => places(x.square()))))(x).sum())(x);
    expect(second.toArray()).toEqual(wanted.map((a) => a.map((b) => b.map((place) => 2 * place))));
  });
});

describe("vmap and jit", () => {
  const f = (x: Tensor): Tensor => x.tanh().mul(x).sum();

  test("jit(vmap(grad(f))) and vmap(jit(f)) have the bits of vmap alone, at every call", () => {
    const wanted = vmap(grad(f))(rows).toArray();
    const compiled = jit(vmap(grad(f)));
    for (let call = 0; call < 4; call++) expect(compiled(rows).toArray()).toEqual(wanted);
    const inner = jit(f);
    for (let call = 0; call < 4; call++) expect(vmap(grad(inner))(rows).toArray()).toEqual(wanted);
  });

  test("a pullback of a compiled function is run for a batch of cotangents, under noGrad too", () => {
    const x = tensor([1, 2], float64);
    const square = jit((x: Tensor) => x.square());
    for (let call = 0; call < 4; call++) {
      const [, pullback] = vjp(square, x);
      const both = noGrad(() =>
        vmap(pullback)(
          tensor(
            [
              [1, 0],
              [0, 1],
            ],
            float64,
          ),
        ),
      );
      expect(both[0].toArray()).toEqual([
        [2, 0],
        [0, 4],
      ]);
    }
  });
});

describe("what a function does besides, within vmap", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    float64,
  );

  test("calls of the program are made for each example; a number of the program is read once", () => {
    const seen: unknown[] = [];
    let reads = 0;
    const f = (x: Tensor): Tensor => {
      hostCall((x) => seen.push(x.toArray()), [x]);
      return x.mul(hostScalar(() => ++reads));
    };
    expect(vmap(f)(x).toArray()).toEqual(x.toArray());
    expect([seen, reads]).toEqual([x.toArray(), 1]);
  });

  test("random numbers are refused, or each example has its own, or all have the same", () => {
    const f = (rng: Rng) => (x: Tensor) => x.mul(rng.uniform([2], float64));
    expect(thrownBy(() => vmap(f(new Rng(1)))(x))).toBe(
      "TapegradError: vmap: the function must compute with tensors alone, so that it can be run for all examples at once, got one " +
        'that draws random numbers. Pass randomness: "different" for numbers of its own for each example, or "same" for the same ' +
        "for all; or draw before, and pass them.",
    );
    const drawn = new Rng(1).uniform([3, 2], float64);
    expect(vmap(f(new Rng(1)), { randomness: "different" })(x).toArray()).toEqual(x.mul(drawn).toArray());
    const first = new Rng(1).uniform([2], float64);
    expect(vmap(f(new Rng(1)), { randomness: "same" })(x).toArray()).toEqual(x.mul(first).toArray());
    const dropped = vmap((x: Tensor) => dropout(x, { p: 0.5, rng: new Rng(2) }), { randomness: "different" })(x);
    expect(dropped.toArray()).toEqual(dropout(x, { p: 0.5, rng: new Rng(2) }).toArray());
  });

  test("within a batch of a batch, each of all examples has its own numbers", () => {
    const ones = tensor(
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      float64,
    );
    const rng = new Rng(1);
    const f = vmap(
      vmap((x: Tensor) => x.mul(rng.uniform([], float64)), { randomness: "different" }),
      { randomness: "different" },
    );
    expect(f(ones).toArray()).toEqual(new Rng(1).uniform([3, 2], float64).toArray());
  });

  const alone =
    "TapegradError: vmap: the function must compute with tensors alone, so that it can be run for all examples at once, got one that ";

  test("looking at values is refused", () => {
    const looks = {
      "item()": (x: Tensor) => x.sum().item(),
      "toArray()": (x: Tensor) => x.toArray(),
      data: (x: Tensor) => x.data,
    };
    for (const [how, look] of Object.entries(looks))
      expect(
        thrownBy(() =>
          vmap((x: Tensor) => {
            look(x);
            return x;
          })(x),
        ),
      ).toBe(
        `${alone}looks at values with ${how}. Return the tensor and look at it afterwards, or choose with where(…).`,
      );
  });

  test("a tensor that the function kept is refused afterwards too", () => {
    let kept: Tensor = x;
    vmap((x: Tensor) => {
      kept = x;
      return x;
    })(x);
    expect(thrownBy(() => kept.mul(2))).toBe(
      `${alone}looks at values with data. Return the tensor and look at it afterwards, or choose with where(…).`,
    );
  });

  test("overwriting Parameters and backward() are refused", () => {
    const w = parameter([1, 2], { ...float64, name: "w" });
    const assigns = vmap((x: Tensor) => {
      w.assign(x);
      return x;
    });
    expect(thrownBy(() => assigns(x))).toBe(
      `${alone}overwrites a Parameter with assign. Return the values and assign them afterwards.`,
    );
    const goesBack = vmap((x: Tensor) => {
      w.mul(x).sum().backward();
      return x;
    });
    expect(thrownBy(() => goesBack(x))).toBe(
      `${alone}calls backward(). Use grad(f), whose result is a value that can be returned: vmap(grad(f)) gives the gradient of ` +
        "each example.",
    );
    expect([w.toArray(), w.grad]).toEqual([[1, 2], null]);
    expect(tensor([1]).mul(2).toArray()).toEqual([2]); // nothing of it goes on
  });
});

describe("vmap refuses", () => {
  const same = (...xs: readonly unknown[]): Tensor => xs[0] as Tensor;
  const [two, three] = [zeros([2, 4]), zeros([5, 3])];

  test("batches of different size", () => {
    expect(thrownBy(() => vmap(same, { inAxes: [0, { w: -1 }] })(two, { w: three }))).toBe(
      "ShapeError: vmap: all batches must have the same number of examples, got 2 along axis 0 of args[0] of shape [2, 4] and 3 " +
        "along axis 1 of args[1].w of shape [5, 3].",
    );
  });

  test("an axis that is not there", () => {
    expect(thrownBy(() => vmap(same, { inAxes: 2 })(two))).toBe(
      "ShapeError: vmap: inAxes for args[0] must be in -2 … 1, got 2.",
    );
    expect(thrownBy(() => vmap(same, { outAxes: -3 })(two))).toBe(
      "ShapeError: vmap: outAxes for the result must be in -2 … 1, got -3.",
    );
    expect(thrownBy(() => vmap(same)(two, tensor(1)))).toBe(
      "ShapeError: vmap: args[1] must have a batch axis, got a scalar. Give it inAxes null if it is the same for all examples.",
    );
  });

  test("axes that are no tree like what they are for", () => {
    expect(thrownBy(() => vmap(same, { inAxes: [0, 0] })(two))).toBe(
      "TapegradError: vmap: inAxes for args must be a whole number or null, or a list of 1, got [0, 0].",
    );
    expect(thrownBy(() => vmap(same, { inAxes: [{ b: 0 }] })({ a: two }))).toBe(
      "TapegradError: vmap: inAxes for args[0] must be a whole number or null, or an object with the keys a, got an object.",
    );
    expect(thrownBy(() => vmap(same, { inAxes: [[0]] })(two))).toBe(
      "TapegradError: vmap: inAxes for args[0] must be a whole number or null, got [0].",
    );
    expect(thrownBy(() => vmap(same, { inAxes: 0.5 })(two))).toBe(
      "TapegradError: vmap: inAxes for args must be a whole number or null, or a list of 1, got 0.5.",
    );
  });

  test("no batch at all", () => {
    expect(thrownBy(() => vmap(same, { inAxes: null })(two))).toBe(
      "TapegradError: vmap: inAxes must give at least one tensor a batch axis, got none.",
    );
  });

  test("an argument with a batch axis that is no tensor", () => {
    expect(thrownBy(() => vmap(same)(two, 3))).toBe(
      "TapegradError: vmap: args[1] must be a tensor, got 3. Give it inAxes null if it is the same for all examples.",
    );
  });

  test("to return without a batch axis what depends on the batch", () => {
    expect(thrownBy(() => vmap(same, { outAxes: null })(two))).toBe(
      "TapegradError: vmap: outAxes for the result must be an axis where the result depends on the batch, got null.",
    );
  });

  test("results that are no tensors, and functions that are not synchronous", async () => {
    expect(thrownBy(() => vmap((x: Tensor) => [x, 3])(two))).toBe(
      "TapegradError: vmap: the result[1] must be a tensor, got 3.",
    );
    expect(thrownBy(() => vmap(async (x: Tensor) => x)(two))).toBe(
      "GradientError: vmap: the callback must be synchronous, got one that returns a Promise. Await first, then call vmap.",
    );
  });

  test("options it does not have", () => {
    expect(thrownBy(() => vmap(same, { in_axes: 0 } as never))).toBe(
      "DomainError: vmap: options must be among inAxes, outAxes, randomness, got in_axes. Did you mean inAxes?",
    );
    expect(thrownBy(() => vmap(same, { randomness: "split" as never }))).toBe(
      'DomainError: vmap: randomness must be one of "error", "different", "same", got "split".',
    );
  });

  test("shapes as one example has them", () => {
    expect(thrownBy(() => vmap((x: Tensor) => x.add(zeros([3])))(two))).toBe(
      "ShapeError: add: shapes must broadcast, got [4] and [3]: axis -1 has 4 and 3.",
    );
  });

  test("what a batch rule of one's own gives, if that has another shape", () => {
    const wrong = defineOp({
      name: "wrong",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward: (y, x) => y.data.set(x.data),
      batch: ([x]) => x!.sum(0),
      vjp: { x: (cotangent) => cotangent },
      formula: { value: "y = x", x: "x̄ = ȳ" },
    });
    expect(thrownBy(() => vmap((x: Tensor) => wrong(x))(two))).toBe(
      "TapegradError: wrong: its batch rule must give [2, 4], one result of each of 2 examples, got [4].",
    );
  });
});

describe("an op of one's own", () => {
  const parts = {
    name: "doubled",
    inputs: ["x"],
    shape: (x: { readonly shape: readonly number[] }) => x.shape,
    forward: (y: Tensor, x: Tensor) => {
      for (let i = 0; i < x.size; i++) y.data[i] = 2 * x.data[i]!;
    },
    vjp: { x: (cotangent: Tensor) => cotangent.mul(2) },
    formula: { value: "y = 2 x", x: "x̄ = 2 ȳ" },
  } as const;

  test("is run for each example, or at once where it says how", () => {
    const runs = (op: (...args: readonly unknown[]) => Tensor): number =>
      record(() => vmap((x: Tensor) => op(x))(rows)).tape.nodes.filter(({ op }) => op.name === "doubled").length;
    expect(runs(defineOp(parts))).toBe(2);
    expect(runs(defineOp({ ...parts, batch: batchFirst((attrs) => attrs) }))).toBe(1);
  });
});
