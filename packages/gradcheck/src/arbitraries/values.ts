import { type DType, type Dynamic, Tensor, tensor } from "@tapegrad/core";
import fc from "fast-check";
import { arrays } from "../arrays.ts";
import type { Case, ErrorRow, InputCase } from "../facts.ts";
import { number, type Source } from "./draw.ts";
import { domainOf, nameOf, type Subject } from "./subject.ts";

/** The inputs of one call, and how far each element of a float may move before it meets a kink or leaves its range. */
export interface Inputs {
  readonly tensors: readonly Tensor[];
  readonly room: number;
}

/** One input to be filled, everything that is known of its values put together. */
interface Plan extends InputCase {
  readonly dtype: DType;
  readonly low: number;
  readonly high: number;
  readonly avoid: readonly number[];
  readonly size: number;
}

/**
 * Fills the inputs of a case from their domains.
 *
 * @param floats - The dtype of each input whose domain names none.
 * @param inner - Stay `room` away from the ends of each range, so that whoever moves elements by it stays inside.
 */
export function drawInputs(
  source: Source,
  subject: Subject,
  { inputs }: Case,
  floats: (i: number) => DType,
  inner: boolean,
): Inputs {
  const plans = inputs.map((input, i) => planOf({ ...domainOf(subject, i), ...input }, floats(i)));
  const lattice = latticeOf(subject, plans);
  const widths = plans.map(({ low, high }) => high - low).filter((width) => width > 0);
  // A twentieth keeps differences in reach of well-scaled functions, a fortieth of the range within it.
  const room = Math.min(0.05, lattice.room, ...widths.map((width) => width / 40));
  const tensors = plans.map((plan, i) => {
    const margin = inner && plan.high > plan.low ? room : 0;
    const [low, high] = [plan.low + margin, plan.high - margin];
    if (plan.dtype === "bool") return make(plan, () => source(fc.nat, 1));
    if (plan.dtype === "int32") return make(plan, picked(source, wholeNumbers(plan), plan));
    const phase = lattice.phases[i];
    if (phase === undefined) return make(plan, () => awayFrom(plan.avoid, room, low, high, number(source, low, high)));
    const point = picked(source, pointsOf(plan, lattice, phase), plan);
    return make(plan, () => point() + number(source, -lattice.room, lattice.room));
  });
  return { tensors, room };
}

/** An input as a row of errors writes it. */
export function inputOfRow(subject: Subject, input: ErrorRow["inputs"][number], i: number): unknown {
  if ("literal" in input) return input.literal;
  if ("value" in input) return tensor(input.value as Dynamic, input.dtype === undefined ? {} : { dtype: input.dtype });
  const [source] = fc.sample(fc.gen(), { numRuns: 1, seed: 1 });
  const { tensors } = drawInputs(
    source!,
    subject,
    { inputs: [{ ...domainOf(subject, i), ...input }] },
    () => "float32",
    false,
  );
  return tensors[0];
}

/** A tensor of a shape, filled from its domain. */
export function drawTensor(source: Source, input: InputCase & { readonly dtype: DType }): Tensor {
  const plan = planOf(input, input.dtype);
  const room = Math.min(0.05, (plan.high - plan.low) / 40);
  if (plan.dtype === "bool") return make(plan, () => source(fc.nat, 1));
  if (plan.dtype === "int32") return make(plan, picked(source, wholeNumbers(plan), plan));
  return make(plan, () => awayFrom(plan.avoid, room, plan.low, plan.high, number(source, plan.low, plan.high)));
}

/** A tensor like another, of numbers from -2 to 2. */
export function drawLike(source: Source, x: Tensor): Tensor {
  return make({ shape: x.shape, dtype: x.dtype, size: x.size }, () => number(source, -2, 2));
}

function planOf(input: InputCase, float: DType): Plan {
  const [low, high] = input.range ?? [-2, 2];
  const size = input.shape.reduce((product, n) => product * n, 1);
  return { ...input, dtype: input.dtype ?? float, low, high, avoid: input.avoid ?? [], size };
}

