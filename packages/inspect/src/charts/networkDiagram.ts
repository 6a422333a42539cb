import { flag, TapegradError, type Tensor, whole } from "@tapegrad/core";
import { nameList } from "./classes.ts";
import { frame, heightAround, type LegendEntry } from "./frame.ts";
import { type Network, type NetworkSubject, networkOf } from "./network.ts";
import { columnHeight, drawNetwork, type Named } from "./networkDrawing.ts";
import type { NumberList } from "./numbers.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import type { Picture } from "./picture.ts";
import { render } from "./render.ts";
import { formatNumber } from "./text.ts";
import { solid, styleOf } from "./theme.ts";

/** Options of {@link networkDiagram}. */
export interface NetworkDiagramOptions extends PictureOptions {
  /** One example, shape `[n]` or `[1, n]`: what each neuron gives for it stands in its circle. */
  readonly input?: NumberList;
  /** The loss of the output for that example: below each neuron stands `δ`, its derivative with respect to the neuron's weighted sum. */
  readonly loss?: (output: Tensor) => Tensor;
  /** What the inputs and the outputs are called; by default `x₁` … and `y₁` …. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Are biases drawn, as weights of a neuron that always gives 1? By default they are, where there are any. */
  readonly biases?: boolean;
  /** Does each weight stand beside its line? By default where there are at most 12 between two columns. */
  readonly numbers?: boolean;
  /** The most neurons of a column that are drawn, 2 … 40; default 16. The others are counted. */
  readonly maxUnits?: number;
}

const where = "networkDiagram";
const mostLayers = 10;

/**
 * A dense network as every lecture draws it: neurons as circles in columns, weights as lines between them, wider the larger they are; positive
 * ones solid, negative ones dashed and of another colour. With an example, what each neuron gives stands in its circle, and with a loss its δ
 * below. Nothing is changed: no `grad` is set.
 *
 * @param subject - A model whose `forward` is a chain of dense layers, each followed by a function of its own sums; or its weights, a list of
 * matrices `[in, out]`.
 * @param options - See {@link NetworkDiagramOptions}.
 * @throws {@link TapegradError} if it is no such chain, has more than 10 layers, or an option is wrong.
 * @example
 * ```ts
 * const model = new Sequential(new Dense(2, 4, { activation: "sigmoid" }), new Dense(4, 2));
 * const picture = networkDiagram(model, { input: [0.5, -1], loss: (y) => y.square().sum(), title: "2-4-2" });
 * picture.svg.match(/>δ /g)?.length; // => 6
 * networkDiagram([[[1], [-1]]], { inputs: ["hours", "sleep"] }).svg.includes(">sleep</text>"); // => true
 * ```
 */
export function networkDiagram(subject: NetworkSubject, options: NetworkDiagramOptions = {}): Picture {
  const known = ["input", "loss", "inputs", "outputs", "biases", "numbers", "maxUnits"];
  const { given, settings } = readOptions(where, options, known);
  const maxUnits = whole(where, "maxUnits", given.maxUnits ?? 16, { min: 2, max: 40 });
  const network = networkOf(subject, given.input, given.loss);
  const { columns, links } = network;
  if (links.length > mostLayers)
    throw new TapegradError({
      where,
      argument: "the network",
      expected: `must have at most ${mostLayers} layers`,
      received: String(links.length),
      advice: "Draw a part of it: some of its weights, as a list of matrices.",
    });
  const hasBiases = given.biases === undefined ? true : flag(where, "biases", given.biases);
  const few = Math.max(...links.map((_, k) => columns[k]!.count * columns[k + 1]!.count)) <= 12;
  const named: Named = {
    inputs:
      given.inputs === undefined
        ? subscripted("x", columns[0]!.count)
        : namesOf("inputs", given.inputs, columns[0]!.count),
    outputs:
      given.outputs === undefined
        ? subscripted("y", columns.at(-1)!.count)
        : namesOf("outputs", given.outputs, columns.at(-1)!.count),
  };
  const shown = hasBiases ? network : { columns, links: links.map(({ weights }) => ({ weights, biases: null })) };
  const numbers = given.numbers === undefined ? few : flag(where, "numbers", given.numbers);

  const { theme, ink } = settings;
  const legend: LegendEntry[] = [
    { name: "weight above 0", colour: styleOf(theme, 0).colour, dash: solid },
    { name: "below 0", colour: styleOf(theme, 1).colour, dash: styleOf(theme, 1).dash },
  ];
  const notes = columns.some(({ deltas }) => deltas !== null)
    ? [
        "In the circles: what each neuron gives. Below them: δ, the derivative of the loss with respect to its weighted sum.",
      ]
    : [];
  const plan = { legend, notes };
  const height = settings.height ?? heightAround(settings, plan, columnHeight(shown, maxUnits));
  const { layers, box } = frame(where, settings, plan, height);
  drawNetwork(layers, box, shown, { named, maxUnits, numbers, theme });
  const title = settings.title ?? `Network ${columns.map(({ count }) => count).join("–")}`;
  const description = settings.description ?? described(network, named);
  return render({ ...settings, height, background: ink.background, title, description }, layers);
}

function namesOf(argument: string, given: unknown, count: number): readonly string[] {
  return nameList(where, argument, given, count, argument === "inputs" ? "the first column" : "the last column");
}

/** `x₁`, `x₂` …; where there is one, `x`. */
function subscripted(letter: string, count: number): string[] {
  if (count === 1) return [letter];
  return Array.from(
    { length: count },
    (_, i) => letter + [...String(i + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join(""),
  );
}

/** In words: sizes, and for small networks what each neuron gives. */
function described({ columns, links }: Network, { inputs, outputs }: Named): string {
  const sizes = columns.map(({ count, title }, i) => {
    const what = i === 0 ? "inputs" : `neurons${title === "" ? "" : ` (${title})`}`;
    return `${count} ${what}`;
  });
  const count = links.reduce((sum, { weights, biases }) => sum + weights.length + (biases?.length ?? 0), 0);
  const list = (values: ArrayLike<number> | null, names: readonly string[]): string =>
    values === null || values.length > 16
      ? ""
      : Array.from(values, (value, i) => `${names[i]} = ${formatNumber(value)}`).join(", ");
  const sentences = [list(columns[0]!.values, inputs), list(columns.at(-1)!.values, outputs)].filter(
    (text) => text !== "",
  );
  return [
    `A dense network of ${sizes.join(", ")}, with ${count} weights.`,
    ...sentences.map((text) => `${text}.`),
  ].join(" ");
}
