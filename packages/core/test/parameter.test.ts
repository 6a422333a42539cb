import { noGrad, Parameter, parameter, Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

describe("parameter", () => {
  test("is a named tensor that requires a gradient, of the values and dtype given", () => {
    const w = parameter([[1, 2]], { name: "w", dtype: "float64" });
    expect(w).toBeInstanceOf(Parameter);
    expect(w).toBeInstanceOf(Tensor);
    expect([w.name, w.shape, w.dtype, w.requiresGrad]).toEqual(["w", [1, 2], "float64", true]);
    expect(parameter([1]).name).toBe("");
  });

  test("copies what it is made of", () => {
    const values = tensor([1, 2]);
    const typed = new Float32Array([1, 2]);
    const [w, v] = [parameter(values), parameter(typed)];
    w.assign([8, 9]);
    v.assign([8, 9]);
    expect([values.toArray(), [...typed]]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const copy = parameter(w);
    w.assign([0, 0]);
    expect(copy.toArray()).toEqual([8, 9]);
  });

  test("of integers requires no gradient, and cannot be made to", () => {
    const steps = parameter([3], { dtype: "int32" });
    expect(steps.requiresGrad).toBe(false);
    expect(thrownBy(() => steps.freeze(false))).toBe(
      "GradientError: freeze: only float32 and float64 have a gradient, got a Parameter of dtype int32.",
    );
    expect(steps.assign([4]).item()).toBe(4);
  });

  test("reads its values as tensor does", () => {
    expect(thrownBy(() => parameter([[1], [2, 3]] as never))).toBe(
      "ShapeError: parameter: rows must have equal lengths, got 2 at [1] and 1 at [0]. Pad the shorter ones.",
    );
    expect(thrownBy(() => parameter([1], { dtype: "half" as "float32" }))).toBe(
      'DTypeError: parameter: dtype must be one of "bool", "int32", "float32", "float64", got "half".',
    );
  });
});

describe("assign", () => {
  test("overwrites the values in place: from a tensor, nested arrays or a typed array, converted to its dtype", () => {
    const w = parameter(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: "float32" },
    );
    const { data } = w;
    expect(
      w.assign([
        [5, 6],
        [7, 8],
      ]),
    ).toBe(w);
    expect([...data]).toEqual([5, 6, 7, 8]);
    w.assign(
      tensor(
        [
          [0.1, 0],
          [0, 0],
        ],
        { dtype: "float64" },
      ),
    );
    expect(data[0]).toBe(0.10000000149011612);
    const v = parameter([1, 2]);
    v.assign(new Float64Array([3, 4]));
    expect(v.toArray()).toEqual([3, 4]);
    v.assign(v);
    expect(v.toArray()).toEqual([3, 4]);
  });

  test("takes the values of a computation on itself", () => {
    const w = parameter([1, 2]);
    w.assign(noGrad(() => w.sub(tensor([0.5, 0.25]))));
    expect(w.toArray()).toEqual([0.5, 1.75]);
    expect(w.node).toBeNull();
  });

  test("refuses another shape, ragged rows and values its dtype cannot hold, and changes nothing then", () => {
    const w = parameter([1, 2], { name: "w" });
    const n = parameter([1, 2], { name: "n", dtype: "int32" });
    expect(thrownBy(() => w.assign([1, 2, 3]))).toBe(
      'ShapeError: assign: values for target "w" must have shape [2], got [3].',
    );
    expect(thrownBy(() => parameter([1]).assign(tensor(1)))).toBe(
      "ShapeError: assign: values for target must have shape [1], got [].",
    );
    expect(thrownBy(() => n.assign(tensor([1, 0.5])))).toBe(
      "DTypeError: assign: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. " +
        'Use dtype float32, or round first. Here target is "n".',
    );
    expect(thrownBy(() => n.assign([7, 0.5]))).toContain("an int32 must be a whole number");
    expect(thrownBy(() => w.assign([7, [8]]))).toContain("arrays must be nested equally deep");
    expect([w.toArray(), n.toArray()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect([w.version?.count, n.version?.count]).toEqual([0, 0]);
  });

  test("shows in a reshape, which shares its storage and its version, and in nothing else", () => {
    const w = parameter([1, 2]);
    const view = w.reshape([2, 1]);
    const viewOfView = view.reshape([2]);
    const copy = w.mul(1);
    w.assign([3, 4]);
    expect([view.toArray(), viewOfView.toArray(), copy.toArray()]).toEqual([
      [[3], [4]],
      [3, 4],
      [1, 2],
    ]);
    expect(view.version).toBe(w.version);
    expect(viewOfView.version).toBe(w.version);
    expect(w.version?.count).toBe(1);
    expect(copy.version).toBeNull();
  });
});

describe("freeze", () => {
  test("stops gradients, forgets the one there is, and can be undone", () => {
    const [w, v] = [parameter([1, 2]), parameter([3, 4])];
    const loss = () => w.mul(v).sum();
    loss().backward();
    expect(w.freeze()).toBe(w);
    expect([w.requiresGrad, w.grad]).toEqual([false, null]);
    loss().backward();
    expect([w.grad, v.grad?.toArray()]).toEqual([null, [2, 4]]);
    w.freeze(false);
    loss().backward();
    expect((w as Tensor).grad?.toArray()).toEqual([3, 4]);
  });

  test("a frozen one can still be assigned", () => {
    expect(parameter([1]).freeze().assign([2]).item()).toBe(2);
  });
});