function make(plan: Pick<Plan, "shape" | "dtype" | "size" | "diagonal">, element: () => number): Tensor {
  const { shape, dtype, size, diagonal } = plan;
  const data = new arrays[dtype](size);
  for (let i = 0; i < size; i++) data[i] = element() + (diagonal === undefined ? 0 : addedAt(i, shape, diagonal));
  return new Tensor(shape, dtype, data);
}

/** What a domain of matrices adds to element `i`: something on the diagonals. */
export function addedAt(i: number, shape: readonly number[], [first, step]: readonly [number, number]): number {
  const [m, n] = shape.slice(-2) as [number, number];
  const row = Math.floor(i / n) % m;
  return row === i % n ? first + row * step : 0;
}

/** The value, pushed off what it must avoid: to the side where it is, unless that is outside. */
function awayFrom(avoid: readonly number[], room: number, low: number, high: number, value: number): number {
  for (const kink of avoid) {
    if (Math.abs(value - kink) >= 2 * room) continue;
    const below = kink - 2 * room;
    const above = kink + 2 * room;
    return (value < kink && below >= low) || above > high ? below : above;
  }
  return value;
}

function wholeNumbers({ low, high, avoid }: Plan): number[] {
  const first = Math.ceil(low);
  const all = Array.from({ length: Math.floor(high) - first + 1 }, (_, i) => first + i);
  return all.filter((n) => !avoid.includes(n));
}

/** One after the other of the candidates, each once if they must be distinct. The simplest, those nearest to 0, come first. */
function picked(source: Source, candidates: readonly number[], { distinct, size }: Plan): () => number {
  const left = [...candidates].sort((a, b) => Math.abs(a) - Math.abs(b) || b - a);
  if (size > 0 && left.length < (distinct ? size : 1))
    throw new Error(`The range has ${left.length} values to choose from, too few for ${size} elements. Widen it.`);
  return () => {
    const k = source(fc.nat, left.length - 1);
    return distinct ? left.splice(k, 1)[0]! : left[k]!;
  };
}

/**
 * Where elements must differ they sit on a lattice: distinct ones of one tensor on different points, those of tensors that
 * differ from each other on points of different phases, each with some `room` to scatter and as much to move.
 */
interface Lattice {
  readonly spacing: number;
  /** Which of how many shifted copies of the lattice an input uses; `undefined` for one that may be anywhere. */
  readonly phases: readonly (number | undefined)[];
  readonly count: number;
  readonly room: number;
}

function latticeOf(subject: Subject, plans: readonly Plan[]): Lattice {
  const names = plans.map((_, i) => (subject.variadic ? `${subject.inputNames[0]}` : nameOf(subject, i)));
  const phaseOf = (i: number): number | undefined => {
    const { differsFrom, distinct } = plans[i]!;
    if (differsFrom === names[i]) return i; // the tensors of a variadic op, each from the others
    const other = differsFrom === undefined ? -1 : names.indexOf(differsFrom);
    if (other >= 0) return (phaseOf(other) ?? 0) + 1;
    return distinct || plans.some((plan) => plan.differsFrom === names[i]) ? 0 : undefined;
  };
  const phases = plans.map((_, i) => phaseOf(i));
  const used = plans.filter((plan, i) => phases[i] !== undefined && plan.high > plan.low);
  const spacings = used.map(({ low, high, distinct, size, avoid }) => {
    const points = (distinct ? size : 4) + 2 * avoid.length + 2;
    return (high - low) / points;
  });
  const spacing = Math.min(0.25, ...spacings);
  const count = Math.max(0, ...phases.map((phase) => phase ?? 0)) + 1;
  return { spacing, phases, count, room: used.length === 0 ? Infinity : spacing / (8 * count) };
}

/** The points for one input: those of its phase that are inside its range and off what it must avoid. */
function pointsOf({ low, high, avoid }: Plan, { spacing, count, room }: Lattice, phase: number): number[] {
  const points: number[] = [];
  for (let k = Math.floor(low / spacing) - 1; k <= Math.ceil(high / spacing); k++) {
    const point = (k + phase / count) * spacing;
    const inside = point >= low + 2 * room && point <= high - 2 * room;
    if (inside && avoid.every((kink) => Math.abs(point - kink) >= 3 * room)) points.push(point);
  }
  return points;
}
