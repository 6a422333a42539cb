import { DomainError } from "@tapegrad/core";
import { classList, classNamesFor } from "./classes.ts";
import { readImages, sizeOption } from "./images.ts";
import { countNonFinite, finiteExtent, type NumberList, type NumberTable, nonFiniteNote } from "./numbers.ts";
import { type PictureOptions, readOptions, readRange } from "./options.ts";
import type { Picture } from "./picture.ts";
import { greys } from "./ramp.ts";
import { render } from "./render.ts";
import { shaded } from "./shading.ts";
import { columnsOf, drawTiles, type Tile } from "./tiles.ts";

/** Options of {@link imageGrid}. */
export interface ImageGridOptions extends PictureOptions {
  /** Height and width, for images that come as rows of numbers; by default, they are squares. */
  readonly size?: readonly [height: number, width: number];
  /** The class of each, a whole number from 0 on, shape `[n]`. */
  readonly labels?: NumberList;
  /** The class that each was taken for, shape `[n]`. Where it is another one than its label, the image is marked. */
  readonly predicted?: NumberList;
  /** Names of the classes; by default, their numbers. */
  readonly classes?: readonly string[];
  /** How many stand in a row. */
  readonly columns?: number;
  /** Which number is black, and which white; by default, the smallest and the largest of all images. */
  readonly range?: readonly [number, number];
}

const where = "imageGrid";
const most = 400;

/**
 * Images with their labels below them, and what they were taken for; wrong ones have a thick frame and a ✗.
 *
 * @param images - Shape `[n, h, w]`, `[n, 1, h, w]`, or `[n, h · w]` with `size`: grey levels. n is at most 400.
 * @param options - See {@link ImageGridOptions}.
 * @throws {@link TapegradError} if there are too many or they have another shape, if there is not one label for each, or if an
 *   option is wrong.
 * @example
 * ```ts
 * const images = tensor([[0, 1, 1, 0], [1, 1, 0, 0]]); // 2 × 2 pixels each
 * const picture = imageGrid(images, { labels: [0, 1], predicted: [0, 0], classes: ["diagonal", "bar"] });
 * picture.svg.includes(">→ diagonal ✗</text>"); // => true
 * ```
 */
export function imageGrid(images: NumberTable, options: ImageGridOptions = {}): Picture {
  const { given, settings } = readOptions(where, options, [
    "size",
    "labels",
    "predicted",
    "classes",
    "columns",
    "range",
  ]);
  const read = readImages(where, "images", images, sizeOption(where, given.size));
  const n = read.images.length;
  if (n > most)
    throw new DomainError({
      where,
      argument: "images",
      expected: `must be at most ${most}`,
      received: String(n),
      advice: "Take some of them: images.slice([[0, 100]]).",
    });
  const known = Array.isArray(given.classes) ? given.classes.length : undefined;
  const classesOf = (argument: "labels" | "predicted"): readonly number[] | undefined =>
    given[argument] === undefined
      ? undefined
      : classList(where, argument, given[argument], n, { of: "images", classes: known });
  const labels = classesOf("labels");
  const predicted = classesOf("predicted");
  const name = classNamesFor(where, given.classes);
  const pixels = read.images.flat();
  const found = finiteExtent(pixels) ?? [0, 1];
  const extent = given.range === undefined ? found : readRange(where, "range", given.range, "linear");

  let wrong = 0;
  const tiles = read.images.map((image, i): Tile => {
    const source = shaded(read.width, read.height, image, { ramp: greys, extent, scale: "linear" });
    const label = labels?.[i];
    const called = predicted?.[i];
    const isWrong = label !== undefined && called !== undefined && label !== called;
    if (isWrong) wrong++;
    return {
      source,
      caption: [
        ...(label === undefined ? [] : [name(label)]),
        ...(called === undefined ? [] : [`→ ${name(called)}${isWrong ? " ✗" : ""}`]),
      ],
      wrong: isWrong,
    };
  });
  const meaning =
    labels !== undefined && predicted !== undefined ? ["true class → predicted class; ✗ and a thick frame: wrong"] : [];
  const notes = [...meaning, ...nonFiniteNote(countNonFinite(pixels), "pixel")];
  const aspect = read.width / read.height;
  const columns = columnsOf(where, given.columns, n, aspect);
  const { layers, height } = drawTiles(where, settings, { tiles, aspect, columns, bar: null, notes, smooth: false });
  const score = predicted !== undefined && labels !== undefined ? ` ${wrong} of them predicted wrongly.` : "";
  const words = `${n} images of ${read.height} × ${read.width} pixels.${score} ${tiles.map(({ caption }) => caption.join(" ")).join(", ")}`;
  return render(
    {
      ...settings,
      height,
      background: settings.ink.background,
      title: settings.title ?? "Images",
      description: settings.description ?? words.trim(),
    },
    layers,
  );
}
