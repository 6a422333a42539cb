import {
  DomainError,
  flag,
  formatReceived,
  formatShape,
  functionArgument,
  ones,
  ShapeError,
  Tensor,
  unrecorded,
  vjp,
  whole,
} from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import type { LinePoint } from "./clip.ts";
import { frame, type LegendEntry } from "./frame.ts";
import { jumpsBetween } from "./jumps.ts";
import { drawLine } from "./lines.ts";
import { countNonFinite, finiteExtent, nonFiniteNote } from "./numbers.ts";
import {
  type AxisOptions,
  type AxisSettings,
  type PictureOptions,
  readAxis,
  readOptions,
  readRange,
} from "./options.ts";
import { type AxisPlan, axisPlan, panels } from "./panel.ts";
import type { Picture } from "./picture.ts";
import { render } from "./render.ts";
import { formatNumber, printable } from "./text.ts";
import { styleOf } from "./theme.ts";
import type { Extent } from "./ticks.ts";

/** A function of one variable that works element by element, such as `tanh`. */
export type ScalarFunction = (x: Tensor<[number], "float64">) => Tensor;

/** Options of {@link functionPlot}. */
export interface FunctionPlotOptions extends PictureOptions {
  /** From where to where x goes. */
  readonly range: readonly [number, number];
  /** Is the derivative drawn below the function? Default true. */
  readonly derivative?: boolean;
  /** Title and unit of x, and whether it is logarithmic. */
  readonly x?: Omit<AxisOptions, "range">;
  /** The axis of the function. */
  readonly y?: AxisOptions;
  /** The axis of the derivative. */
  readonly dy?: AxisOptions;
  /** How many values of x, 16 … 4096; default 401. */
  readonly samples?: number;
}

const where = "functionPlot";

/**
 * Functions of one variable, and below them their derivatives, as `vjp` computes them.
 *
 * Where a function or its derivative jumps (a pole, the kink of a ReLU), the line has a gap; values that are not finite are gaps
 * too, and a note says how many there are.
 *
 * @param f - From x `[n]` (float64) to a tensor `[n]`, element by element; or several such functions by name.
 * @param options - See {@link FunctionPlotOptions}; `range` is needed.
 * @throws {@link TapegradError} if a function gives another shape or does not work element by element, or if an option is wrong.
 * @example
 * ```ts
 * const picture = functionPlot({ tanh, sigmoid }, { range: [-4, 4], title: "Activation functions" });
 * picture.svg.includes(">f′(x)</text>"); // => true
 * ```
 */
export function functionPlot(
  f: ScalarFunction | { readonly [name: string]: ScalarFunction },
  options: FunctionPlotOptions,
): Picture {
  const { given, settings } = readOptions(where, options, ["range", "derivative", "x", "y", "dy", "samples"]);
  const { ink, theme } = settings;
  const functions = readFunctions(f);
  const derivative = flag(where, "derivative", given.derivative ?? true);
  const samples = whole(where, "samples", given.samples ?? 401, { min: 16, max: 4096 });
  const xAxis = readAxis(where, "x", given.x, "x");
  const range = readRange(where, "range", given.range, xAxis.scale);
  const x: AxisPlan = { title: xAxis.title, scale: xAxis.scale, extent: range };
  const single = functions.length === 1;
  const called = (prime: string): string => {
    const name = single ? printable(functions[0]![0]) : "f";
    return `${name === "" || name.startsWith("(") ? "f" : name}${prime}(x)`;
  };
  const axes = [
    readAxis(where, "y", given.y, called("")),
    ...(derivative ? [readAxis(where, "dy", given.dy, called("′"))] : []),
  ];

  const xs =
    xAxis.scale === "log"
      ? spaced(range.map(Math.log) as [number, number], samples).map(Math.exp)
      : spaced(range, samples); // two of two
  // Both ends exactly: the logarithm and back may miss them.
  [xs[0], xs[samples - 1]] = range;
  const curves = functions.map(([name, each]) => curvesOf(name, each, xs, derivative));
  const plans = axes.map((axis, k) =>
    planY(
      axis,
      curves.map((curve) => curve[k]!),
    ),
  );
  const left = axes.map((_, k) => countNonFinite(curves.flatMap((curve) => curve[k]!.values)));
  const notes = [...nonFiniteNote(left[0]!), ...(derivative ? nonFiniteNote(left[1]!, "derivative") : [])];
  const styles = functions.map((_, i) => styleOf(theme, i));
  const legend = single
    ? []
    : functions.map(
        ([name], i): LegendEntry => ({ name: printable(name), colour: styles[i]!.colour, dash: styles[i]!.dash }),
      );
  const height = settings.height ?? (derivative ? 540 : 450);
  const { layers, box } = frame(where, settings, { legend, notes }, height);
  const parts = panels(
    layers,
    box,
    plans.map((y) => ({ x, y, ink, grid: true })),
  );
  for (const [k, { plot, inner }] of parts.entries()) {
    for (const [i, curve] of curves.entries()) {
      const { colour, dash } = styles[i]!;
      drawLine(inner, lineOf(xs, curve[k]!), x, plans[k]!, { colour, dash, width: 3 });
    }
    layers.group(plot, inner);
  }
  const names = functions.map(([name]) => printable(name) || "f").join(", ");
  return render(
    {
      ...settings,
      height,
      background: ink.background,
      title: settings.title ?? `${names}${derivative ? " and derivative" : ""}`,
      description: settings.description ?? describe(names, x, axes, curves, notes),
    },
    layers,
  );
}

