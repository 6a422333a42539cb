import { grad, hessian, hvp, jacobian, jit, parameter, record, type Tensor, tensor, vmap, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;
const A = tensor(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  float64,
);
const x = tensor([0.5, -1, 2], float64);

describe("jacobian", () => {
  test("of a linear map is its matrix, whichever way it is found", () => {
    expect(jacobian((x: Tensor) => A.matmul(x))(x).toArray()).toEqual(A.toArray());
    const y = tensor([1, -1], float64);
    expect(jacobian((y: Tensor) => A.transpose().matmul(y))(y).toArray()).toEqual(A.transpose().toArray());
  });

  test("is found in as many pull-backs as there are results, or in as many pushes as arguments, all at once", () => {
    // From 3 to 2 numbers: the cotangents of the product are a batch of 2. From 2 to 3: its tangents are.
    const shapes = (f: (x: Tensor) => Tensor, x: Tensor): unknown[] =>
      record(() => jacobian(f)(x)).tape.nodes.flatMap(({ op, outputs }) =>
        op.name === "tanh.vjp.x" || op.name === "tanh.jvp" ? [op.name, ...outputs[0]!.shape] : [],
      );
    expect(shapes((x) => A.matmul(x.tanh()), x)).toEqual(["tanh.vjp.x", 2, 3]);
    expect(shapes((y) => A.transpose().matmul(y.tanh()), tensor([1, 2], float64))).toEqual(["tanh.jvp", 2, 2]);
  });

  test("has the shape of the result, then that of the argument: ∂(AX)ᵢⱼ/∂Xₖₗ = Aᵢₖ δⱼₗ", () => {
    const X = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      float64,
    );
    const J = jacobian((X: Tensor) => A.matmul(X))(X);
    expect(J.shape).toEqual([2, 2, 3, 2]);
    const wanted = [0, 1].map((i) =>
      [0, 1].map((j) => [0, 1, 2].map((k) => [0, 1].map((l) => (j === l ? 3 * i + k + 1 : 0)))),
    );
    expect(J.toArray()).toEqual(wanted);
  });

  test("of a scalar is the gradient, and of an elementwise function a diagonal matrix", () => {
    const f = (x: Tensor): Tensor => x.pow(3).sum();
    expect(jacobian(f)(x).toArray()).toEqual(grad(f)(x).toArray());
    expect(jacobian((x: Tensor) => x.square())(x).toArray()).toEqual([
      [1, 0, 0],
      [0, -2, 0],
      [0, 0, 4],
    ]);
  });

  test("of trees is a tree like the result of trees like the arguments", () => {
    const f = ({ w, b }: { w: Tensor; b: [Tensor] }, x: Tensor): { y: Tensor; s: [Tensor] } => ({
      y: w.mul(x).add(b[0]),
      s: [w.mul(x).sum()],
    });
    const [w, b] = [tensor([1, 2, 3], float64), tensor(4, float64)];
    const J = jacobian(f)({ w, b: [b] }, x);
    expect(J.y.w.toArray()).toEqual([
      [0.5, 0, 0],
      [0, -1, 0],
      [0, 0, 2],
    ]);
    expect(J.y.b[0].toArray()).toEqual([1, 1, 1]);
    expect(J.s[0].w.toArray()).toEqual([0.5, -1, 2]);
    expect(J.s[0].b[0].toArray()).toEqual(0);
    const [byTree, byX] = jacobian(f, { argnums: [0, 1] })({ w, b: [b] }, x).s[0];
    expect([byTree.w.toArray(), byX.toArray()]).toEqual([
      [0.5, -1, 2],
      [1, 2, 3],
    ]);
  });

  test("is in the dtype of the argument, whichever way it is found", () => {
    const wide = zeros([4], float64);
    const dtypes = [
      jacobian((x: Tensor) => x.mul(wide.sum()))(tensor([1, 2])),
      jacobian((x: Tensor) => x.mul(wide))(tensor([1])),
    ].map(({ dtype }) => dtype);
    expect(dtypes).toEqual(["float32", "float32"]);
  });

  test("can be differentiated, also by what the function captures: of w x², J = 2 w diag(x)", () => {
    const w = parameter([3], float64);
    const f = (x: Tensor): Tensor => w.mul(x.square());
    const sum = (x: Tensor): Tensor => jacobian(f)(x).sum();
    expect(grad(sum)(x).toArray()).toEqual([6, 6, 6]);
    jacobian(f)(x).sum().backward();
    expect(w.grad!.toArray()).toEqual([3]); // 2 Σ x
    const wider = (x: Tensor): Tensor => jacobian((x: Tensor) => w.mul(x.square()).broadcastTo([2, 3]))(x).sum();
    expect(grad(wider)(x).toArray()).toEqual([12, 12, 12]);
  });

  test("leaves nothing hidden behind: it requires a gradient only if something outside does", () => {
    expect(jacobian((x: Tensor) => x.tanh())(x).requiresGrad).toBe(false);
    expect(jacobian((x: Tensor) => x.tanh().broadcastTo([2, 3]))(x).requiresGrad).toBe(false);
  });

  test("of what does not depend on the argument is 0, and of nothing is empty", () => {
    expect(jacobian((_: Tensor) => A)(x).toArray()).toEqual(zeros([2, 3, 3]).toArray());
    expect(jacobian((x: Tensor) => x)(zeros([0])).shape).toEqual([0, 0]);
    expect(jacobian((x: Tensor) => x.sum())(zeros([0, 2])).shape).toEqual([0, 2]);
  });

  test("is the same compiled, and for each example of a batch", () => {
    const f = jacobian((x: Tensor) => A.matmul(x.tanh()));
    const compiled = jit(f);
    for (let call = 0; call < 4; call++) expect(compiled(x).toArray()).toEqual(f(x).toArray());
    const batch = tensor(
      [
        [1, 2, 3],
        [0, 1, 0],
      ],
      float64,
    );
    expect(vmap(f)(batch).toArray()).toEqual([0, 1].map((i) => f(batch.slice([i])).toArray()));
    const tall = jacobian((x: Tensor) =>
      x.tanh().matmul(
        tensor(
          [
            [1, 2, 3, 4],
            [5, 6, 7, 8],
            [9, 1, 2, 3],
          ],
          float64,
        ),
      ),
    );
    expect(vmap(tall)(batch).toArray()).toEqual([0, 1].map((i) => tall(batch.slice([i])).toArray()));
  });

  test("refuses what has no derivative", () => {
    expect(thrownBy(() => jacobian((x: Tensor) => ({ y: [x.argmax()] }))(x))).toBe(
      "GradientError: jacobian: y[0] must have dtype float32 or float64, got int32. Cast it, or leave it out.",
    );
    expect(thrownBy(() => hessian((x: Tensor) => x.sum())(tensor([1], { dtype: "int32" })))).toBe(
      "GradientError: hessian: a derivative needs dtype float32 or float64, got int32 for the argument. Cast it, or leave it out of " +
        "argnums.",
    );
    expect(thrownBy(() => jacobian((x: Tensor) => x, { argnums: 1 })(x))).toBe(
      "TapegradError: jacobian: argnums must name arguments of the call, 0 … 0, got 1.",
    );
  });
});

