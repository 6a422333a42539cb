import { formatReceived, formatShape, functionArgument, ShapeError, Tensor, whole } from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { unitNames } from "./classes.ts";
import { countNonFinite, finiteExtent, nonFiniteNote } from "./numbers.ts";
import { type AxisOptions, type PictureOptions, readAxis, readOptions } from "./options.ts";
import type { Picture } from "./picture.ts";
import { planeExtents, planeOver } from "./plane.ts";
import { diverging, sequential } from "./ramp.ts";
import { render } from "./render.ts";
import { type ColourScale, centred, shaded } from "./shading.ts";
import { formatNumber } from "./text.ts";
import { columnsOf, drawTiles } from "./tiles.ts";

/** Options of {@link unitActivations}. */
export interface UnitActivationsOptions extends PictureOptions {
  /** The first input, from left to right; its `range` is needed. */
  readonly x: AxisOptions;
  /** The second input, upwards; its `range` is needed. */
  readonly y: AxisOptions;
  /** What stands below each; by default `unit 0` and so on. */
  readonly names?: readonly string[];
  /** How many stand in a row. */
  readonly columns?: number;
  /** How many inputs there are from left to right in each, 8 … 200; default 48. */
  readonly resolution?: number;
}

const where = "unitActivations";

/**
 * The activation of every unit of a layer at every place of two inputs, as small pictures with common colours.
 *
 * @param activations - From inputs `[n, 2]` to activations `[n, units]`, such as `(x) => model.upTo("hidden").predict(x)`.
 * @param options - See {@link UnitActivationsOptions}.
 * @throws {@link TapegradError} if what the function gives has another shape, or if an option is wrong.
 * @example
 * ```ts
 * const hidden = new Dense(2, 3, { activation: "tanh" });
 * const axis = { range: [-2, 2] } as const;
 * const picture = unitActivations((inputs) => hidden.forward(inputs), { x: axis, y: axis });
 * picture.svg.includes(">unit 2</text>"); // => true
 * ```
 */
export function unitActivations(
  activations: (inputs: Tensor<[number, 2]>) => Tensor,
  options: UnitActivationsOptions,
): Picture {
  const f = functionArgument<typeof activations>(where, "activations", activations);
  const { given, settings } = readOptions(where, options, ["x", "y", "names", "columns", "resolution"]);
  const axes = [readAxis(where, "x", given.x, "x₁"), readAxis(where, "y", given.y, "x₂")] as const;
  const [x, y] = planeExtents(where, axes, []);
  const columns = whole(where, "resolution", given.resolution ?? 48, { min: 8, max: 200 });
  const plane = planeOver(x, y, columns, columns);

  const n = plane.places.length;
  const inputs = new Tensor<[number, 2]>([n, 2], "float32", Float32Array.from(plane.places.flat()));
  const output: unknown = aside(() => f(inputs));
  if (!(output instanceof Tensor) || output.ndim !== 2 || output.shape[0] !== n || output.size === 0)
    throw new ShapeError({
      where,
      argument: "activations",
      expected: `must give a tensor of shape [${n}, units] for inputs [${n}, 2]`,
      received: output instanceof Tensor ? formatShape(output.shape) : formatReceived(output),
    });
  const { data } = output;
  const units = output.shape[1]!;
  const ofUnit = (j: number): number[] => plane.within(Array.from({ length: n }, (_, i) => data[i * units + j]!));
  const values = Array.from({ length: units }, (_, j) => ofUnit(j));
  const names = unitNames(where, given.names, units);

  const all = values.flat();
  const extent = finiteExtent(all);
  // Below 0 too: white in the middle. A layer of ReLU or sigmoid units has nothing there.
  const signed = extent !== null && extent[0] < 0;
  const [low, high] = extent ?? [0, 1];
  const scale: ColourScale = signed
    ? { ramp: diverging, extent: centred(extent), scale: "linear" }
    : { ramp: sequential, extent: [0, high > low || high > 0 ? high : 1], scale: "linear" };
  const number = (value: number): string => formatNumber(value);
  const axis = (title: string, ends: readonly [number, number]): string =>
    `${title} from ${number(ends[0])} to ${number(ends[1])}`;
  const notes = [
    `${axis(x.title, x.extent)} (to the right), ${axis(y.title, y.extent)} (upwards)`,
    ...nonFiniteNote(countNonFinite(all), "activation"),
  ];
  const { layers, height } = drawTiles(where, settings, {
    tiles: values.map((each, j) => ({ source: shaded(columns, columns, each, scale), caption: [names[j]!] })),
    aspect: 1,
    columns: columnsOf(where, given.columns, units, 1),
    bar: { scale, title: "activation" },
    notes,
    smooth: true,
  });
  const range = extent === null ? "" : ` Activations from ${number(extent[0])} to ${number(extent[1])}.`;
  const words = `Activations of ${units} units over two inputs.${range}`;
  return render(
    {
      ...settings,
      height,
      background: settings.ink.background,
      title: settings.title ?? "Activations of units",
      description: settings.description ?? [words, ...notes.map((note) => `${note}.`)].join(" "),
    },
    layers,
  );
}
