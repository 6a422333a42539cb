import { parse, SVGStringRenderer, View } from "vega";
import type { Layers } from "./layers.ts";
import { Picture } from "./picture.ts";
import { printable } from "./text.ts";
import { fontFamily } from "./theme.ts";

/** What a picture is, beside what is drawn in it. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** What a screen reader says first. */
  readonly title: string;
  /** What it says then. */
  readonly description: string;
}

/** The picture that these layers make. */
export function render(sheet: Sheet, layers: Layers): Picture {
  const { width, height } = sheet;
  const { data, marks } = layers;
  const view = new View(parse({ width, height, padding: 0, autosize: "none", data, marks }), { renderer: "none" });
  try {
    view.run();
    // What View.toSVG does, without waiting: it needs to only where something is loaded, and nothing is.
    const renderer = new SVGStringRenderer(view.loader());
    const { root } = view.scenegraph() as unknown as { root: unknown }; // Vega's types take it for its own root
    renderer.initialize(null, width, height, [0, 0], 1).background(sheet.background).render(root);
    return new Picture(described(short(renderer.svg()), sheet), sheet);
  } finally {
    view.finalize();
  }
}

/** For people who cannot see it: one image, with a title and a description. */
function described(svg: string, { title, description }: Sheet): string {
  const escaped = (text: string): string =>
    printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const head = `<svg role="img" aria-label="${escaped(title)}" font-family="${fontFamily}"`;
  const words = `<title>${escaped(title)}</title><desc>${escaped(description)}</desc>`;
  return svg.replace(/^<svg([^>]*)>/, (_, attributes: string) => `${head}${attributes}>${words}`);
}

/**
 * With positions to a hundredth of a pixel, and without what goes without saying, what the whole document says once, and what
 * Vega writes for pages in which one can click on things.
 */
function short(svg: string): string {
  const noise =
    / (?:class|aria-hidden|pointer-events|role|aria-roledescription|font-family|stroke-dasharray(?==""))="[^"]*"| (?:opacity="1"|version="1.1"|font-weight="normal"|text-anchor="start"|transform="translate\(0,0\)")/g;
  const empty = /<path class="(?:background|foreground)"[^>]*?(?: d=""| display="none")[^>]*\/>/g;
  const numbers = /-?\d+\.\d{3,}(?:e-\d+)?/g;
  // Inside of tags only: text, in which < and > are escaped, stays as it is.
  return svg
    .replace(empty, "")
    .replace(/<[^>]*>/g, (tag) =>
      tag
        .replace(noise, "")
        .replace(/ (?:d|transform|x|y|x2|y2|width|height)="[^"]*"/g, (attribute) =>
          attribute.replace(numbers, (number) => String(Number(Number(number).toFixed(2)))),
        ),
    );
}
