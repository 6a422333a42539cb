import type { MathTree } from "../pageData.ts";

type Attributes = { readonly [name: string]: string | number | boolean };
type Content = Node | string;

/** An HTML element. Strings become text, never markup. An attribute that is `true` is there without a value, one that is `false` is not. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...content);
  return element;
}

/** As {@link html}, for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly Content[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...content);
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** The element of the page with that id, which its markup has. */
export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

export function button(label: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = html("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", onPress);
  return element;
}

/** A formula: as MathML where there is any, else as plain text. */
export function formula(text: string, tree: MathTree | undefined): Element {
  if (tree === undefined || typeof tree === "string") return html("span", { class: "formula" }, text);
  const element = mathElement(tree) as Element; // only a text is no element
  element.setAttribute("aria-label", text);
  return element;
}

function mathElement(tree: MathTree): Node {
  if (typeof tree === "string") return document.createTextNode(tree);
  const element = document.createElementNS("http://www.w3.org/1998/Math/MathML", tree.tag);
  setAttributes(element, tree.attributes ?? {});
  element.append(...tree.content.map(mathElement));
  return element;
}
