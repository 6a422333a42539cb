import { TapegradError, Tensor } from "@tapegrad/core";
import { Program, type Step } from "./program.ts";
import { isSmoothAt } from "./smooth.ts";
import { isFloat } from "./subject.ts";

/**
 * Programs a little smaller than the given one, the smallest first, all of them valid: fewer steps, then fewer elements, then
 * rounder numbers.
 */
export function* smallerPrograms(program: Program): Generator<Program> {
  for (const candidate of candidates(program)) {
    try {
      if (isSmoothAt(candidate) && isFloat(candidate.f(...candidate.inputs))) yield candidate;
    } catch (error) {
      if (!(error instanceof TapegradError) && !(error instanceof TypeError)) throw error; // one that does not run is none
    }
  }
}

function* candidates(program: Program): Generator<Program> {
  yield* fewerSteps(program);
  yield* fewerElements(program);
  yield* rounderNumbers(program);
}

/** One step alone, the steps before one, or one step taken out. */
function* fewerSteps(program: Program): Generator<Program> {
  const { inputs, steps } = program;
  if (steps.length <= 1) return;
  const values = program.valuesFor(inputs);
  const count = inputs.length;
  for (const [k, step] of steps.entries()) {
    // The step by itself, on the values it had.
    yield new Program(
      step.inputs.map((position) => detached(values[position]!)),
      [{ ...step, inputs: step.inputs.map((_, i) => i) }],
    );
    // What leads to it.
    if (k < steps.length - 1) yield pruned(new Program(inputs, steps.slice(0, k + 1)));
  }
  for (const [k, step] of steps.entries()) {
    // Its value as an input.
    yield pruned(withValueAsInput(program, k, detached(values[count + k]!)));
    // One of its inputs in its place.
    for (const position of step.inputs) if (values[position]!.size > 0) yield pruned(withoutStep(program, k, position));
  }
}

/** Without what the result does not depend on. */
function pruned({ inputs, steps }: Program): Program {
  const count = inputs.length;
  const used = new Set<number>([count + steps.length - 1]);
  for (let k = steps.length - 1; k >= 0; k--)
    if (used.has(count + k)) for (const position of steps[k]!.inputs) used.add(position);
  const kept = [...used].sort((a, b) => a - b);
  const renumbered = new Map(kept.map((position, i) => [position, i]));
  return new Program(
    inputs.filter((_, i) => used.has(i)),
    steps
      .filter((_, k) => used.has(count + k))
      .map((step): Step => ({ ...step, inputs: step.inputs.map((position) => renumbered.get(position)!) })),
  );
}

function withoutStep({ inputs, steps }: Program, k: number, instead: number): Program {
  const gone = inputs.length + k;
  const move = (position: number): number => (position === gone ? instead : position > gone ? position - 1 : position);
  const rest = steps.filter((_, i) => i !== k).map((step) => ({ ...step, inputs: step.inputs.map(move) }));
  return new Program(inputs, rest);
}

function withValueAsInput({ inputs, steps }: Program, k: number, value: Tensor): Program {
  const gone = inputs.length + k;
  const move = (position: number): number =>
    position === gone ? inputs.length : position < inputs.length ? position : position > gone ? position : position + 1;
  const rest = steps.filter((_, i) => i !== k).map((step) => ({ ...step, inputs: step.inputs.map(move) }));
  return new Program([...inputs, value], rest);
}

/** Every axis of some size made shorter in all inputs at once, with the size changed in arguments too, or not. */
function* fewerElements(program: Program): Generator<Program> {
  const sizes = [...new Set(program.inputs.flatMap(({ shape }) => [...shape] as number[]))].sort((a, b) => b - a);
  for (const size of sizes) {
    for (const shorter of size > 2 ? [1, size - 1] : size === 2 ? [1] : []) {
      const inputs = program.inputs.map((x) => cropped(x, size, shorter));
      yield new Program(inputs, program.steps);
      yield new Program(
        inputs,
        program.steps.map((step) => ({ ...step, args: step.args.map((arg) => replaced(arg, size, shorter)) })),
      );
    }
  }
  // One input alone: what broadcasts against it stays.
  for (const [i, input] of program.inputs.entries()) {
    for (const [axis, size] of (input.shape as readonly number[]).entries()) {
      if (size < 2) continue;
      const inputs = [...program.inputs];
      inputs[i] = croppedAxis(input, axis, 1);
      yield new Program(inputs, program.steps);
    }
    if (input.ndim > 0 && input.shape[0] === 1) {
      const inputs = [...program.inputs];
      inputs[i] = new Tensor(input.shape.slice(1), input.dtype, input.data.slice());
      yield new Program(inputs, program.steps);
    }
  }
  if (program.inputs.every((x) => x.ndim > 0 && x.shape[0] === 1))
    yield new Program(
      program.inputs.map((x) => new Tensor(x.shape.slice(1), x.dtype, x.data.slice())),
      program.steps,
    );
}

function replaced(arg: unknown, size: number, shorter: number): unknown {
  if (arg === size) return shorter;
  return Array.isArray(arg) ? arg.map((item) => replaced(item, size, shorter)) : arg;
}

function cropped(x: Tensor, size: number, shorter: number): Tensor {
  let result = x;
  for (const [axis, length] of (x.shape as readonly number[]).entries())
    if (length === size) result = croppedAxis(result, axis, shorter);
  return result;
}

/** The first `length` entries along an axis. */
function croppedAxis(x: Tensor, axis: number, length: number): Tensor {
  const ranges = (x.shape as readonly number[]).map((n, i): [number, number] => [0, i === axis ? length : n]);
  return detached(x.detach().slice(ranges) as Tensor);
}

function detached(x: Tensor): Tensor {
  return new Tensor(x.shape, x.dtype, x.data.slice());
}

/** Numbers with fewer digits: first all at once, then one by one. */
function* rounderNumbers(program: Program): Generator<Program> {
  for (const rounding of roundings) {
    const inputs = program.inputs.map((x) => mapped(x, rounding));
    if (inputs.some((x, i) => x.data.some((value: number, k: number) => value !== program.inputs[i]!.data[k])))
      yield new Program(inputs, program.steps);
  }
  for (const [i, input] of program.inputs.entries()) {
    if (!isFloat(input)) continue;
    for (let k = 0; k < input.size; k++) {
      const value: number = input.data[k]!;
      for (const simpler of [1, Math.round(value), round(value, 0.5), round(value, 0.1)]) {
        if (complexity(simpler) >= complexity(value)) continue;
        const inputs = [...program.inputs];
        inputs[i] = mapped(input, (old, position) => (position === k ? simpler : old));
        yield new Program(inputs, program.steps);
      }
    }
  }
}

const roundings: readonly ((value: number) => number)[] = [
  () => 1,
  (value) => Math.round(value) || Math.sign(value) || 1,
  (value) => round(value, 0.5),
  (value) => round(value, 0.1),
  (value) => round(value, 0.01),
];

/** To a multiple of a decimal unit, as the shortest decimal. */
function round(value: number, unit: number): number {
  return Number((Math.round(value / unit) * unit).toPrecision(6));
}

/** Shorter to write is simpler; 1 is simplest. */
function complexity(value: number): number {
  return value === 1 ? 0 : String(value).length + Math.abs(value) / 100;
}

function mapped(x: Tensor, element: (value: number, i: number) => number): Tensor {
  if (!isFloat(x)) return x;
  return new Tensor(x.shape, x.dtype, x.data.map(element));
}
