/** Red, green and blue, each in 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour for each number in 0 … 1. */
export type Ramp = (t: number) => Rgb;

function parse(colour: string): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Through these colours, evenly spaced. */
function through(colours: string): Ramp {
  const stops = colours.split(" ").map(parse);
  return (t) => {
    const place = Math.min(1, Math.max(0, t)) * (stops.length - 1);
    const i = Math.min(stops.length - 2, Math.floor(place));
    return mixed(stops[i]!, stops[i + 1]!, place - i);
  };
}

/** The colour at a part of the way from one to another. */
function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const at = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * part);
  return [at(0), at(1), at(2)];
}

/** Equal steps look equal, and in grey too: van der Walt and Smith's "viridis" (2015). */
export const sequential: Ramp = /* @__PURE__ */ through(
  "#440154 #482475 #414487 #355f8d #2a788e #21918c #22a884 #44bf70 #7ad151 #bddf26 #fde725",
);

/** Blue below the middle, red above, white in it: ColorBrewer's "RdBu", which colour-blind people can tell apart. */
export const diverging: Ramp = /* @__PURE__ */ through(
  "#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f",
);

/** From black to white. */
export const greys: Ramp = /* @__PURE__ */ through("#000000 #ffffff");

/** From one colour to another, by way of a third. */
export function between(from: string, middle: string, to: string): Ramp {
  return through(`${from} ${middle} ${to}`);
}

/** A colour, lighter or darker by mixing some of another in. */
export function tinted(colour: string, other: string, part: number): Rgb {
  return mixed(parse(colour), parse(other), part);
}

/** As SVG writes it. */
export function hex([red, green, blue]: Rgb): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, "0")}`;
}

/** Black or white, whichever can be read on this colour. */
export function inkOn(colour: Rgb): string {
  // Relative luminance as WCAG 2 defines it; black and white have the same contrast with 0.179.
  const linear = colour.map((byte) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]! > 0.179 ? "#000000" : "#ffffff";
}
