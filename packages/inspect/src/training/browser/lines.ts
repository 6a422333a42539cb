import { svg } from "./dom.ts";
import { Frame, type FrameOptions } from "./frame.ts";

/** A line over the steps. */
export interface Series {
  /** The class that has its colour. */
  readonly kind: string;
  readonly points: readonly (readonly [step: number, value: number])[];
  readonly isDotted?: boolean;
}

/** Lines over steps. What is not finite, or has no logarithm, is a gap. */
export function lines(
  series: readonly Series[],
  options: Omit<FrameOptions, "y"> & { readonly fromZero?: boolean },
): Frame {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
  const frame = new Frame({
    ...options,
    ...rangeOf(values, options.isLogarithmic ?? false, options.fromZero ?? false),
  });
  for (const { kind, points, isDotted = false } of series) {
    let path = "";
    let pen = "M";
    for (const [step, value] of points) {
      const y = frame.y.at(value);
      if (y === null) pen = "M";
      else {
        path += `${pen}${frame.x.clamped(step).toFixed(1)} ${y.toFixed(1)}`;
        pen = "L";
        if (isDotted)
          frame.plot.append(svg("circle", { class: `dot ${kind}`, cx: frame.x.clamped(step), cy: y, r: 3 }));
      }
    }
    if (!isDotted) frame.plot.append(svg("path", { class: `line ${kind}`, d: path }));
  }
  return frame;
}

function rangeOf(
  values: readonly number[],
  isLogarithmic: boolean,
  fromZero: boolean,
): Pick<FrameOptions, "y" | "isLogarithmic"> {
  const positive = values.filter((value) => value > 0);
  if (isLogarithmic && positive.length > 0) {
    const max = positive.reduce((a, b) => Math.max(a, b));
    // What is a billion times smaller would leave no room for the rest.
    return {
      y: [
        Math.max(
          max / 1e9,
          positive.reduce((a, b) => Math.min(a, b)),
        ),
        max,
      ],
      isLogarithmic,
    };
  }
  const start = fromZero ? 0 : Infinity;
  const min = values.reduce((a, b) => Math.min(a, b), start);
  const max = values.reduce((a, b) => Math.max(a, b), fromZero ? 0 : -Infinity);
  return { y: values.length === 0 || (fromZero && max === 0) ? [0, 1] : [min, max], isLogarithmic: false };
}
