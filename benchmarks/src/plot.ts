// The curves of growth.ts as one picture: both axes logarithmic, one panel a series.
import type { Curve, Growth } from "./growth.ts";

const panel = { width: 330, height: 240, left: 62, top: 52, gap: 92 };
const colours = ["#1b6ca8", "#7db8de", "#c8502b", "#eaa184"];

/** Whole powers of ten that hold all values between them. */
function decades(values: readonly number[]): [from: number, to: number] {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return [low, Math.max(high, low + 1)];
}

interface Scale {
  readonly range: readonly [from: number, to: number];
  /** Where the decade `from` lies, and where `to`. */
  readonly pixels: readonly [number, number];
}

function place({ range: [from, to], pixels: [start, end] }: Scale, value: number): number {
  return start + ((Math.log10(value) - from) / (to - from)) * (end - start);
}

const steps = ([from, to]: readonly [number, number]): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));

const text = (x: number, y: number, content: string, attributes = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;

function axes({ series }: Growth, x: Scale, y: Scale): string {
  const [[left, right], [bottom, top]] = [x.pixels, y.pixels];
  const vertical = steps(x.range).map((value) => {
    const at = place(x, value).toFixed(1);
    const label = value >= 1 ? value.toLocaleString("en") : String(value);
    return `<path class="grid" d="M${at} ${top}V${bottom}"/>${text(Number(at), bottom + 18, label, 'text-anchor="middle"')}`;
  });
  const horizontal = steps(y.range).map((value) => {
    const at = place(y, value).toFixed(1);
    const label = String(Number(value.toPrecision(1)));
    return `<path class="grid" d="M${left} ${at}H${right}"/>${text(left - 8, Number(at) + 4, label, 'text-anchor="end"')}`;
  });
  return [
    ...vertical,
    ...horizontal,
    text(left, top - 28, series.title, 'class="title"'),
    text(left, top - 10, `µs per ${series.unit}`),
    text(right, bottom + 38, series.axis, 'text-anchor="end"'),
  ].join("\n");
}

function line({ points }: Curve, colour: string, x: Scale, y: Scale): string {
  const at = points.map(({ size, microseconds }) => [place(x, size).toFixed(1), place(y, microseconds).toFixed(1)]);
  const dots = at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
  return `<path class="curve" stroke="${colour}" d="M${at.map((pair) => pair.join(" ")).join("L")}"/>${dots.join("")}`;
}

/** The picture, as the text of an SVG file. */
export function plot(growth: readonly Growth[]): string {
  const width = growth.length * (panel.width + panel.gap) + 20;
  const height = panel.top + panel.height + 80;
  const names = [...new Set(growth.flatMap(({ curves }) => curves.map(({ variant }) => variant)))];
  const colourOf = (variant: string) => colours[names.indexOf(variant) % colours.length]!;

  const panels = growth.map((each, i) => {
    const curves = each.curves.filter(({ points }) => points.length > 0);
    const points = curves.flatMap((curve) => curve.points);
    const left = panel.left + i * (panel.width + panel.gap);
    const x: Scale = { range: decades(points.map(({ size }) => size)), pixels: [left, left + panel.width] };
    const bottom = panel.top + panel.height;
    const y: Scale = { range: decades(points.map(({ microseconds }) => microseconds)), pixels: [bottom, panel.top] };
    return [axes(each, x, y), ...curves.map((curve) => line(curve, colourOf(curve.variant), x, y))].join("\n");
  });
  const legend = names.map((name, i) => {
    const x = panel.left + i * 190;
    const y = height - 14;
    return `<path class="curve" stroke="${colourOf(name)}" d="M${x} ${y - 4}h24"/>${text(x + 32, y, name)}`;
  });
  const style =
    "text { font: 12px sans-serif; fill: #333 } .title { font-weight: bold } .grid { stroke: #ddd } .curve { fill: none; stroke-width: 2 }";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>${style}</style>
<rect width="${width}" height="${height}" fill="white"/>
${panels.join("\n")}
${legend.join("\n")}
</svg>
`;
}
