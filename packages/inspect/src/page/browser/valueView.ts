import type { ValueEntry } from "../../json/document.ts";
import { numberText } from "../../reading/numberText.ts";
import type { Histogram, Picture } from "../pageData.ts";
import { heatColor, scaleOf } from "./colors.ts";
import { html, svg } from "./dom.ts";
import { numberOf, shapeText } from "./values.ts";

/** Larger tensors are shown as pictures. */
const largestTable = { rows: 8, columns: 8 } as const;

/** A tensor: a number, a table of numbers, or a heat map with a histogram. `label` says what it is. */
export function valueView(label: string, value: ValueEntry, picture: Picture | null): HTMLElement {
  const { values, shape, summary } = value;
  if (values !== null && shape.length === 0) return html("p", { class: "number" }, numberText(numberOf(values[0]!)));
  const across = shape.at(-1) ?? 1;
  const size = shape.reduce((product, length) => product * length, 1);
  if (size === 0) return html("p", { class: "note" }, `${shapeText(shape)}: no elements`);
  const isTable = values !== null && across <= largestTable.columns && size / across <= largestTable.rows;
  const figure = html("div", { class: "value-view" });
  if (isTable) figure.append(table(label, shape, values.map(numberOf)));
  else if (picture !== null) {
    figure.append(heatMap(label, picture));
    if (picture.histogram !== null && picture.histogram.from < picture.histogram.to)
      figure.append(histogram(label, picture.histogram));
  }
  if (!isTable) figure.append(summaryList(shape, summary));
  else if (summary.nonFinite > 0) figure.append(html("p", { class: "note" }, nonFiniteText(summary.nonFinite)));
  return figure;
}

function nonFiniteText(count: number): string {
  return `${count} of the elements ${count === 1 ? "is" : "are"} NaN or infinite`;
}

/** Rows of the last axis; each cell in the colour of its value. */
function table(label: string, shape: readonly number[], values: readonly number[]): HTMLElement {
  const across = shape.at(-1)!;
  const scale = scaleOf(values);
  const body = html("tbody");
  for (let start = 0; start < values.length; start += across) {
    const row = html("tr");
    for (const value of values.slice(start, start + across)) {
      const cell = html("td", {}, numberText(value));
      cell.style.setProperty("--heat", heatColor(value, scale));
      row.append(cell);
    }
    body.append(row);
  }
  const caption = html("caption", {}, `${label} ${shapeText(shape)}`);
  return html(
    "div",
    { class: "scrolls", tabindex: 0, role: "group", "aria-label": label },
    html("table", { class: "numbers" }, caption, body),
  );
}

function heatMap(label: string, { cells, rows, columns, shape }: Picture): HTMLElement {
  const scale = scaleOf(cells);
  const [width, height] = [340, Math.min(260, Math.max(40, (340 * rows) / columns))];
  const picture = svg("svg", {
    class: "heat-map",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `Heat map of ${label}, ${shape[0]} rows by ${shape[1]} columns`,
  });
  const [w, h] = [width / columns, height / rows];
  cells.forEach((cell, i) => {
    const [x, y] = [(i % columns) * w, Math.floor(i / columns) * h];
    // A little larger, so that no line of the background shines through between two.
    const rect = svg("rect", { x, y, width: w + 0.3, height: h + 0.3 });
    rect.style.fill = heatColor(cell, scale);
    picture.append(rect);
  });
  const isReduced = rows !== shape[0] || columns !== shape[1];
  const note = isReduced ? `each cell the mean of ${size(shape[0] / rows)} × ${size(shape[1] / columns)} elements` : "";
  return html(
    "figure",
    {},
    picture,
    legend(scale),
    html("figcaption", {}, `${shapeText(shape)}${note === "" ? "" : `, ${note}`}`),
  );
}

function size(length: number): string {
  return Number.isInteger(length) ? String(length) : `about ${Math.round(length)}`;
}

function legend(scale: number): HTMLElement {
  const bar = html("span", { class: "bar" });
  return html(
    "div",
    { class: "legend" },
    html("span", {}, numberText(-scale)),
    bar,
    html("span", {}, numberText(scale)),
    html("span", { class: "zero" }, "0"),
  );
}

function histogram(label: string, { from, to, counts }: Histogram): HTMLElement {
  const [width, height] = [340, 110];
  const most = Math.max(...counts);
  const picture = svg("svg", {
    class: "histogram",
    viewBox: `0 0 ${width} ${height + 22}`,
    role: "img",
    "aria-label": `Histogram of ${label}, from ${numberText(from)} to ${numberText(to)}; the fullest interval has ${most} elements`,
  });
  const w = width / counts.length;
  counts.forEach((count, i) => {
    const length = (count / most) * height;
    picture.append(svg("rect", { x: i * w + 0.5, y: height - length, width: w - 1, height: length }));
  });
  if (from < 0 && to > 0) {
    const x = (-from / (to - from)) * width;
    picture.append(
      svg("line", { x1: x, x2: x, y1: 0, y2: height }),
      svg("text", { x, y: height + 18, "text-anchor": "middle", class: x < 60 || x > width - 60 ? "hidden" : "" }, "0"),
    );
  }
  picture.append(
    svg("text", { x: 0, y: height + 18 }, numberText(from)),
    svg("text", { x: width, y: height + 18, "text-anchor": "end" }, numberText(to)),
  );
  return html("figure", {}, picture, html("figcaption", {}, `How many elements lie where; at most ${most}`));
}

function summaryList(
  shape: readonly number[],
  { min, max, mean, std, nonFinite, zeros }: ValueEntry["summary"],
): HTMLElement {
  const list = html("dl", { class: "summary" });
  const add = (name: string, value: string): void =>
    list.append(html("div", {}, html("dt", {}, name), html("dd", {}, value)));
  add("shape", shapeText(shape));
  for (const [name, value] of Object.entries({ min, mean, max, std })) if (value !== null) add(name, numberText(value));
  if (zeros > 0) add("zeros", String(zeros));
  if (nonFinite > 0) add("NaN or ∞", String(nonFinite));
  return list;
}
