import { DomainError, formatReceived, formatShape, ShapeError } from "@tapegrad/core";
import { drawCells } from "./cells.ts";
import { classNames } from "./classes.ts";
import { type NumberTable, numberTable } from "./numbers.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import type { Picture } from "./picture.ts";
import { sequential } from "./ramp.ts";
import { type ColourScale, colourOf } from "./shading.ts";

/** Options of {@link confusionMatrixChart}. */
export interface ConfusionMatrixOptions extends PictureOptions {
  /** Names of the classes; by default, their numbers from 0 on. */
  readonly classes?: readonly string[];
}

const where = "confusionMatrixChart";

/**
 * How often each class was taken for each: counts, and below them the share of the row in percent, which is the colour too.
 *
 * @param matrix - Shape `[classes, classes]`: row i, column j counts the examples of class i that were called j, as
 *   `metrics.confusionMatrix` does.
 * @param options - See {@link ConfusionMatrixOptions}.
 * @throws {@link TapegradError} if it is not square, if an entry is not a whole number from 0 on, or if an option is wrong.
 * @example
 * ```ts
 * const picture = confusionMatrixChart([[45, 5], [2, 48]], { classes: ["cat", "dog"], title: "Cats and dogs" });
 * [">45</text>", ">90 %</text>", ">cat</text>"].every((text) => picture.svg.includes(text)); // => true
 * ```
 * @see scikit-learn's `ConfusionMatrixDisplay`.
 */
export function confusionMatrixChart(matrix: NumberTable, options: ConfusionMatrixOptions = {}): Picture {
  const { given, settings } = readOptions(where, options, ["classes"]);
  const { rows: n, columns, data } = numberTable(where, "matrix", matrix);
  if (n !== columns)
    throw new ShapeError({
      where,
      argument: "matrix",
      expected: "must be square",
      received: formatShape([n, columns]),
    });
  const counts = Array.from(data);
  const wrong = counts.findIndex((count) => !Number.isSafeInteger(count) || count < 0);
  if (wrong >= 0)
    throw new DomainError({
      where,
      argument: "matrix",
      expected: "must hold counts, whole numbers from 0 on",
      received: `${formatReceived(counts[wrong])} at [${Math.floor(wrong / n)}, ${wrong % n}]`,
      advice: "For other numbers, call heatmap.",
    });
  const names = classNames(where, given.classes, n);

  const totals = Array.from({ length: n }, (_, i) => counts.slice(i * n, (i + 1) * n).reduce((a, b) => a + b, 0));
  const scale: ColourScale = { ramp: sequential, extent: [0, 100], scale: "linear" };
  const cells = counts.map((count, k) => {
    const total = totals[Math.floor(k / n)]!;
    const share = (100 * count) / total;
    // A class of which there is no example has no shares.
    if (total === 0) return { colour: null, lines: ["0"] };
    const lines = count === 0 ? ["0"] : [String(count), `${percent(share)} %`];
    return { colour: colourOf(share, scale), lines };
  });
  const right = Array.from({ length: n }, (_, i) => counts[i * n + i]!).reduce((a, b) => a + b, 0);
  const all = totals.reduce((a, b) => a + b, 0);
  const recalls = names.map((name, i) => `${name}: ${counts[i * n + i]} of ${totals[i]} right.`);
  return drawCells(where, settings, {
    rows: names,
    columns: names,
    cells,
    rowTitle: "true class",
    columnTitle: "predicted class",
    bar: { scale, title: "% of row" },
    marked: null,
    notes: [],
    title: settings.title ?? "Confusion matrix",
    description: settings.description ?? [`${n} classes, ${right} of ${all} examples right.`, ...recalls].join(" "),
  });
}

/** Whole percents, with a digit more where a whole one would say all or nothing. */
function percent(share: number): string {
  const rounded = Math.round(share);
  return (rounded === 0 && share > 0) || (rounded === 100 && share < 100) ? share.toFixed(1) : String(rounded);
}
