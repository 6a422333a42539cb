import { formatReceived, formatShape, noGrad, ShapeError, type Tensor, zeros } from "@tapegrad/core";
import { optionsOf } from "../arguments.ts";
import { classOf, kindOf } from "./label.ts";

/** A Module, as far as a summary is concerned: Modules know summaries, not the other way round. */
interface Module {
  readonly name: string;
  training: boolean;
  namedModules(): [path: string, module: Module][];
  parameters(): Tensor[];
  buffers(): Tensor[];
  onForward(hook: (module: Module, inputs: readonly unknown[], output: Tensor) => void): () => void;
  forward(...inputs: never): Tensor;
}

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
 * A table of a model's layers like Keras's: name and kind, output shape with `?` for the batch, number of parameters, buffers
 * included; totals, in which what layers share counts once.
 *
 * Shapes are found by running the model on zeros, in use and without a tape. Where it is not known what goes in, that column is
 * left empty.
 *
 * @param model - Its direct layers are listed: those of a Sequential, or the Modules in its properties.
 * @param options - `inputShape` of one example, without the batch axis.
 * @throws {@link ShapeError} if the model cannot run on that shape.
 * @example
 * ```ts
 * const model = new Sequential(new Dense(2, 4, { activation: "sigmoid", name: "hidden" }), new Dense(4, 1));
 * summarize(model).split("\n")[2]; // => " hidden (Dense)   [?, 4]             12"
 * ```
 */
export function summarize(model: Module, options: SummaryOptions = {}): string {
  optionsOf("summary", options, ["inputShape"]);
  const inner = unwrapped(model);
  const layers = layersOf(inner);
  const shapes = shapesFor(inner, layers, options.inputShape);
  const rows: Row[] = layers.map(({ name, layer }, i) => ({
    name,
    kind: typeof layer === "function" ? "function" : classOf(layer),
    outputShape: shapes?.[i] ?? "",
    parameters: typeof layer === "function" ? 0 : sizeOf(layer.parameters()) + sizeOf(layer.buffers()),
  }));
  const total = sizeOf(model.parameters()) + sizeOf(model.buffers());
  const trainable = sizeOf(model.parameters().filter((value) => value.requiresGrad));
  return table(rows, [
    ["Total params", total],
    ["Trainable params", trainable],
    ["Non-trainable params", total - trainable],
  ]);
}

/** A Module, or a plain function in a Sequential. */
type Part = Module | ((x: Tensor) => Tensor);

interface NamedLayer {
  readonly name: string;
  readonly layer: Part;
}

/** A Sequential, known by what it has. */
type Sequence = Module & { readonly layers: readonly Part[]; layerNames(): readonly string[] };

function isSequence(model: Module): model is Sequence {
  return "layerNames" in model && "layers" in model && Array.isArray(model.layers);
}

/** The Modules in a model's properties, without those within them. */
function directParts(model: Module): [path: string, module: Module][] {
  const within = model.namedModules().filter(([path]) => path !== "");
  return within.filter(([path]) => !within.some(([outer]) => path.startsWith(`${outer}.`)));
}

/** What a model wraps, if that is all it does. */
function unwrapped(model: Module): Module {
  const parts = directParts(model);
  return parts.length === 1 && parts[0]![0] === "module" ? unwrapped(parts[0]![1]) : model;
}

function layersOf(model: Module): NamedLayer[] {
  if (isSequence(model)) {
    const names = model.layerNames();
    return model.layers.map((layer, i) => ({ name: names[i]!, layer }));
  }
  const parts = directParts(model);
  if (parts.length === 0) return [{ name: model.name || kindOf(model), layer: model }];
  return parts.map(([path, layer]) => ({ name: layer.name || path, layer }));
}

function checkInputShape(shape: unknown): void {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)) return;
  throw new ShapeError({
    where: "summary",
    argument: "inputShape",
    expected: "must be a list of sizes, those of one example",
    received: formatReceived(shape),
    advice: typeof shape === "number" ? `Write [${shape}].` : undefined,
  });
}

function shapesFor(
  model: Module,
  layers: readonly NamedLayer[],
  inputShape: readonly number[] | undefined,
): (string | null)[] | null {
  if (inputShape !== undefined) checkInputShape(inputShape);
  const input = inputShape ?? knownInput(layers[0]?.layer);
  if (input === undefined) return null;
  try {
    return outputShapes(model, layers, input);
  } catch (error) {
    // The Module in the first property may not be the one that runs first.
    if (inputShape === undefined && !isSequence(model)) return null;
    const [example, got] = [formatShape(input), error instanceof Error ? error.message : String(error)];
    throw new ShapeError(
      `summary: the model must run on examples of shape ${example}, got an error: ${got} Pass { inputShape } of one example.`,
      { cause: error },
    );
  }
}

/** What goes in, if the first layer says it, as Dense does. */
function knownInput(layer: Part | undefined): readonly number[] | undefined {
  if (layer === undefined || typeof layer === "function") return undefined;
  if ("inFeatures" in layer && typeof layer.inFeatures === "number") return [layer.inFeatures];
  return isSequence(layer) ? knownInput(layer.layers[0]) : undefined;
}

/** Output shape of each layer. The axes that grow with the batch are those that differ between batches of 2 and of 3. */
function outputShapes(model: Module, layers: readonly NamedLayer[], input: readonly number[]): (string | null)[] {
  const [two, three] = [2, 3].map((batch) => runShapes(model, layers, [batch, ...input]));
  return layers.map((_, i) => {
    const [a, b] = [two![i], three![i]];
    if (!a || !b) return null;
    return `[${a.map((size, axis) => (size === b[axis] ? size : "?")).join(", ")}]`;
  });
}

function runShapes(
  model: Module,
  layers: readonly NamedLayer[],
  shape: readonly number[],
): (readonly number[] | null)[] {
  const modules = model.namedModules().map(([, module]) => [module, module.training] as const);
  try {
    for (const [module] of modules) module.training = false;
    const x: Tensor = zeros<number[]>(shape as number[]);
    return noGrad(() => shapesAlong(model, layers, x));
  } finally {
    for (const [module, before] of modules) module.training = before;
  }
}

/** The shapes that the layers give, `null` for one that does not run. */
function shapesAlong(model: Module, layers: readonly NamedLayer[], x: Tensor): (readonly number[] | null)[] {
  const forward = (layer: Part, input: Tensor): Tensor =>
    typeof layer === "function" ? layer(input) : (layer.forward as (x: Tensor) => Tensor)(input);
  if (isSequence(model)) {
    // Walked here: functions cannot be listened to, and a layer may stand in it twice.
    let y = x;
    return layers.map(({ layer }) => {
      y = forward(layer, y);
      return y.shape;
    });
  }
  const seen = new Map<Part, readonly number[]>();
  const unhook = layers.map(({ layer }) =>
    typeof layer === "function"
      ? () => {}
      : layer.onForward((module, _, output) => void seen.set(module, output.shape)),
  );
  try {
    forward(model, x);
  } finally {
    for (const stop of unhook) stop();
  }
  return layers.map(({ layer }) => seen.get(layer) ?? null);
}

function sizeOf(values: readonly Tensor[]): number {
  return values.reduce((total, value) => total + value.size, 0);
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
