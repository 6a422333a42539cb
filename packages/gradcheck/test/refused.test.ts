import "@tapegrad/gradcheck/vitest";
import { customVjp, type Parameter, parameter, type Tensor, takeAlongAxis, tensor, zeros } from "@tapegrad/core";
import { arbitraries, assertGradients, type CheckOptions, checkGradients } from "@tapegrad/gradcheck";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";
import { number, vector } from "./vector.ts";

// A check that checked nothing must not look like one that found nothing.

const square = (x: Tensor): Tensor => x.square();

/** How a check with options that only JavaScript lets through ends. */
function refused(options: object, f: unknown = square, inputs: unknown = [vector(1, 2)]): string {
  return thrownBy(() => checkGradients(f as typeof square, inputs as [Tensor], options as CheckOptions<[Tensor]>));
}

describe("options", () => {
  const rows: readonly (readonly [options: object, message: string])[] = [
    [{ step: 0 }, "step must be a finite number above 0, got 0."],
    [{ step: Number.NaN }, "step must be a finite number above 0, got NaN."],
    [{ step: -1 }, "step must be a finite number above 0, got -1."],
    [{ step: Infinity }, "step must be a finite number above 0, got Infinity."],
    [{ step: "1" }, 'step must be a finite number above 0, got "1".'],
    [{ directions: 1.5 }, "directions must be a whole number from 1 on, got 1.5."],
    [{ order: "2" }, 'order must be 1 or 2, got "2".'],
    [{ order: 3 }, "order must be 1 or 2, got 3."],
    [{ mode: "element" }, 'mode must be "elements" or "directions" or undefined, got "element".'],
    [{ precision: "asGiven" }, 'precision must be "float64" or "as given", got "asGiven".'],
    [{ forwardMode: "yes" }, 'forwardMode must be true or false, got "yes".'],
    [{ smooth: false }, "smooth must be true or a function of the inputs, got false."],
    [{ smooth: 5 }, "smooth must be true or a function of the inputs, got 5."],
    [{ seed: Number.NaN }, "seed must be a whole number, got NaN."],
    [{ module: {} }, "module must have the methods forward and namedParameters, got an object."],
    [{ module: null }, "module must have the methods forward and namedParameters, got null."],
  ];
  test.each(rows)("%j", (options, message) => {
    expect(refused(options)).toBe(`DomainError: checkGradients: ${message}`);
  });

  test("names that are not known are errors, with the nearest that is", () => {
    const known = "mode, directions, order, forwardMode, module, precision, smooth, step, seed";
    expect(refused({ ordr: 2 })).toBe(
      `DomainError: checkGradients: options must be among ${known}, got "ordr". Did you mean order?`,
    );
    expect(refused({ forwardmode: true })).toContain("Did you mean forwardMode?");
    expect(refused({ banana: true })).toBe(
      `DomainError: checkGradients: options must be among ${known}, got "banana".`,
    );
    expect(thrownBy(() => checkGradients(square, [vector(1)], null as never))).toBe(
      "DomainError: checkGradients: options must be an object, got null.",
    );
    expect(thrownBy(() => arbitraries.tensorOf({ shap: [2] } as never))).toBe(
      'DomainError: tensorOf: options must be among shape, dtype, range, avoid, distance, got "shap". Did you mean shape?',
    );
    expect(thrownBy(() => arbitraries.shape({ maxDim: 2 } as never))).toContain("Did you mean maxDims?");
    expect(thrownBy(() => arbitraries.expression({ op: ["tanh"] } as never))).toContain("Did you mean ops?");
    expect(thrownBy(() => expect(vector(1)).toBeAllClose([1], { relativ: 0.1 } as never))).toContain(
      "Did you mean relative?",
    );
    expect(thrownBy(() => expect(square).toHaveCorrectGradients([vector(1)], { ordr: 2 } as never))).toContain(
      "Did you mean order?",
    );
  });

  test("a tolerance that lets everything through, a range without numbers", () => {
    expect(thrownBy(() => expect(vector(1)).toBeAllClose([2], { relative: Infinity }))).toBe(
      "DomainError: toBeAllClose: relative must be a finite number from 0 on, got Infinity.",
    );
    expect(thrownBy(() => expect(vector(1)).not.toBeAllClose([1], { absolute: -1 }))).toBe(
      "DomainError: toBeAllClose: absolute must be a finite number from 0 on, got -1.",
    );
    const { tensorOf, shape, broadcastableShapes } = arbitraries;
    expect(thrownBy(() => tensorOf({ range: [0, Infinity] }))).toBe(
      "DomainError: tensorOf: range must be [low, high], two finite numbers, got [0, Infinity].",
    );
    expect(thrownBy(() => tensorOf({ dtype: "float16" as never }))).toBe(
      'DomainError: tensorOf: dtype must be "float32" or "float64" or "int32" or "bool", got "float16".',
    );
    expect(thrownBy(() => tensorOf({ shape: [2, -1] }))).toBe(
      "DomainError: tensorOf: shape must be a list of whole numbers from 0 on or an arbitrary, got [2, -1].",
    );
    expect(thrownBy(() => tensorOf({ avoid: [Number.NaN] }))).toBe(
      "DomainError: tensorOf: avoid must be a list of finite numbers, got [NaN].",
    );
    expect(thrownBy(() => tensorOf({ distance: -1 }))).toBe(
      "DomainError: tensorOf: distance must be a finite number from 0 on, got -1.",
    );
    expect(thrownBy(() => shape({ minDims: 4 }))).toBe(
      "DomainError: shape: maxDims must be a whole number from 4 on, got 3.",
    );
    expect(thrownBy(() => broadcastableShapes(0))).toBe(
      "DomainError: broadcastableShapes: n must be a whole number from 1 on, got 0.",
    );
  });
});

