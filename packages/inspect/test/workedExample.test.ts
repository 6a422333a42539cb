import { record } from "@tapegrad/core";
import { explain, toLatex } from "@tapegrad/inspect";
import { describe, expect, test } from "vitest";
import { byMatrices, byTheChainRule, layers, matrixProgram, scalarProgram } from "./workedExample.ts";

const { values, derivatives } = byTheChainRule();
const digits = 6;
/** A number as it should stand there. */
const shown = (value: number): string => String(Number(value.toPrecision(digits))).replace("-", "−");
const list = (numbers: readonly number[]): string => `[${numbers.map(shown).join(", ")}]`;
const matrix = (rows: readonly (readonly number[])[]): string => `[${rows.map(list).join(", ")}]`;
const pmatrix = (rows: readonly (readonly number[])[]): string =>
  `\\begin{pmatrix} ${rows.map((row) => row.map(shown).join(" & ")).join(" \\\\ ")} \\end{pmatrix}`.replaceAll(
    "−",
    "-",
  );
const units = layers.flat();

describe("the worked example of three layers and 25 parameters", () => {
  test("has the same derivatives by the chain rule and by matrix products", () => {
    const { deltas, preDeltas, gradients } = byMatrices();
    layers.forEach((names, l) => {
      names.forEach((unit, j) => {
        expect(deltas[l]![j]).toBeCloseTo(derivatives.get(unit)!, 14);
        if (l === 0) return;
        expect(preDeltas[l - 1]![j]).toBeCloseTo(derivatives.get(`s_${unit}`)!, 14);
        layers[l - 1]!.forEach((from, i) => {
          expect(gradients[l - 1]![j]![i]).toBeCloseTo(derivatives.get(`w_${unit}${from}`)!, 14);
        });
      });
    });
  });

  test("has 25 parameters, each of its own value, and gradients that backward gives as well", () => {
    const { z, parameters } = scalarProgram();
    expect(parameters.size).toBe(25);
    expect(new Set([...parameters.values()].map((one) => one.item())).size).toBe(25);
    z.backward({ keepTape: true });
    for (const [name, one] of parameters) expect(one.grad!.item()).toBeCloseTo(derivatives.get(name)!, 14);
  });

  test("comes out number for number in text, as a program of scalars", () => {
    const lines = explain(scalarProgram().z, { digits }).split("\n");
    for (const unit of units) {
      const value = shown(values.get(unit)!);
      const s = `s_${unit}`;
      if (values.has(s)) {
        expect(lines).toContain(`  ${unit} = σ(${s}) = σ(${shown(values.get(s)!)}) = ${value}`);
        expect(lines.find((line) => line.startsWith(`  ${s} = `))!.endsWith(` = ${shown(values.get(s)!)}`)).toBe(true);
        expect(lines).toContain(
          `  ${unit} = σ(${s})    with ${unit}̄ = ${shown(derivatives.get(unit)!)}`.normalize("NFC"),
        );
        const bar = lines.find((line) => line.startsWith(`    s̄_${unit} = `))!;
        expect(bar).toContain(` = ${shown(derivatives.get(s)!)}    ∂${unit}/∂s_${unit} = `);
      } else expect(lines).toContain(`  ${unit} = ${value}`);
    }
    for (const name of [...scalarProgram().parameters.keys(), "a", "b"])
      expect(lines).toContain(`  ∂z/∂${name} = ${shown(derivatives.get(name)!)}`);
    // Where a unit goes into three others, their contributions are added.
    const three = ["f", "g", "h"].map((unit, j) => derivatives.get(`s_${unit}`)! * [1.1, -0.4, 0.6][j]!).reverse();
    const added = three.map(shown).join(" + ").replaceAll("+ −", "− ");
    expect(lines).toContain(`    c̄ = ${added} = ${shown(derivatives.get("c")!)}`);
  });

  test("comes out number for number in text, as a program of matrices", () => {
    const { tape } = record(() => matrixProgram().z.backward());
    const lines = explain(tape, { digits }).split("\n");
    const { deltas, preDeltas, gradients } = byMatrices();
    for (const l of [1, 2]) {
      expect(
        lines.find((line) => line.startsWith(`    v̄_${l - 1} = W_${l}ᵀ t̄${l} = ${list(deltas[l - 1]!)}`)),
      ).toBeDefined();
      expect(lines).toContain(`  v_${l} = σ(s_${l})    with v̄_${l} = ${list(deltas[l]!)}`);
      expect(lines).toContain(`  ∂z/∂W_${l} = ${matrix(gradients[l - 1]!)}`);
      expect(lines).toContain(`  ∂z/∂β_${l} = ${list(preDeltas[l - 1]!)}`);
    }
    expect(lines).toContain(`  ∂z/∂W_3 = ${list(gradients[2]![0]!)}`);
    expect(lines).toContain(`  ∂z/∂β_3 = ${shown(preDeltas[2]![0]!)}`);
    expect(lines).toContain(`  ∂z/∂v_0 = ${list(deltas[0]!)}`);
  });

  test("comes out number for number in LaTeX", () => {
    const scalars = toLatex(scalarProgram().z, { digits });
    for (const name of [...scalarProgram().parameters.keys(), "a", "b"]) {
      const [letter, index] = name.replace("β", "\\beta").split("_");
      const symbol = index === undefined ? letter : `${letter}_${index.length === 1 ? index : `{${index}}`}`;
      const value = shown(derivatives.get(name)!).replace("−", "-");
      expect(scalars).toMatch(
        new RegExp(
          `^\\\\frac\\{\\\\partial z\\}\\{\\\\partial ${symbol!.replace(/[\\{}]/g, "\\$&")}\\} &= ${value}( |$)`,
          "m",
        ),
      );
    }
    const matrices = toLatex(matrixProgram().z, { digits });
    const { gradients } = byMatrices();
    for (const l of [1, 2])
      expect(matrices).toContain(`\\frac{\\partial z}{\\partial W_${l}} &= ${pmatrix(gradients[l - 1]!)}`);
  });
});
