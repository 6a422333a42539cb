import {
  DomainError,
  type DType,
  formatReceived,
  optionsOf,
  TapegradError,
  type Tensor,
  treeFlatten,
  whole,
} from "@tapegrad/core";
import fc from "fast-check";
import { type Case, type Domain, type Draw, drawCase, type KnownOp, knownOps } from "../facts.ts";
import { drawFrom, type Source } from "./draw.ts";
import { Program, type Step } from "./program.ts";
import { smallerPrograms } from "./shrink.ts";
import { inDomain, isSmoothAt } from "./smooth.ts";
import { domainOf, isFloat, type Subject, subjectOf } from "./subject.ts";
import { drawInputs } from "./values.ts";

/** What random programs are made of. */
export interface ExpressionOptions {
  /** Names of ops; by default every smooth one: differentiable, and its derivative comparable with differences. */
  readonly ops?: readonly string[];
  /** At most that many steps; default 4. */
  readonly depth?: number;
  /** At most that many input tensors; default 3. */
  readonly inputs?: number;
}

/**
 * Random well-typed programs over the ops, with inputs at which all of it is smooth: a `Program` has `f`, `inputs`, and prints
 * itself as code.
 *
 * They shrink towards few steps, few elements, and small round numbers.
 *
 * @throws {@link DomainError} if an op is not known or has no derivative to compare.
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(arbitraries.expression({ depth: 3 }), ({ f, inputs }) => {
 *     assertGradients(f, [...inputs]);
 *   }),
 *   { numRuns: 5 },
 * );
 * ```
 */
export function expression(options: ExpressionOptions = {}): fc.Arbitrary<Program> {
  optionsOf("expression", options, ["ops", "depth", "inputs"]);
  const { depth = 4, inputs = 3 } = options;
  whole("expression", "depth", depth, { min: 1 });
  whole("expression", "inputs", inputs, { min: 1 });
  return new ExpressionArbitrary(subjectsOf(options.ops), depth, inputs);
}

/** The ops whose derivatives can be compared with differences. */
export function smoothOps(): readonly KnownOp[] {
  return knownOps.filter((specified) => isSmooth(subjectOf(specified)));
}

function isSmooth(subject: Subject): boolean {
  // A shape that depends on values is none that a program can be compiled or batched with.
  return subject.differentiable && subject.facts.differences === undefined && subject.facts.batches === undefined;
}

function subjectsOf(names: readonly string[] | undefined): Subject[] {
  const all = knownOps.map(subjectOf).filter(isSmooth);
  if (names === undefined) return all;
  if (names.length === 0) throw new DomainError("expression: ops must name at least one op, got none.");
  return names.map((name) => {
    const subject = all.find((one) => one.name === name);
    if (subject !== undefined) return subject;
    throw new DomainError(`expression: ops must be differentiable ops, got ${formatReceived(name)}.`);
  });
}

/** fast-check's part: choices are drawn through `fc.gen`, and what they made is made smaller as a program, not as choices. */
class ExpressionArbitrary extends fc.Arbitrary<Program> {
  private readonly choices = fc.gen();
  private readonly subjects: readonly Subject[];
  private readonly depth: number;
  private readonly inputs: number;