describe("nothing to check", () => {
  test("no function, no inputs with elements", () => {
    expect(refused({}, null)).toBe("GradientError: checkGradients: f must be a function of the inputs, got null.");
    expect(refused({}, square, [zeros([0, 3])])).toBe(
      "GradientError: checkGradients: what is varied must have elements, got empty tensors only.",
    );
  });

  test("a region that the inputs are not in", () => {
    expect(refused({ smooth: () => false })).toBe(
      "DomainError: checkGradients: smooth must hold at the inputs themselves, got false. Choose inputs inside of that region.",
    );
  });

  test("values that are not finite, in any part of the result", () => {
    const text = (got: string): string =>
      `GradientError: checkGradients: the function must give finite values, got ${got}. ` +
      "Choose inputs where it is finite, or leave that part of the result out.";
    expect(refused({}, (x: Tensor) => x.sqrt(), [vector(1, -3)])).toBe(text("NaN at [1]"));
    expect(refused({}, (x: Tensor) => x.log().sum(), [vector(0)])).toBe(text("-Infinity"));
    expect(refused({}, (x: Tensor) => [x, x.div(0)], [number(3)])).toBe(text("Infinity"));
    expect(thrownBy(() => assertGradients((x: Tensor) => x.mul(Number.NaN), [vector(1)]))).toBe(text("NaN at [0]"));
  });

  test("a result that does not depend on what is varied; one that left the tape is wrong, not constant", () => {
    const text =
      "GradientError: checkGradients: the result must depend on what is varied, got the same whatever it is. " +
      "Compute it from the arguments, or give the model as module.";
    expect(refused({}, () => number(5))).toBe(text);
    expect(refused({ mode: "directions" }, () => vector(5, 6))).toBe(text);
    const w = parameter([2], { dtype: "float64" });
    const line = { forward: (x: Tensor) => x.mul(w), namedParameters: () => [["w", w]] as const };
    expect(checkGradients(() => line.forward(vector(3)), [], { module: line }).verdict).toBe("pass");
    expect(checkGradients((x: Tensor) => x.detach().tanh(), [vector(0.5)]).verdict).toBe("fail");
    expect(checkGradients((x: Tensor, _: Tensor) => x.tanh(), [vector(0.5), vector(1)]).verdict).toBe("pass");
    expect(checkGradients((x: Tensor) => x.mul(0), [vector(0.5)]).verdict).toBe("pass");
  });
});

