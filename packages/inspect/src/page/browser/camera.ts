import type { Point, Rect, Size } from "./geometry.ts";

/** At the zoom that is chosen at first no text is smaller than 16 CSS pixels, so that it can be read from the back of a room. */
const zoom = { least: 0.08, first: 0.9, most: 2.5, largest: 1.25 } as const;

/** How far away things are brought from the edges of the picture. */
const margin = 40;

/** Which part of the picture is seen, and how large: a point of the picture is drawn at `x · scale + shift`. */
export class Camera {
  scale = 1;
  shift: Point = { x: 0, y: 0 };
  private window: Size = { width: 800, height: 600 };
  private picture: Size = { width: 800, height: 600 };
  private readonly onChange: (glides: boolean) => void;

  constructor(onChange: (glides: boolean) => void) {
    this.onChange = onChange;
  }

  /** What is seen, in the units of the picture. */
  get view(): Rect {
    const { width, height } = this.window;
    return {
      x: -this.shift.x / this.scale,
      y: -this.shift.y / this.scale,
      width: width / this.scale,
      height: height / this.scale,
    };
  }

  resize(window: Size): void {
    this.window = window;
    this.onChange(false);
  }

  /** The size of what there is to see. */
  show(picture: Size): void {
    this.picture = picture;
  }

  moveBy(dx: number, dy: number): void {
    this.shift = { x: this.shift.x + dx, y: this.shift.y + dy };
    this.onChange(false);
  }

  /** Zooms around a point of the window, its middle if none is given. */
  zoomBy(factor: number, around: Point = { x: this.window.width / 2, y: this.window.height / 2 }): void {
    const scale = Math.min(zoom.most, Math.max(zoom.least, this.scale * factor));
    const change = scale / this.scale;
    this.shift = { x: around.x - (around.x - this.shift.x) * change, y: around.y - (around.y - this.shift.y) * change };
    this.scale = scale;
    this.onChange(false);
  }

  /** All of the picture, however small it gets if `whole`, and otherwise no smaller than one can read: then its beginning. */
  fit(whole: boolean): void {
    const { width, height } = this.window;
    const { picture } = this;
    const fitting = Math.min((width - margin) / picture.width, (height - margin) / picture.height);
    const least = whole ? zoom.least : zoom.first;
    this.scale = Math.min(zoom.largest, Math.max(least, fitting));
    this.shift = { x: this.centre("width") ?? margin / 4, y: this.centre("height") ?? margin / 4 };
    this.onChange(true);
  }

  /** The shift that has the picture in the middle; `null` along a side where it is larger than the window. */
  private centre(side: "width" | "height"): number | null {
    const own = this.picture[side] * this.scale;
    return own <= this.window[side] - margin / 2 ? (this.window[side] - own) / 2 : null;
  }

  /** Moves what is seen so far that a part of the picture is in it. */
  reveal(part: Rect): void {
    const { x, y, width, height } = this.view;
    const room = margin / this.scale;
    const shift = (start: number, length: number, from: number, size: number): number => {
      const isIn = from >= start + room / 2 && from + size <= start + length - room / 2;
      if (isIn) return 0;
      // What does not fit is shown from its beginning.
      return size + room > length ? start - from + room / 2 : start + length / 2 - (from + size / 2);
    };
    const dx = shift(x, width, part.x, part.width);
    const dy = shift(y, height, part.y, part.height);
    if (dx === 0 && dy === 0) return;
    // Along a side where all of it can be seen it stays in the middle.
    this.shift = {
      x: this.centre("width") ?? this.shift.x + dx * this.scale,
      y: this.centre("height") ?? this.shift.y + dy * this.scale,
    };
    this.onChange(true);
  }

  /** Keeps a point of the picture where it is while the picture becomes another one. */
  keep(before: Point, after: Point): void {
    this.shift = {
      x: this.shift.x + (before.x - after.x) * this.scale,
      y: this.shift.y + (before.y - after.y) * this.scale,
    };
    this.onChange(false);
  }
}
