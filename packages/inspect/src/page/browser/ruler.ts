/** The fonts of the picture, as the style sheet has them. */
const fonts = {
  name: "600 20px system-ui, sans-serif",
  text: "18px system-ui, sans-serif",
  small: "16px system-ui, sans-serif",
} as const;

/** Says how wide texts are. */
export class Ruler {
  private readonly context: CanvasRenderingContext2D | null = document.createElement("canvas").getContext("2d");
  private readonly widths = new Map<string, number>();

  widthOf(text: string, font: keyof typeof fonts): number {
    const key = `${font} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      if (this.context === null) return text.length * 10;
      this.context.font = fonts[font];
      width = Math.ceil(this.context.measureText(text).width);
      this.widths.set(key, width);
    }
    return width;
  }
}
