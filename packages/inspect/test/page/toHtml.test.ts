import { createHash } from "node:crypto";
import { parameter, record, tensor } from "@tapegrad/core";
import { toHtml, toJson } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import type { PageData } from "../../src/page/pageData.ts";
import { forGeneratedPrograms } from "../generated.ts";
import { thrownBy } from "../thrownBy.ts";

const scalar = (value: number, name: string) => tensor(value, { dtype: "float64", requiresGrad: true, name });

/** The text of the first script or style of a page that has this opening tag. */
function between(html: string, opening: string, closing: string): string {
  const start = html.indexOf(opening) + opening.length;
  return html.slice(start, html.indexOf(closing, start));
}

const dataTag = '<script id="data" type="application/json">';
const dataOf = (html: string): PageData => JSON.parse(between(html, dataTag, "</script>")) as PageData;

describe("the file", () => {
  test("has within it all that it needs, and says so to the browser", () => {
    const html = toHtml(scalar(2, "a").square().named("L"));
    const [script, style] = [between(html, "<script>", "</script>"), between(html, "<style>", "</style>")];
    const hashOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
    expect(between(html, 'http-equiv="Content-Security-Policy" content="', '"')).toBe(
      `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`,
    );
    const rest = html.replace(script, "").replace(style, "");
    expect(rest.match(/\b(?:src|href|srcset|action|style|on\w+)=|url\(|@import|<link|<iframe/gi)).toBeNull();
    expect(style.match(/url\((?!#)|@import|@font-face/g)).toBeNull();
    expect(
      script.match(/innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|DOMParser|fetch\(|import\(/g),
    ).toBeNull();
  });

  test("has no sign in its data that could end the element it stands in, and gives names back as they are", () => {
    const [markup, closing] = ["<img src=x onerror=alert(1)>", "</script><!-- <script>\u2028"];
    const [a, b] = [scalar(1, markup), scalar(2, closing)];
    const html = toHtml(a.mul(b).named("L"), { title: `"${markup}" & co` });
    expect(between(html, dataTag, "</script>")).not.toContain("<");
    expect(html).toContain("<title>&quot;&lt;img src=x onerror=alert(1)&gt;&quot; &amp; co</title>");
    expect(dataOf(html).document.tensors.map(({ name }) => name)).toEqual([markup, closing, "L"]);
  });

  test("has the whole document of a program, whatever it is", () => {
    forGeneratedPrograms(60, ({ tape, loss }) => {
      const subject = tape.losses.length > 0 ? tape : loss;
      expect(dataOf(toHtml(subject)).document).toEqual(toJson(subject));
    });
  });

  test("is the same, byte for byte, however often it is written", () => {
    const loss = scalar(2, "a").square().named("L");
    expect(toHtml(loss)).toBe(toHtml(loss));
  });

  test("has every formula as MathML, without what it was written from", () => {
    const { math, document } = dataOf(toHtml(scalar(2, "a").mul(scalar(3, "w1")).named("L")));
    expect(Object.keys(math)).toEqual([...document.nodes, ...document.backward].map(({ formula }) => formula.latex));
    expect(JSON.stringify(math)).not.toContain("annotation");
  });

  test("has pictures of large tensors only, with cotangents where there are some", () => {
    const w = parameter(
      Array.from({ length: 20 }, (_, i) => Array.from({ length: 20 }, (_, j) => i - j)),
      { name: "w" },
    );
    const { pictures } = dataOf(toHtml(w.mul(w).sum().named("L")));
    expect(Object.keys(pictures)).toEqual(["w", "t1"]);
    // ∂L/∂w = 2 w
    expect(pictures.w!.cotangent!.cells.slice(0, 3)).toEqual([0, -2, -4]);
    expect(pictures.w!.value!.cells.slice(0, 3)).toEqual([0, -1, -2]);
  });

  test("has small ops number by number, and not what is a number already", () => {
    const x = tensor([2, 3], { requiresGrad: true, name: "x" });
    const product = x.mul(scalar(5, "a")).named("p");
    const { scalars } = dataOf(toHtml(product.sum().exp().named("L")));
    expect(Object.values(scalars).map(({ numbers }) => numbers.map(({ name }) => name))).toEqual([
      ["x[0]", "x[1]", "a", "p[0]", "p[1]"],
      ["p[0]", "p[1]", "t1"],
    ]);
  });

  test("keeps fewer elements of each tensor where there are many nodes", () => {
    let x = tensor(
      Array.from({ length: 20 }, (_, i) => i / 20),
      { requiresGrad: true, name: "x" },
    );
    for (let i = 0; i < 501; i++) x = x.tanh();
    const { document } = dataOf(toHtml(x.sum()));
    expect(document.tensors[0]!.value.values).toBeNull();
  });
});

describe("a program without a backward pass", () => {
  test("has a page without one", () => {
    const { tape } = record(() => tensor([1, 2]).mul(3));
    const { document, title } = dataOf(toHtml(tape));
    expect(title).toBe("Tape");
    expect(document.backward).toEqual([]);
    expect(document.nodes.map(({ op }) => op)).toEqual(["mul"]);
  });
});

describe("errors", () => {
  const loss = () => scalar(2, "a").square().named("L");

  test("what is neither tape nor tensor", () => {
    expect(thrownBy(() => toHtml(3 as never))).toBe(
      "TapegradError: toHtml: its argument must be a tape or a tensor, got 3. Pass the tape of record(fn), or a tensor that was computed.",
    );
  });

  test("a tape that a backward pass let go of", () => {
    const a = scalar(2, "a");
    const [b, c] = [a.square(), a.exp()];
    const sum = b.add(c);
    sum.backward();
    expect(thrownBy(() => toHtml(sum))).toBe(
      "GradientError: toHtml: the tape must still be there, got one that a backward pass through add let go of. " +
        "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
    );
  });

  test("more nodes than a page can show", () => {
    let x = scalar(1, "x");
    for (let i = 0; i < 20_001; i++) x = x.neg();
    expect(thrownBy(() => toHtml(x))).toBe(
      "TapegradError: toHtml: the program must have at most 20000 nodes, got 20001. " +
        "Record less of it: one step, one batch, or fewer layers.",
    );
  });

  test("options that are none, or not what they must be", () => {
    expect(thrownBy(() => toHtml(loss(), { titel: "" } as never))).toBe(
      "DomainError: toHtml: options must be among title, fold, maxValues, theme, got titel. Did you mean title?",
    );
    expect(thrownBy(() => toHtml(loss(), { title: 3 as never }))).toBe(
      "DomainError: toHtml: title must be a string, got 3.",
    );
    expect(thrownBy(() => toHtml(loss(), { theme: "black" as never }))).toBe(
      'DomainError: toHtml: theme must be one of "auto", "light", "dark", got "black".',
    );
    expect(thrownBy(() => toHtml(loss(), { maxValues: -1 }))).toBe(
      "DomainError: toHtml: maxValues must be a whole number from 0 on, got -1.",
    );
  });

  test("a Module to fold that is not there", () => {
    const model = new Sequential(new Dense(2, 3), new Dense(3, 1));
    const { tape } = record(() => model.forward(tensor([[1, 2]])));
    expect(thrownBy(() => toHtml(tape, { fold: ["layers.2"] }))).toBe(
      'DomainError: toHtml: fold must name Modules of the program, got "layers.2". There are layers.0, layers.1.',
    );
  });
});
