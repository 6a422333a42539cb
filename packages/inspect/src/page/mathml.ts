import katex from "katex";
import type { MathElement, MathTree } from "./pageData.ts";

/**
 * A formula as MathML that the page builds element by element; `null` where KaTeX cannot read it.
 *
 * KaTeX escapes whatever text is in the formula, runs no commands of the formula's own that could reach out of it, and here only elements
 * and attributes of mathematics are taken over.
 */
export function mathTree(latex: string): MathTree | null {
  let markup: string;
  try {
    // A name in italics of mathematics would come as one element for each letter, apart from each other as in a product.
    markup = katex.renderToString(latex.replaceAll("\\mathit{", "\\textit{"), {
      output: "mathml",
      displayMode: false,
      throwOnError: true,
      strict: "ignore",
      trust: false,
      maxExpand: 100,
    });
  } catch {
    return null;
  }
  return parse(markup);
}

const attributesTaken = new Set([
  "accent",
  "columnalign",
  "display",
  "fence",
  "form",
  "linethickness",
  "lspace",
  "mathvariant",
  "maxsize",
  "minsize",
  "rspace",
  "separator",
  "stretchy",
  "width",
]);

/** Elements whose content is shown; the `annotation` with the source is not. */
const wrappers = new Set(["span", "semantics"]);

/** An element whose end has not come yet. */
interface Open extends MathElement {
  readonly content: MathTree[];
}

/** Reads what KaTeX wrote: elements that are closed, attributes in double quotes, and text. */
function parse(markup: string): MathTree | null {
  const root: Open = { tag: "root", content: [] };
  const open: Open[] = [root];
  const tokens = /<\/([a-z]+)>|<([a-z]+)((?:\s[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
  let annotation = false;
  for (const [, closed, opened, attributes = "", empty, text] of markup.matchAll(tokens)) {
    if (closed !== undefined) {
      if (closed === "annotation") annotation = false;
      else if (!wrappers.has(closed)) {
        const element = open.pop()!;
        const into = open.at(-1)!.content;
        into[into.length - 1] = withBar(element);
      }
    } else if (opened === "annotation") annotation = true;
    else if (opened !== undefined && !wrappers.has(opened)) {
      const taken = attributesOf(attributes);
      const some = Object.keys(taken).length > 0;
      const element: Open = some ? { tag: opened, attributes: taken, content: [] } : { tag: opened, content: [] };
      open.at(-1)!.content.push(element);
      if (empty !== "/") open.push(element);
    } else if (text !== undefined && !annotation) open.at(-1)!.content.push(plain(text));
  }
  return root.content[0] ?? null;
}

/**
 * A bar over something, as a row of the class `bar`: as an accent it is drawn well only with a font for mathematics, which the reader's system
 * need not have.
 */
function withBar(element: MathElement): MathElement {
  const [below, above] = element.content;
  const isBar = element.tag === "mover" && typeof above === "object" && bars.has(String(above.content[0]));
  return isBar ? { tag: "mrow", attributes: { class: "bar" }, content: [below!] } : element;
}

/** The signs that `\bar` and `\overline` come as. */
const bars = new Set(["ˉ", "‾", "¯"]);

function attributesOf(text: string): { [name: string]: string } {
  const taken: { [name: string]: string } = {};
  for (const [, name, value] of text.matchAll(/\s([\w:-]+)="([^"]*)"/g))
    if (attributesTaken.has(name!)) taken[name!] = plain(value!);
  return taken;
}

const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** Text without the escapes of markup. */
function plain(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16));
  });
}
