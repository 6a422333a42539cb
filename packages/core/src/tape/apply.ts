import { GradientError, TapegradError } from "../errors.ts";
import { sizeOf } from "../shape/sizes.ts";
import { allocate, type DType, isFloat } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { beforeOverwriting } from "../tensor/version.ts";
import { TapeNode } from "./node.ts";
import { inputName, type Op, outputTypes, ruleOf, type TensorType } from "./op.ts";
import { recording } from "./recording.ts";

const none: readonly Tensor[] = Object.freeze([]);

/**
 * Runs an op: its shape rule checks, then its value check, its kernel fills buffers made here, and one node is written if recording.
 *
 * @returns The output; a list where the op has several, an empty one where it has none.
 */
export function apply(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor | readonly Tensor[] {
  try {
    if (recording.batching !== null) return recording.batching.run(op, inputs, attrs);
    if (recording.tracing !== null) return recording.tracing.run(op, inputs, attrs, perform);
    return perform(op, inputs, attrs);
  } catch (error) {
    if (error instanceof TapegradError && error.message.startsWith(`${op.name}: `)) nameOperands(error, op, inputs);
    throw error;
  }
}

/** Says what the program calls the operands, where an error speaks of them as the op does: `Here b is "w".` */
function nameOperands(error: TapegradError, op: Op, inputs: readonly Tensor[]): void {
  const named = inputs.flatMap(({ name }, i) =>
    name && !error.message.includes(`"${name}"`) ? [`${inputName(op, i)} is "${name}"`] : [],
  );
  if (named.length === 0) return;
  const { message } = error;
  error.message = `${message} Here ${named.join(", ")}.`;
  // Engines write the message into the stack when the error is made.
  if (error.stack !== undefined) error.stack = error.stack.replace(message, () => error.message);
}

function perform(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor | readonly Tensor[] {
  if (op.mutates.length > 0) return mutate(op, inputs, attrs);
  if (op.several) return applySeveral(op, inputs, attrs);
  const shape = op.shape(inputs, attrs) as readonly number[]; // of its one output
  const dtype = op.dtype(inputs, attrs) as DType;
  if (op.check !== null) op.check(inputs, attrs);
  const output = op.alias
    ? share(inputs[0]!, shape)
    : new Tensor(shape, dtype, allocate(dtype, sizeOf(shape), op.name, shape));
  const outputs = [output];
  const saved = op.saves === null ? none : emptyTensors(op, op.saves(inputs, attrs));
  if (!op.alias) op.forward(outputs, inputs, attrs, saved);
  // A cast to integers has no derivative to find: it must not hold on to what it was computed from.
  const track = recording.gradients && op.differentiable && isFloat(dtype) && needsGradient(op, inputs);
  if (track || recording.tape !== null) writeNode(op, inputs, attrs, outputs, saved, track);
  return output;
}

/** As {@link apply}, of an op that has one output. */
export function applyOne(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor {
  return apply(op, inputs, attrs) as Tensor;
}

function applySeveral(op: Op, inputs: readonly Tensor[], attrs: unknown): readonly Tensor[] {
  const outputs = emptyTensors(op, outputTypes(op, inputs, attrs));
  if (op.check !== null) op.check(inputs, attrs);
  const saved = op.saves === null ? none : emptyTensors(op, op.saves(inputs, attrs));
  op.forward(outputs, inputs, attrs, saved);
  const track = recording.gradients && op.differentiable && needsGradient(op, inputs);
  if (track || recording.tape !== null) writeNode(op, inputs, attrs, outputs, saved, track);
  return outputs;
}

/** Tensors for an op to fill. */
function emptyTensors({ name }: Op, types: readonly TensorType[]): readonly Tensor[] {
  if (types.length === 0) return none;
  return types.map(({ shape, dtype }) => new Tensor(shape, dtype, allocate(dtype, sizeOf(shape), name, shape)));
}

/** The same storage under another shape. */
function share(source: Tensor, shape: readonly number[]): Tensor {
  const view: Tensor = new Tensor(shape, source.dtype, source.data);
  view.version = source.version;
  return view;
}

function mutate(op: Op, inputs: readonly Tensor[], attrs: unknown): readonly Tensor[] {
  recording.repeating?.overwrites(op);
  op.shape(inputs, attrs);
  for (const position of op.mutates) {
    if (inputs[position]!.version !== null) continue;
    const name = inputName(op, position);
    throw new GradientError(
      `${op.name}: ${name} must be a Parameter, got a Tensor, which never changes. Make it with parameter(values).`,
    );
  }
  if (op.check !== null) op.check(inputs, attrs);
  const { tape } = recording;
  // Before anything is overwritten: the node shows what went in.
  const node = tape === null ? null : new TapeNode(op, inputs, attrs, none);
  if (tape?.keeps) node!.record();
  for (const position of op.mutates) beforeOverwriting(inputs[position]!);
  op.forward(none, inputs, attrs, none);
  for (const position of op.mutates) inputs[position]!.version!.count++;
  if (node === null) return none;
  if (tape!.keeps) node.recordAfter();
  tape!.node(node);
  return none;
}

function writeNode(
  op: Op,
  inputs: readonly Tensor[],
  attrs: unknown,
  outputs: readonly Tensor[],
  saved: readonly Tensor[],
  track: boolean,
): void {
  const node = new TapeNode(op, inputs, attrs, outputs, saved);
  const { tape } = recording;
  link(node, track);
  if (tape === null) return;
  if (tape.keeps) node.record();
  tape.node(node);
}

/** Tells the outputs of a node that they are its. */
export function link(node: TapeNode, track: boolean): void {
  const { outputs } = node;
  for (let i = 0; i < outputs.length; i++) {
    const output = outputs[i]!;
    output.node = node;
    output.slot = i;
    output.requiresGrad = track && isFloat(output.dtype);
  }
}

/** Does an input that has a rule require a gradient? */
export function needsGradient(op: Op, inputs: readonly Tensor[]): boolean {
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.requiresGrad && ruleOf(op, i) !== null) return true;
  return false;
}