describe("hessian", () => {
  test("of a quadratic form xᵀ Q x is Q + Qᵀ", () => {
    const Q = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      float64,
    );
    const f = (x: Tensor): Tensor => x.matmul(Q).matmul(x);
    expect(hessian(f)(tensor([5, -7], float64)).toArray()).toEqual([
      [2, 5],
      [5, 8],
    ]);
  });

  test("of Rosenbrock's function at (a, b) is [[2 − 400 b + 1200 a², −400 a], [−400 a, 200]]", () => {
    const f = ([a, b]: readonly [Tensor, Tensor]): Tensor =>
      a.sub(1).square().add(b.sub(a.square()).square().mul(100)) as Tensor;
    const at = [tensor(-1.5, float64), tensor(0.25, float64)] as const;
    const H = hessian(f)(at);
    expect(H.map((row) => row.map((x) => x.item()))).toEqual([
      [2 - 100 + 2700, 600],
      [600, 200],
    ]);
  });

  test("of several arguments has a block for each pair; ∂²(x² y)/∂x² = 2 y, ∂²/∂x∂y = 2 x", () => {
    const f = (x: Tensor, y: Tensor): Tensor => x.square().mul(y).sum();
    const [[xx, xy], [yx, yy]] = hessian(f, { argnums: [0, 1] })(tensor([3], float64), tensor([5], float64));
    expect([xx, xy, yx, yy].map((x) => x.toArray())).toEqual([[[10]], [[6]], [[6]], [[0]]]);
  });

  test("of a vector function has the shape of the result first", () => {
    const H = hessian((x: Tensor) => x.pow(3))(tensor([1, 2], float64));
    expect(H.toArray()).toEqual([
      [
        [6, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 12],
      ],
    ]);
  });

  test("can be differentiated again: the third derivative of x⁴ is 24 x", () => {
    const third = jacobian(hessian((x: Tensor) => x.pow(4).sum()))(tensor([2], float64));
    expect(third.toArray()).toEqual([[[48]]]);
  });
});

describe("hvp", () => {
  test("is the product of the Hessian with a vector", () => {
    const f = (x: Tensor): Tensor => x.tanh().matmul(A.transpose()).square().sum();
    const v = tensor([1, -2, 0.5], float64);
    const [product] = hvp(f, [x], [v]);
    const wanted = hessian(f)(x).matmul(v);
    expect(product.toArray()).toEqual((wanted.toArray() as number[]).map((one) => expect.closeTo(one, 12)));
  });

  test("of several primals is that of all of them together: f = x² y", () => {
    const f = (x: Tensor, { y }: { y: Tensor }): Tensor => x.square().mul(y).sum();
    const [byX, { y: byY }] = hvp(
      f,
      [tensor([3], float64), { y: tensor([5], float64) }],
      [tensor([1], float64), { y: tensor([100], float64) }],
    );
    expect([byX.toArray(), byY.toArray()]).toEqual([[10 + 600], [6]]); // 2 y vₓ + 2 x v_y, 2 x vₓ
  });

  test("refuses what does not fit", () => {
    const f = (x: Tensor): Tensor => x.sum();
    expect(thrownBy(() => hvp(f, x as never, [x]))).toBe(
      "TapegradError: hvp: primals must be a list, one for each argument of f, got a Tensor. Write [x].",
    );
    expect(thrownBy(() => hvp(f, [x], [zeros([2])]))).toBe("ShapeError: hvp: vector [0] must have shape [3], got [2].");
    expect(thrownBy(() => hvp(f, [x], [] as never))).toBe(
      "ShapeError: hvp: vectors must be a list of trees like the primals, with 1 tensors, got 0.",
    );
  });
});
