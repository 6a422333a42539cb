import { formatShape, noGrad, type Parameter, ShapeError, Tensor, zeros } from "@tapegrad/core";
import { kindOf, Module } from "./module.ts";

/** Options of {@link summarize}. */
export interface SummaryOptions {
  /** Shape of one example; needed where the first layer does not say it. */
  readonly inputShape?: readonly number[];
}

/** One line of a summary. */
interface Row {
  readonly name: string;
  readonly kind: string;
  readonly outputShape: string;
  readonly parameters: number;
}

/**
 * A table of a model's layers like Keras's: name and kind, output shape with `?` for the batch, number of parameters; totals.
 *
 * Shapes are found by running the model on zeros, in use and without a tape. Without a known input shape that column is left
 * empty.
 *
 * @param model - Its direct layers are listed: those of a Sequential, or the Modules in its properties.
 * @param options - `inputShape` of one example, without the batch axis.
 * @throws {@link ShapeError} if the model cannot run on that shape.
 */
export function summarize(model: Module, options: SummaryOptions = {}): string {
  const layers = layersOf(model);
  const input = options.inputShape ?? knownInput(layers[0]?.layer);
  const shapes = input === undefined ? null : outputShapes(model, layers, input);
  const rows: Row[] = layers.map(({ name, layer }, i) => ({
    name,
    kind: layer instanceof Module ? layer.constructor.name : "function",
    outputShape: shapes?.[i] ?? "",
    parameters: layer instanceof Module ? count(layer.parameters()) : 0,
  }));
  const parameters = model.parameters();
  const trainable = count(parameters.filter((parameter) => parameter.requiresGrad));
  return table(rows, [
    ["Total params", count(parameters)],
    ["Trainable params", trainable],
    ["Non-trainable params", count(parameters) - trainable + count(model.buffers())],
  ]);
}

interface NamedLayer {
  readonly name: string;
  readonly layer: unknown;
}

/** The parts listed: of a model that only wraps another, those of that one. */
function layersOf(model: Module): NamedLayer[] {
  const sequence = model as Partial<{ layers: readonly unknown[]; layerNames(): readonly string[] }>; // a Sequential has both
  if (Array.isArray(sequence.layers) && sequence.layerNames !== undefined) {
    const names = sequence.layerNames();
    return sequence.layers.map((layer, i) => ({ name: names[i]!, layer }));
  }
  const direct = model.namedModules().filter(([path]) => path !== "" && !/\.(?!\d+$)/.test(path));
  const only = direct.length > 0 && direct[0]![0] === "module" ? direct[0]![1] : null;
  if (only !== null) return layersOf(only);
  if (direct.length === 0) return [{ name: model.name || kindOf(model), layer: model }];
  return direct.map(([path, layer]) => ({ name: layer.name || path, layer }));
}

function knownInput(layer: unknown): readonly number[] | undefined {
  const { inFeatures } = (layer ?? {}) as { inFeatures?: number }; // Dense has it
  return inFeatures === undefined ? undefined : [inFeatures];
}

/** Output shape of each layer. The axes that grow with the batch are those that differ between batches of 2 and of 3. */
function outputShapes(model: Module, layers: readonly NamedLayer[], input: readonly number[]): (string | null)[] {
  const [two, three] = [2, 3].map((batch) => runShapes(model, layers, [batch, ...input]));
  return layers.map((_, i) => {
    const [a, b] = [two![i], three![i]];
    if (a === undefined || a === null || b === undefined || b === null) return null;
    return formatShape(a.map((size, axis) => (size === b[axis] ? size : "?")) as number[]); // printed only
  });
}

function runShapes(
  model: Module,
  layers: readonly NamedLayer[],
  shape: readonly number[],
): (readonly number[] | null)[] {
  const seen = new Map<unknown, readonly number[]>();
  const modules = model.namedModules().map(([, module]) => [module, module.training] as const);
  const unhook = layers.flatMap(({ layer }) =>
    layer instanceof Module
      ? [
          layer.onForward((module, _, output) => {
            if (output instanceof Tensor) seen.set(module, output.shape);
          }),
        ]
      : [],
  );
  try {
    model.eval();
    noGrad(() => {
      let x: Tensor = zeros<number[]>(shape as number[]);
      const plain = layers.every(({ layer }) => layer instanceof Module);
      if (plain) (model.forward as (x: Tensor) => Tensor)(x);
      else {
        // Plain functions cannot be listened to; a chain that has some is walked here.
        for (const { layer } of layers) {
          x =
            layer instanceof Module ? (layer.forward as (x: Tensor) => Tensor)(x) : (layer as (x: Tensor) => Tensor)(x);
          seen.set(layer, x.shape);
        }
      }
    });
  } catch (error) {
    const example = formatShape(shape.slice(1));
    throw new ShapeError(
      `summary: the model must run on examples of shape ${example}, got an error. Pass { inputShape }.`,
      {
        cause: error,
      },
    );
  } finally {
    for (const stop of unhook) stop();
    for (const [module, before] of modules) module.training = before;
  }
  return layers.map(({ layer }) => seen.get(layer) ?? null);
}

function count(parameters: readonly Parameter[]): number {
  return parameters.reduce((total, parameter) => total + parameter.size, 0);
}

function table(rows: readonly Row[], totals: readonly (readonly [string, number])[]): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const cells = rows.map((row) => [`${row.name} (${row.kind})`, row.outputShape, number(row.parameters)] as const);
  const head = ["Layer (type)", "Output shape", "Params"] as const;
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    ` ${row[0]!.padEnd(widths[0]!)}   ${row[1]!.padEnd(widths[1]!)}   ${row[2]!.padStart(widths[2]!)}`;
  const width = widths.reduce((total, column) => total + column, 0) + 8;
  return [
    line(head),
    "═".repeat(width),
    ...cells.map(line),
    "═".repeat(width),
    ...totals.map(([title, value]) => ` ${title}: ${number(value)}`),
  ].join("\n");
}
