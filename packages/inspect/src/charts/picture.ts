import { TapegradError } from "@tapegrad/core";

/**
 * A finished picture, as SVG: what every chart returns.
 *
 * Notebooks show it by themselves. A file is written with `writeFileSync("loss.svg", picture.svg)`; in a page, `svg` can be
 * put into the document as it is. It holds no script, no identifier and no address, and all text in it is escaped.
 *
 * @example
 * ```ts
 * const picture = lineChart({ loss: [1, 0.5, 0.25] }, { title: "Training" });
 * picture.svg.startsWith("<svg "); // => true
 * [picture.width, picture.height]; // => [720, 450]
 * ```
 */
export class Picture {
  /** The whole SVG document. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;

  /**
   * @param svg - An SVG document.
   * @param size - Its size in pixels.
   * @throws {@link TapegradError} if it is no SVG document.
   */
  constructor(svg: string, size: { readonly width: number; readonly height: number }) {
    if (typeof svg !== "string" || !svg.startsWith("<svg"))
      throw new TapegradError({
        where: "Picture",
        argument: "svg",
        expected: 'must be a text that begins with "<svg"',
      });
    this.svg = svg;
    this.width = size.width;
    this.height = size.height;
    // Looked up by symbol, by notebooks and by consoles (which would print the whole document), so no part of its type.
    const hidden = (name: symbol, value: () => unknown): void => {
      Object.defineProperty(this, name, { value, enumerable: false });
    };
    hidden(Symbol.for("Jupyter.display"), () => ({ "image/svg+xml": this.svg }));
    hidden(Symbol.for("nodejs.util.inspect.custom"), () => `Picture ${this.width} × ${this.height} (SVG)`);
  }

  /** The SVG document. */
  toString(): string {
    return this.svg;
  }
}
