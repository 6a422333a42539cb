import { expect, test } from "vitest";
import { mathTree } from "../../src/page/mathml.ts";
import type { MathTree } from "../../src/page/pageData.ts";

/** The tree as markup, to be read. */
function written(tree: MathTree | null): string {
  if (tree === null) return "nothing";
  if (typeof tree === "string") return tree.replaceAll("\u00a0", " "); // KaTeX keeps spaces of text from breaking
  const attributes = Object.entries(tree.attributes ?? {}).map(([name, value]) => ` ${name}="${value}"`);
  return `<${tree.tag}${attributes.join("")}>${tree.content.map(written).join("")}</${tree.tag}>`;
}

test("a formula becomes elements of mathematics, without the source", () => {
  expect(written(mathTree("y = x^{2}"))).toBe(
    "<math><mrow><mi>y</mi><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup></mrow></math>",
  );
});

test("a bar is a row with a line above, over a letter and over a name", () => {
  expect(written(mathTree("\\bar{x}_1"))).toBe(
    '<math><mrow><msub><mrow class="bar"><mi>x</mi></mrow><mn>1</mn></msub></mrow></math>',
  );
  expect(written(mathTree("\\overline{\\mathit{loss}}"))).toBe(
    '<math><mrow><mrow class="bar"><mtext mathvariant="italic">loss</mtext></mrow></mrow></math>',
  );
});

test("a name stays one piece, and markup in it stays text", () => {
  expect(written(mathTree('\\text{<img src=x onerror=alert(1)> \\& "}'))).toBe(
    '<math><mrow><mtext><img src=x onerror=alert(1)> & "</mtext></mrow></math>',
  );
});

test("commands that reach out of a formula, and what is no formula, give nothing", () => {
  for (const latex of ["\\frac{1", "\\def\\a{\\a\\a}\\a", "\\unknown{x}"]) expect(mathTree(latex)).toBeNull();
  expect(JSON.stringify(mathTree("\\href{javascript:alert(1)}{x}"))).not.toContain("javascript");
});
