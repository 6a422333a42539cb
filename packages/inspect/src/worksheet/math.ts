import katex from "katex";
import type { Formula } from "./sheet.ts";

declare global {
  // KaTeX's declarations speak of it, and the language without a browser has none.
  interface HTMLElement {}
}

/** Text as it stands in HTML, also within an attribute in double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A formula as MathML; as text where it cannot be read as LaTeX. */
export function formulaHtml({ text, latex }: Formula): string {
  try {
    const markup = katex.renderToString(latex, {
      output: "mathml",
      throwOnError: true,
      strict: "ignore",
      trust: false,
    });
    return markup.replace(/<annotation .*?<\/annotation>/s, "");
  } catch {
    return `<span class="formula">${escaped(text)}</span>`;
  }
}

/** `h` */
export function nameMath(name: string): string {
  return `<math>${symbol(name, letterOf)}</math>`;
}

/** `h̄`: the cotangent of `h`. */
export function barMath(name: string): string {
  return `<math>${symbol(name, (text) => `<mover accent="true">${letterOf(text)}<mo>¯</mo></mover>`)}</math>`;
}

/** `∂h/∂x` */
export function partialMath(result: string, operand: string): string {
  const part = (name: string): string => `<mrow><mi>∂</mi>${symbol(name, letterOf)}</mrow>`;
  return `<math><mfrac>${part(result)}${part(operand)}</mfrac></math>`;
}

/** A name as formulas write it: digits after a single letter are its index. */
function symbol(name: string, letter: (text: string) => string): string {
  const [, first, index] = /^(\p{L})_?(\d+)$/u.exec(name) ?? [];
  return first === undefined ? letter(name) : `<msub>${letter(first)}<mn>${index}</mn></msub>`;
}

/** A name of several letters leans like one of one. */
function letterOf(text: string): string {
  return /^[\w.]{2,}$/.test(text) ? `<mi class="word">${escaped(text)}</mi>` : `<mi>${escaped(text)}</mi>`;
}