describe("what is no derivative at all", () => {
  test("a function that changes after some calls", () => {
    let calls = 0;
    const drifting = (x: Tensor): Tensor => x.mul(calls++ < 5 ? 3 : 4);
    expect(refused({}, drifting, [number(1)])).toMatch(
      /^GradientError: checkGradients: the function must give the same value each time, got 3 and 4\. /,
    );
  });

  test("a float tensor of indices, which moves off the whole numbers", () => {
    const pick = (x: Tensor, at: Tensor): Tensor => takeAlongAxis(x, at, 0).square();
    const text = refused({}, pick, [vector(1, 2, 3), tensor([2, 0])]);
    expect(text).toMatch(
      /^GradientError: checkGradients: the function must be defined around its inputs, got an error with \[1\] moved a little: takeAlongAxis: /,
    );
    expect(text).toMatch(/ Give labels, indices and all else that does not vary as int32, or outside of the inputs\.$/);
    const indices = tensor([2, 0], { dtype: "int32" });
    expect(checkGradients(pick, [vector(1, 2, 3), indices]).verdict).toBe("pass");
  });
});

describe("tied parameters", () => {
  const tied = (
    dtype: "float32" | "float64",
  ): { readonly w: Parameter; forward(x: Tensor): Tensor } & {
    namedParameters(): Iterable<readonly [string, Parameter]>;
  } => {
    const w = parameter(tensor([0.5, -1], { dtype }));
    return {
      w,
      forward: (x) => x.mul(w).tanh().mul(w),
      *namedParameters() {
        yield ["encoder", w];
        yield ["decoder", w];
      },
    };
  };

  test("are varied once, under their first name, and are given back as they were", () => {
    const module = tied("float32");
    const { data } = module.w;
    const report = checkGradients((x: Tensor) => module.forward(x), [vector(1, 2)], { module, seed: 1 });
    expect(report.verdict).toBe("pass");
    expect(report.entries.map(({ path }) => path)).toEqual(["input", "input", "encoder", "encoder"]);
    expect([module.w.dtype, module.w.data === data, [...data]]).toEqual(["float32", true, [0.5, -1]]);
  });

  test("a model that cannot name its parameters leaves none of them in float64", () => {
    const module = {
      ...tied("float32"),
      *namedParameters(): Generator<[string, Parameter]> {
        yield ["w", this.w];
        throw new Error("no more names");
      },
    };
    expect(thrownBy(() => checkGradients((x: Tensor) => module.forward(x), [vector(1, 2)], { module }))).toBe(
      "Error: no more names",
    );
    expect(module.w.dtype).toBe("float32");
  });
});

describe("blame", () => {
  test("a rule that is wrong only where its inputs are equal is found by moving them together", () => {
    /** The larger one; equal ones both get all of it, where a half each is right. */
    const larger = customVjp({
      name: "larger",
      forward: (a: Tensor, b: Tensor) => a.maximum(b),
      vjp: (cotangent, { inputs: [a, b], output }) => [
        cotangent.mul(a!.equal(output).cast("float64")),
        cotangent.mul(b!.equal(output).cast("float64")),
      ],
    });
    for (const f of [(x: Tensor) => larger(x, x), (x: Tensor) => larger(x, x.mul(1))]) {
      const report = checkGradients(f, [vector(1, 2)], { seed: 1 });
      expect(report.verdict).toBe("fail");
      expect(report.blame.map(({ op, input, order }) => [op, input, order])).toEqual([
        ["larger", "input0 and input1", 1],
      ]);
      expect(`${report}`).toContain("blame: the rule of larger for input0 and input1, inputs [2], [2]");
      expect(`${report}`).not.toContain("no op is wrong by itself");
    }
  });

  test("a rule that is wrong only in second order is found by its own derivative", () => {
    const constantRule = customVjp({
      name: "constantRule",
      forward: (x: Tensor) => x.square(),
      vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!.detach()).mul(2)],
    });
    const report = checkGradients((x: Tensor) => constantRule(x.tanh()).sum(), [vector(1, 2)], { order: 2, seed: 1 });
    expect(report.verdict).toBe("fail");
    expect(report.blame.map(({ op, order }) => [op, order])).toEqual([["constantRule", 2]]);
    expect(`${report}`).toContain("blame: the derivative of the rule of constantRule for input0, inputs [2] at ");
  });

  test("the line that is blamed is never one of a package that somebody else wrote", () => {
    const wrong = customVjp({ name: "wrong", forward: (x: Tensor) => x.tanh(), vjp: (cotangent) => [cotangent] });
    const text = thrownBy(() => expect(wrong).toHaveCorrectGradients([vector(1)]));
    expect(text).toContain("blame: the rule of wrong for input0, inputs [1]");
    expect(text).not.toContain("node_modules");
  });
});