function readFunctions(f: unknown): readonly (readonly [name: string, f: ScalarFunction])[] {
  if (typeof f === "function") return [[f.name, f as ScalarFunction]]; // what it gives is checked when it is called
  if (typeof f !== "object" || f === null || Array.isArray(f))
    throw new DomainError({
      where,
      argument: "f",
      expected: "must be a function, or functions by name",
      received: formatReceived(f),
    });
  const entries = Object.entries(f).map(
    ([name, each]) => [name, functionArgument<ScalarFunction>(where, JSON.stringify(name), each)] as const,
  );
  if (entries.length === 0)
    throw new DomainError({ where, argument: "f", expected: "must hold at least one function", received: "none" });
  return entries;
}

function spaced([low, high]: Extent, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** Values at all x, and between which neighbours there is a jump: `jumps[i]`, between i and i + 1. */
interface Curve {
  readonly values: readonly number[];
  readonly jumps: readonly boolean[];
}

/** A function, and its derivative if asked for, at all x. */
function curvesOf(name: string, f: ScalarFunction, xs: readonly number[], derivative: boolean): readonly Curve[] {
  const value = (at: readonly number[]): number[] => aside(() => valuesOf(name, f, at));
  const slope = (at: readonly number[]): number[] =>
    unrecorded(() => {
      const [y, pullback] = vjp((x: Tensor<[number], "float64">) => checked(name, f(x), at.length), vectorOf(at));
      return Array.from(pullback(ones([at.length], { dtype: y.dtype === "float64" ? "float64" : "float32" }))[0].data);
    });
  const values = value(xs);
  // A function that mixes its elements has no graph; one x alone shows it.
  const k = Math.floor(xs.length / 3);
  const alone = value([xs[k]!])[0]!;
  if (!(Math.abs(alone - values[k]!) <= 1e-5 * Math.max(1, Math.abs(alone))) && Number.isFinite(alone))
    throw new DomainError({
      where,
      argument: name === "" ? "f" : JSON.stringify(name),
      expected: "must work element by element",
      received: `${values[k]} at x = ${formatNumber(xs[k]!)} among others and ${alone} alone`,
    });
  return [value, ...(derivative ? [slope] : [])].map((g) => {
    const at = g === value ? values : g(xs);
    return { values: at, jumps: jumpsBetween(g, xs, at) };
  });
}

function vectorOf(at: readonly number[]): Tensor<[number], "float64"> {
  return new Tensor<[number], "float64">([at.length], "float64", Float64Array.from(at));
}

function valuesOf(name: string, f: ScalarFunction, at: readonly number[]): number[] {
  return Array.from(checked(name, f(vectorOf(at)), at.length).data);
}

function checked(name: string, output: unknown, n: number): Tensor {
  if (output instanceof Tensor && output.ndim === 1 && output.size === n) return output;
  throw new ShapeError({
    where,
    argument: name === "" ? "f" : JSON.stringify(name),
    expected: `must give a tensor of shape [${n}] for x [${n}]`,
    received: output instanceof Tensor ? formatShape(output.shape) : formatReceived(output),
  });
}

/** The line through the finite values, with gaps at jumps. */
function lineOf(xs: readonly number[], { values, jumps }: Curve): LinePoint[] {
  return values.flatMap((value, i): LinePoint[] => {
    const point: LinePoint = Number.isFinite(value) ? [xs[i]!, value] : null;
    return jumps[i] ? [point, null] : [point];
  });
}

/**
 * The axis of all curves: over everything, unless one of them goes to infinity.
 *
 * A pole would leave a flat line of the rest, so then it is over the middle of the values: the second to the ninth tenth, and
 * three quarters as much again on both sides.
 */
function planY(axis: AxisSettings, curves: readonly Curve[]): AxisPlan {
  const log = axis.scale === "log";
  const all = curves.flatMap(({ values }) => values).filter((value) => Number.isFinite(value) && (!log || value > 0));
  const whole = finiteExtent(all) ?? (log ? [1, 10] : [0, 1]);
  const unbounded = curves.some(({ values, jumps }) => values.some((v) => !Number.isFinite(v)) || jumps.some(Boolean));
  if (log || !unbounded) return axisPlan(axis, whole);
  const sorted = [...all].sort((a, b) => a - b);
  const quantile = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  const [low, high] = [quantile(0.1), quantile(0.9)];
  const more = 0.75 * (high - low) || Infinity;
  return axisPlan(axis, [Math.max(whole[0], low - more), Math.min(whole[1], high + more)]);
}

function describe(
  names: string,
  x: AxisPlan,
  axes: readonly AxisSettings[],
  curves: readonly (readonly Curve[])[],
  notes: readonly string[],
): string {
  const ranges = axes.map(({ title }, k) => {
    const extent = finiteExtent(curves.flatMap((curve) => curve[k]!.values));
    return extent === null
      ? `${title}: nothing finite.`
      : `${title}: from ${formatNumber(extent[0])} to ${formatNumber(extent[1])}.`;
  });
  const jumps = curves.flat().reduce((sum, curve) => sum + curve.jumps.filter(Boolean).length, 0);
  const gaps = jumps === 0 ? [] : [`${jumps} ${jumps === 1 ? "jump is a gap" : "jumps are gaps"} in a line.`];
  const over = `${names} for ${x.title} from ${formatNumber(x.extent[0])} to ${formatNumber(x.extent[1])}.`;
  return [over, ...ranges, ...gaps, ...notes.map((note) => `${note}.`)].join(" ");
}
