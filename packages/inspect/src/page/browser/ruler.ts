/** The fonts of the picture, as the style sheet has them. */
const fonts = {
  name: "600 20px system-ui, sans-serif",
  text: "18px system-ui, sans-serif",
  small: "16px system-ui, sans-serif",
} as const;

/** Says how wide texts are: as wide as their letters together, each of which is measured once. */
export class Ruler {
  private readonly context: CanvasRenderingContext2D | null = document.createElement("canvas").getContext("2d");
  private readonly letters = {
    name: new Map<string, number>(),
    text: new Map<string, number>(),
    small: new Map<string, number>(),
  };

  widthOf(text: string, font: keyof typeof fonts): number {
    const known = this.letters[font];
    let width = 0;
    for (const letter of text) {
      let own = known.get(letter);
      if (own === undefined) {
        own = this.measure(letter, font);
        known.set(letter, own);
      }
      width += own;
    }
    return Math.ceil(width);
  }

  private measure(letter: string, font: keyof typeof fonts): number {
    if (this.context === null) return 10;
    this.context.font = fonts[font];
    return this.context.measureText(letter).width;
  }
}
