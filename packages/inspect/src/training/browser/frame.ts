import { svg } from "./dom.ts";
import { numberText } from "./numbers.ts";
import { linear, logarithmic, type Scale } from "./scale.ts";

const margin = { left: 78, right: 14, top: 10, bottom: 36 } as const;

/** What a chart is drawn into. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  /** For those who do not see it. */
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly [min: number, max: number];
  readonly y: readonly [min: number, max: number];
  readonly isLogarithmic?: boolean;
  /** Are there steps along the x axis, with a mark at the current one? */
  readonly hasSteps?: boolean;
}

/** Axes, with room for what is drawn between them. */
export class Frame {
  readonly element: SVGSVGElement;
  readonly x: Scale;
  readonly y: Scale;
  /** Where to draw. */
  readonly plot: SVGGElement;
  private readonly mark: SVGLineElement;

  constructor({ width, height, label, xLabel, yLabel, x, y, isLogarithmic = false, hasSteps = true }: FrameOptions) {
    const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
    this.x = linear(x[0], x[1], left, right, {
      count: Math.max(2, Math.floor(width / 110)),
      isRounded: false,
    });
    this.y = isLogarithmic
      ? logarithmic(y[0], y[1], bottom, top)
      : linear(y[0], y[1], bottom, top, { count: height < 160 ? 3 : 5, isRounded: true });
    this.plot = svg("g");
    this.mark = svg("line", { class: "mark", y1: top, y2: bottom, visibility: "hidden" });
    const lines = this.y.ticks.map((tick) => {
      const place = this.y.clamped(tick);
      const zero = tick === 0 && !isLogarithmic ? " zero" : "";
      return svg(
        "g",
        {},
        svg("line", { class: `grid${zero}`, x1: left, x2: right, y1: place, y2: place }),
        tickText(tick, left - 6, place + 4, "end"),
      );
    });
    const xTicks = hasSteps
      ? this.x.ticks.map((tick) => tickText(tick, this.x.clamped(tick), bottom + 15, "middle"))
      : [];
    const middle = (top + bottom) / 2;
    this.element = svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      ...lines,
      ...xTicks,
      svg("text", { class: "axis", x: (left + right) / 2, y: height - 5, "text-anchor": "middle" }, xLabel),
      svg("text", { class: "axis", transform: `translate(13 ${middle}) rotate(-90)`, "text-anchor": "middle" }, yLabel),
      this.plot,
      this.mark,
    );
  }

  /** Calls `pick` with the value along the x axis that is clicked. */
  onPick(pick: (x: number) => void): this {
    this.element.classList.add("picks");
    this.element.addEventListener("click", ({ clientX }) => {
      pick(this.x.valueAt(clientX - this.element.getBoundingClientRect().left));
    });
    return this;
  }

  /** Marks a step. */
  markAt(step: number): void {
    const place = this.x.clamped(step);
    this.mark.setAttribute("x1", String(place));
    this.mark.setAttribute("x2", String(place));
    this.mark.setAttribute("visibility", "visible");
  }
}

function tickText(value: number, x: number, y: number, anchor: string): SVGTextElement {
  return svg("text", { class: "tick", x, y, "text-anchor": anchor }, numberText(value));
}
