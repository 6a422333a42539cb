import { flag } from "@tapegrad/core";
import { unitNames } from "./classes.ts";
import { imagesOfRows, sizeOption } from "./images.ts";
import { countNonFinite, finiteExtent, type NumberTable, nonFiniteNote, numberTable } from "./numbers.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import type { Picture } from "./picture.ts";
import { diverging } from "./ramp.ts";
import { render } from "./render.ts";
import { type ColourScale, centred, shaded } from "./shading.ts";
import { formatNumber } from "./text.ts";
import { columnsOf, drawTiles } from "./tiles.ts";

/** Options of {@link weightImages}. */
export interface WeightImagesOptions extends PictureOptions {
  /** Height and width of the images that the layer sees; by default, they are squares. */
  readonly size?: readonly [height: number, width: number];
  /** What stands below each; by default `unit 0` and so on. */
  readonly names?: readonly string[];
  /** How many stand in a row. */
  readonly columns?: number;
  /** Does each unit have its own colours, from its largest weight? By default all have the same, so that they can be compared. */
  readonly each?: boolean;
}

const where = "weightImages";

/**
 * The weights of each unit as an image: blue below 0, white at 0, red above.
 *
 * @param kernel - Shape `[h · w, units]`, as `Dense` has it for images of h × w pixels.
 * @param options - See {@link WeightImagesOptions}.
 * @throws {@link TapegradError} if it has another shape, or if an option is wrong.
 * @example
 * ```ts
 * const layer = new Dense(64, 10);
 * const picture = weightImages(layer.kernel, { title: "What each unit looks for" });
 * picture.svg.includes(">unit 9</text>"); // => true
 * ```
 */
export function weightImages(kernel: NumberTable, options: WeightImagesOptions = {}): Picture {
  const { given, settings } = readOptions(where, options, ["size", "names", "columns", "each"]);
  const { rows, columns: units, data } = numberTable(where, "kernel", kernel);
  const ofUnit = (j: number): number[] => Array.from({ length: rows }, (_, i) => data[i * units + j]!);
  const size = sizeOption(where, given.size);
  const read = imagesOfRows(
    where,
    "kernel",
    Array.from({ length: units }, (_, j) => ofUnit(j)),
    size,
  );
  const names = unitNames(where, given.names, units);
  const each = flag(where, "each", given.each ?? false);
  const all = read.images.flat();
  const shared: ColourScale = { ramp: diverging, extent: centred(finiteExtent(all)), scale: "linear" };
  const tiles = read.images.map((image, j) => {
    const scale = each ? { ...shared, extent: centred(finiteExtent(image)) } : shared;
    return { source: shaded(read.width, read.height, image, scale), caption: [names[j]!] };
  });
  const aspect = read.width / read.height;
  const notes = [
    ...(each ? ["each image has its own scale: white is 0, the darkest its largest weight"] : []),
    ...nonFiniteNote(countNonFinite(all), "weight"),
  ];
  const { layers, height } = drawTiles(where, settings, {
    tiles,
    aspect,
    columns: columnsOf(where, given.columns, units, aspect),
    bar: each ? null : { scale: shared, title: "weight" },
    notes,
    smooth: false,
  });
  const extent = finiteExtent(all);
  const range = extent === null ? "" : ` Weights from ${formatNumber(extent[0])} to ${formatNumber(extent[1])}.`;
  const words = `Weights of ${units} units as images of ${read.height} × ${read.width} pixels.${range}`;
  return render(
    {
      ...settings,
      height,
      background: settings.ink.background,
      title: settings.title ?? "Weights as images",
      description: settings.description ?? [words, ...notes.map((note) => `${note}.`)].join(" "),
    },
    layers,
  );
}
