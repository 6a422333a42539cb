import { type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { gradientFlow, gradientFlowChart } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { readSvg, type SvgElement } from "./readSvg.ts";

/** A chain of 1 × 1 matrices under relu: values and cotangents are products of the weights. */
function chain(weights: readonly number[]) {
  const named = weights.map((w, i): readonly [string, Parameter] => [`w${i}`, parameter([[w]], { name: `w${i}` })]);
  const forward = (): Tensor => named.reduce<Tensor>((h, [, w]) => h.matmul(w).relu(), tensor([[1]]));
  return gradientFlow({ forward, namedParameters: () => named }, () => forward().sum());
}

const texts = (elements: readonly SvgElement[]): string[] =>
  elements.flatMap(({ tag, text }) => (tag === "text" ? [text] : []));

/** Where points of a colour are. */
function points(elements: readonly SvgElement[], colour: string): (readonly [number, number])[] {
  return elements
    .filter(({ tag, attributes }) => tag === "path" && attributes.fill === colour && attributes.stroke === "#ffffff")
    .map(({ x, y }) => [x, y] as const);
}

describe("gradientFlowChart", () => {
  test("a layer has a row, the first at the top, and a size its place on a logarithmic axis", () => {
    const svg = gradientFlowChart(chain([10, 10, 100])).svg;
    const elements = readSvg(svg);
    const value = points(elements, "#0072b2").slice(-3); // without the legend's
    expect(value[1]![1] - value[0]![1]).toBeCloseTo(value[2]![1] - value[1]![1], 1);
    expect(value[1]![1]).toBeGreaterThan(value[0]![1]);
    // 10, 100, 10⁴
    expect((value[2]![0] - value[1]![0]) / (value[1]![0] - value[0]![0])).toBeCloseTo(2, 1);
    // Cotangents 1000, 100, 1: that of the first layer is where a value of 1000 would be.
    const cotangent = points(elements, "#d55e00").slice(-3);
    expect(cotangent[1]![0]).toBeCloseTo(value[1]![0], 1);
    expect(cotangent[0]![0]).toBeCloseTo((value[1]![0] + value[2]![0]) / 2, 1);
    expect(texts(elements)).toEqual(
      expect.arrayContaining(["w0", "w1", "w2", "value", "cotangent", "10,000", "root mean square"]),
    );
    expect(texts(elements).join(" ")).toContain("the cotangent of w0 is 1000 times that of w2, 31.62 a layer.");
  });

  test("what is 0 stands apart, to the left of the axis", () => {
    const svg = gradientFlowChart(chain([2, 0, 3])).svg;
    const elements = readSvg(svg);
    const cotangent = points(elements, "#d55e00").slice(-3);
    const least = Math.min(
      ...points(elements, "#0072b2")
        .slice(-3)
        .map(([x]) => x),
      ...cotangent.map(([x]) => x),
    );
    expect(cotangent[0]![0]).toBe(least);
    expect(cotangent[0]![0]).toBeCloseTo(elements.find(({ tag, text }) => tag === "text" && text === "0")!.x, 1);
    expect(cotangent[1]![0]).toBe(cotangent[0]![0]);
    const axisBegins = elements.find(({ tag, text }) => tag === "text" && text === "1")!.x;
    expect(axisBegins).toBeGreaterThan(cotangent[0]![0] + 20);
  });

  test("says dead units, is described for those who do not see it, and escapes names", () => {
    const layer = new Dense(1, 2, {
      activation: "relu",
      kernelInitializer: "zeros",
      biasInitializer: (s) => tensor([-1, 1]).reshape(s as [2]),
    });
    const model = new Sequential(layer, new Dense(2, 1));
    const picture = gradientFlowChart(
      gradientFlow(model, () => model.forward(tensor([[1]])).sum()),
      { title: "<b>" },
    );
    expect(texts(readSvg(picture.svg))).toContain("1 of 2 dead");
    expect(picture.svg).toContain("&lt;b&gt;");
    expect(picture.svg).toContain("layers.0: 1 of 2 relu units is dead: 0 slope for every example.</desc>");
  });

  test("refuses what is no flow", () => {
    expect(() => gradientFlowChart(3 as never)).toThrow(
      "gradientFlowChart: flow must be what gradientFlow returned, got 3. Write gradientFlowChart(gradientFlow(model, () => loss)).",
    );
  });
});
