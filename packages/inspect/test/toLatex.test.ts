import { concat, parameter, split, type Tensor, tensor } from "@tapegrad/core";
import { toLatex } from "@tapegrad/inspect";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { forGeneratedPrograms } from "./generated.ts";
import { thrownBy } from "./thrownBy.ts";
import { matrixProgram, scalarProgram } from "./workedExample.ts";

const number = (value: number, name: string) => tensor(value, { name, dtype: "float64", requiresGrad: true });

/** The blocks of a derivation, each with its title, compiled: one that KaTeX does not take, or only with a remark, throws. */
function compiled(latex: string): { readonly title: string; readonly lines: readonly string[] }[] {
  return latex.split("\n\n").map((block) => {
    const [, title, body] = /^% (.*)\n\\\[\n([\s\S]*)\n\\\]$/.exec(block)!;
    expect(
      () => katex.renderToString(body!, { displayMode: true, output: "mathml", throwOnError: true, strict: "error" }),
      body,
    ).not.toThrow();
    // KaTeX takes more than LaTeX does: outside of words, no letter that pdfLaTeX has no glyph for.
    expect(body!.replace(/\\text\{[^}]*\}/g, "")).toMatch(/^[ -~\n]*$/);
    return { title: title!, lines: body!.split("\n").slice(1, -1) };
  });
}

describe("toLatex", () => {
  test("writes what explain writes, in aligned blocks", () => {
    const [a, b] = [number(2, "a"), number(-3, "b")];
    const L = a.mul(b).named("hidden").mul(a).named("L");
    // L = a² b
    expect(toLatex(L)).toBe(String.raw`% Given
\[
\begin{aligned}
a &= 2 \\
b &= -3
\end{aligned}
\]

% Forward
\[
\begin{aligned}
\mathit{hidden} &= a b = 2 \cdot \left(-3\right) = -6 \\
L &= \mathit{hidden} \, a = -6 \cdot 2 = -12
\end{aligned}
\]

% Backward
\[
\begin{aligned}
\bar{L} &= 1 \\[2ex]
L &= \mathit{hidden} \, a \quad\text{with}\quad \bar{L} = 1 \\
\overline{\mathit{hidden}} &= \bar{L} a = 1 \cdot 2 = 2 \qquad \tfrac{\partial L}{\partial \mathit{hidden}} = 2 \\
\bar{a} &\mathrel{+}= \bar{L} \, \mathit{hidden} = 1 \cdot \left(-6\right) = -6 \qquad \tfrac{\partial L}{\partial a} = -6 \\[2ex]
\mathit{hidden} &= a b \quad\text{with}\quad \overline{\mathit{hidden}} = 2 \\
\bar{a} &\mathrel{+}= \overline{\mathit{hidden}} \, b = 2 \cdot \left(-3\right) = -6 \qquad \tfrac{\partial \mathit{hidden}}{\partial a} = -3 \\
\bar{a} &= -6 - 6 = -12 \\
\bar{b} &= \overline{\mathit{hidden}} \, a = 2 \cdot 2 = 4 \qquad \tfrac{\partial \mathit{hidden}}{\partial b} = 2
\end{aligned}
\]

% Gradients
\[
\begin{aligned}
\frac{\partial L}{\partial a} &= -12 \\
\frac{\partial L}{\partial b} &= 4
\end{aligned}
\]`);
  });

  test("compiles for programs of scalars and matrices, and for lists of tensors", () => {
    compiled(toLatex(scalarProgram().z));
    compiled(toLatex(matrixProgram().z));
    const [p, q] = [1, 2].map((i) => tensor([[i, -i]], { requiresGrad: true }));
    const [top, rest] = split(concat([p!, q!.mul(2)]), [1, 1]) as [Tensor, Tensor];
    const blocks = compiled(toLatex(top.mul(rest).logSumExp(1).mean()));
    // The line of a list begins with a bracket, which must not be read as a distance.
    expect(blocks.some(({ lines }) => lines.some((line) => line.startsWith("{}[")))).toBe(true);
  });

  test("compiles for 500 generated programs", { timeout: 180_000 }, () => {
    forGeneratedPrograms(500, ({ tape, loss }) => {
      if (loss.requiresGrad) compiled(toLatex(tape.losses.length > 0 ? tape : loss, { maxNodes: 1000 }));
    });
  });

  test("compiles whatever tensors are called", () => {
    const names = [
      "a_b_c",
      "50 % & #1",
      "{x}",
      "\\alpha",
      "$",
      "w^2~",
      "été",
      "权重",
      "θ",
      "β₁₂",
      "ŷ",
      "🙂",
      "a = b",
      "[0]",
      "<b>",
    ];
    names.push("x\ny", "layers.0.kernel", "−", "1e−5", "Σ", "W_out", "x̄", "h\u0305");
    let x: Tensor = parameter(1.5, { name: "L0", dtype: "float64" });
    for (const name of names) x = x.mul(number(0.5, name)).named(`${name}!`);
    const latex = toLatex(x.named("loss"));
    compiled(latex);
    expect(latex).toContain("\\text{50 \\% \\& \\#1} &= 0.5");
    expect(latex).toContain("\\hat{y} &= 0.5");
  });

  test("compiles numbers that are not finite", () => {
    const x = tensor([Infinity, -Infinity, NaN, -0, 1e-30], { requiresGrad: true, name: "x", dtype: "float64" });
    const latex = toLatex(x.mul(0).sum());
    compiled(latex);
    expect(latex).toContain("x &= \\left[\\infty,\\, -\\infty,\\, \\mathrm{NaN},\\, 0,\\, 1 \\cdot 10^{-30}\\right]");
  });

  test("breaks into blocks of maxLines, and keeps the lines of a node together", () => {
    const { z } = scalarProgram();
    const blocks = compiled(toLatex(z, { maxLines: 8 }));
    for (const { lines } of blocks) expect(lines.length).toBeLessThanOrEqual(8);
    const starts = blocks.filter(({ title }) => /^Backward \((?!1 )/.test(title)).map(({ lines }) => lines[0]!);
    expect(starts.length).toBeGreaterThan(5);
    for (const line of starts) expect(line).toContain("\\quad\\text{with}\\quad");
    const all = (maxLines: number): string[] =>
      compiled(toLatex(z, { maxLines })).flatMap(({ lines }) =>
        lines.map((line) => line.replace(/ \\\\(\[\w+\])?$/, "")),
      );
    expect(all(8)).toEqual(all(1000));
  });

  test("writes the forward or the backward pass alone", () => {
    const titles = (part: "forward" | "backward"): string[] =>
      compiled(toLatex(number(2, "a").square(), { part })).map(({ title }) => title);
    expect(titles("forward")).toEqual(["Given", "Forward"]);
    expect(titles("backward")).toEqual(["Backward", "Gradients"]);
  });

  test("refuses what explain refuses, under its own name", () => {
    expect(thrownBy(() => toLatex(tensor(1)))).toMatch(/^GradientError: toLatex: loss must be computed/);
    expect(thrownBy(() => toLatex(number(2, "a").square(), { maxLines: 0 }))).toBe(
      "DomainError: toLatex: maxLines must be a whole number from 1 on, got 0.",
    );
  });
});