  constructor(subjects: readonly Subject[], depth: number, inputs: number) {
    super();
    this.subjects = subjects;
    this.depth = depth;
    this.inputs = inputs;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Program> {
    const source = this.choices.generate(random, bias).value;
    // The choices come from a copy of the generator. Moved on, it gives another program next time: a filter would wait for one for ever.
    random.nextInt();
    return new fc.Value(buildProgram(source, this.subjects, this.depth, this.inputs), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    return value instanceof Program;
  }

  override shrink(program: Program): fc.Stream<fc.Value<Program>> {
    return fc.stream(
      (function* () {
        for (const smaller of smallerPrograms(program)) yield new fc.Value(smaller, undefined);
      })(),
    );
  }
}

function buildProgram(source: Source, subjects: readonly Subject[], depth: number, maxInputs: number): Program {
  const draw = drawFrom(source);
  const wanted = draw.integer(1, depth);
  let program = new Program([], []);
  // An op that finds nothing to work on gives way to another; a program may end up shorter than wanted, never empty.
  for (let attempt = 0; attempt < 6 * depth && program.steps.length < wanted; attempt++) {
    const subject = draw.pick(subjects);
    program = extend(source, draw, program, subject, maxInputs) ?? program;
  }
  while (program.steps.length === 0) program = extend(source, draw, program, draw.pick(subjects), Infinity) ?? program;
  return program;
}

/** The program with one more step, or `null` if the op does not fit. */
function extend(source: Source, draw: Draw, program: Program, subject: Subject, maxInputs: number): Program | null {
  const values = program.valuesFor(program.inputs);
  const last = values.at(-1);
  const one = drawCase(subject.facts, subject.inputNames, last === undefined ? draw : drawFirst(draw, last.shape));
  const count = one.inputs.length;

  // Each input is the last value if that fits (the first that can take it does), an earlier one, or a new input.
  const positions: (number | null)[] = [];
  for (let i = 0; i < count; i++) positions.push(usableValue(draw, subject, one, i, values, positions));
  const missing = positions.flatMap((position, i) => (position === null ? [i] : []));
  if (last !== undefined && !positions.includes(values.length - 1)) return null;
  if (program.inputs.length + missing.length > maxInputs && program.inputs.length > 0) return null;

  const floatOf = (): DType => "float64";
  const { tensors } = drawInputs(source, subject, one, floatOf, true);
  const added = missing.map((i) => tensors[i]!);
  const shift = added.length;
  const before = program.inputs.length;
  // New inputs stand behind the others, so that positions of results move up.
  const moved = (position: number): number => (position < before ? position : position + shift);
  let next = 0;
  const step: Step = {
    subject,
    inputs: positions.map((position) => (position === null ? before + next++ : moved(position))),
    args: one.args ?? [],
    slot: 0,
    path: "",
  };
  const steps = program.steps.map((old) => ({ ...old, inputs: old.inputs.map(moved) }));
  try {
    const longer = withFloatSlot(new Program([...program.inputs, ...added], [...steps, step]), draw);
    return longer !== null && isSmoothAt(longer) ? longer : null;
  } catch (error) {
    if (error instanceof TapegradError) return null; // shapes that do not go together after all
    throw error;
  }
}

/** The choices of a facts when a value is there already: the first shape it asks for is that value's, if it may be. */
function drawFirst(draw: Draw, shape: readonly number[]): Draw {
  let asked = false;
  const first = (minDims = 0, maxDims = 3, minSize = 1): boolean => {
    const fits = !asked && shape.length >= minDims && shape.length <= maxDims && shape.every((n) => n >= minSize);
    asked = true;
    return fits;
  };
  return {
    ...draw,
    shape: (options = {}) =>
      first(options.minDims, options.maxDims, options.minSize) ? [...shape] : draw.shape(options),
    broadcastable(count) {
      if (!first()) return draw.broadcastable(count);
      const others = Array.from({ length: count - 1 }, () =>
        shape.map((size) => (draw.boolean() ? size : 1)).slice(draw.boolean() ? 0 : draw.integer(0, shape.length)),
      );
      const at = draw.integer(0, count - 1);
      return [...others.slice(0, at), [...shape], ...others.slice(at)];
    },
  };
}

/** A value that can be input `i`: of its shape, in its domain; the last one first. */
function usableValue(
  draw: Draw,
  subject: Subject,
  { inputs }: Case,
  i: number,
  values: readonly Tensor[],
  taken: readonly (number | null)[],
): number | null {
  const domain: Domain = { ...domainOf(subject, i), ...inputs[i]! };
  const fitting = values.flatMap((value, position) =>
    sameSizes(value.shape, inputs[i]!.shape) && inDomain(value, domain) ? [position] : [],
  );
  if (fitting.length === 0 || domain.differsFrom !== undefined) return null;
  const last = values.length - 1;
  if (fitting.includes(last) && !taken.includes(last)) return last;
  return draw.boolean() ? draw.pick(fitting) : null;
}

function sameSizes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The program with the last step's value chosen among the float outputs of its op; `null` if there is none. */
function withFloatSlot(program: Program, draw: Draw): Program | null {
  const values = program.valuesFor(program.inputs);
  const last = program.steps.at(-1)!;
  const outputs = treeFlatten(
    last.subject.call(
      last.inputs.map((i) => values[i]!),
      last.args,
    ),
  );
  const slots = outputs.flatMap(({ tensor }, slot) => (isFloat(tensor) && tensor.size > 0 ? [slot] : []));
  if (slots.length === 0) return null;
  const slot = draw.pick(slots);
  return new Program(program.inputs, [...program.steps.slice(0, -1), { ...last, slot, path: outputs[slot]!.path }]);
}
