import { parameter, record, tensor } from "@tapegrad/core";
import { SGD } from "@tapegrad/optim";
import { expect, test } from "vitest";
import { framesOf } from "../../src/terminal/frames.ts";
import { plainStyle, screenOf, shortValue } from "../../src/terminal/screen.ts";
import { Stepper } from "../../src/terminal/stepper.ts";

/** `L = (w x + b)²`, with w = 2, x = 3, b = 1: L = 49, ∂L/∂h = 14, ∂L/∂w = 42, ∂L/∂b = 14. */
const { tape } = record(() => {
  const w = parameter(2, { name: "w" });
  const b = parameter(1, { name: "b" });
  const h = w
    .mul(tensor(3, { name: "x" }))
    .add(b)
    .named("h");
  h.square().named("L").backward();
  new SGD([w, b], { learningRate: 1 }).step();
});
const frames = framesOf(tape);
const press = (...keys: readonly string[]): Stepper =>
  keys.reduce((stepper, name) => stepper.press({ name }), new Stepper(frames));

test("a program is its nodes forward and then its edges backward, in the program's names", () => {
  expect(frames.map(({ line }) => line)).toEqual([
    "t1 = w x",
    "h = t1 + b",
    "L = h²",
    "L → h   h̄ = 2 L̄ h",
    `h → t1   ${frames[4]!.formula}`,
    "h → b   b̄ = h̄",
    `t1 → w   ${frames[6]!.formula}`,
  ]);
});

test("keys go on and back and no further than the ends, to either pass, and to a name", () => {
  expect(press("right", "right").position).toBe(2);
  expect(press("left").position).toBe(0);
  expect(press("b").position).toBe(3);
  expect(press("b", "f").position).toBe(0);
  expect(press("end", "right").position).toBe(6);
  expect(press("/", "h", "return").position).toBe(1);
  expect(press("/", "h", "return", "/", "h", "return").position).toBe(3);
  expect(press("/", "W", "return").position).toBe(6);
  expect(press("/", "z", "return")).toMatchObject({ position: 0, message: "no tensor is called z" });
  expect(press("/", "z", "backspace", "escape")).toMatchObject({ position: 0, typed: null, hasEnded: false });
  expect(press("q").hasEnded).toBe(true);
  expect(new Stepper(frames).press({ name: "c", ctrl: true }).hasEnded).toBe(true);
});

test("a screen has the formula, the numbers of the step, and fits the terminal", () => {
  const screen = screenOf(press("b"), { columns: 60, rows: 24 }, plainStyle);
  const lines = screen.split("\n");
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines[0]).toBe("backward 1 of 4");
  expect(lines.filter((line) => line.startsWith("▶"))).toEqual(["▶ ← L → h   h̄ = 2 L̄ h"]);
  const value = (label: string): string =>
    lines
      .find((line) => line.startsWith(label))!
      .slice(label.length)
      .trim();
  expect(value("cotangent of L")).toBe("1");
  expect(value("∂L/∂h")).toBe("14");
  expect(value("contribution")).toBe("14");
  expect(value("cotangent of h, so far")).toBe("14");
});

test("a matrix is shown on request, one after the other", () => {
  const second = screenOf(press("m", "m"), { columns: 80, rows: 30 }, plainStyle);
  expect(second).toContain("x: float32[]\ntensor(3");
  expect(press("m", "m", "m", "m").matrix).toBeNull();
});

test("a value is written out where it fits and described where it does not", () => {
  expect(
    shortValue(
      tensor([
        [1, 2],
        [3, 4.5],
      ]),
      40,
    ),
  ).toBe("[[1, 2], [3, 4.5]]");
  expect(shortValue(tensor([1, Number.NaN, 3, -Infinity]), 10)).toBe("[4]  1 … 3, mean 2, 2 not finite");
});
