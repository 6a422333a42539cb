import { GradientError } from "../errors.ts";
import { sizeOf } from "../shape/sizes.ts";
import { Node } from "../tape/node.ts";
import { recording } from "../tape/recording.ts";
import { currentSite } from "../tape/site.ts";
import { allocate, isFloat } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { inputName, type Op, type OutputType, ruleOf } from "./op.ts";

const noOutputs: readonly Tensor[] = [];

/**
 * Runs an op: its shape rule checks, its kernel fills buffers made here, and one node is written if recording.
 *
 * @returns The output; a list where the op has several, an empty one where it has none.
 */
export function apply(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor | readonly Tensor[] {
  if (op.mutates.length > 0) return mutate(op, inputs, attrs);
  const types = op.infer(inputs, attrs);
  const track = recording.gradients && op.differentiable && needsGradient(op, inputs);
  if (op.several) {
    const outputs = (types as readonly OutputType[]).map(allocateTensor);
    const saved = op.forward(outputs, inputs, attrs);
    if (track || recording.tape !== null) writeNode(op, inputs, attrs, outputs, saved, track);
    return outputs;
  }
  const type = types as OutputType;
  const output = op.alias ? share(inputs[0]!, type) : allocateTensor(type);
  const saved = op.alias ? undefined : op.forward(output, inputs, attrs);
  // A cast to integers has no derivative to find: it must not hold on to what it was computed from.
  if ((track && isFloat(type.dtype)) || recording.tape !== null) writeNode(op, inputs, attrs, [output], saved, track);
  return output;
}

/** A tensor for an op to fill. */
function allocateTensor(type: OutputType): Tensor {
  return new Tensor(type.shape, type.dtype, allocate(type.dtype, sizeOf(type.shape)));
}

/** The same storage under another shape. */
function share(source: Tensor, type: OutputType): Tensor {
  const view: Tensor = new Tensor(type.shape, type.dtype, source.data);
  view.version = source.version;
  return view;
}

function mutate(op: Op, inputs: readonly Tensor[], attrs: unknown): readonly Tensor[] {
  op.infer(inputs, attrs);
  for (const position of op.mutates) {
    if (inputs[position]!.version !== null) continue;
    const name = inputName(op, position);
    throw new GradientError(
      `${op.name}: ${name} must be a Parameter, got a Tensor, which never changes. Make it with parameter(values).`,
    );
  }
  op.forward(noOutputs, inputs, attrs);
  for (const position of op.mutates) inputs[position]!.version!.count++;
  if (recording.tape !== null) writeNode(op, inputs, attrs, noOutputs, undefined, false);
  return noOutputs;
}

function writeNode(
  op: Op,
  inputs: readonly Tensor[],
  attrs: unknown,
  outputs: readonly Tensor[],
  saved: unknown,
  track: boolean,
): void {
  const node = new Node(op, inputs, attrs, outputs, saved);
  for (let i = 0; i < outputs.length; i++) {
    const output = outputs[i]!;
    output.node = node;
    output.slot = i;
    output.requiresGrad = track && isFloat(output.dtype);
  }
  if (recording.tape === null) return;
  node.path = recording.path;
  if (recording.sites) node.site = currentSite();
  recording.tape.push(node);
}

function needsGradient(op: Op, inputs: readonly Tensor[]): boolean {
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.requiresGrad && ruleOf(op, i) !== null) return true;
  return false;
}
