import { type Node, Parameter, type Tensor } from "@tapegrad/core";
import type { Block } from "../reading/blocks.ts";
import { crossingsOf } from "../reading/crossings.ts";
import { listed } from "../reading/folding.ts";
import type { Names } from "../reading/names.ts";
import { callText, counted, nameText, typeText } from "./written.ts";

/** `parameter w: float32[2, 3]` */
export function leafLine(x: Tensor, names: Names): string {
  const kind = x instanceof Parameter ? "parameter" : "input";
  const isUsual = x.requiresGrad === x instanceof Parameter;
  return `${kind} ${definition(x, names)}${isUsual ? "" : x.requiresGrad ? ", requires a gradient" : ", frozen"}`;
}

/** `h: float32[32, 50] = tanh(t2)` */
export function nodeLine(node: Node, names: Names, loss: Tensor | null): string {
  const remark = loss !== null && node.outputs.includes(loss) ? "loss" : derivativeText(node, names);
  return `${resultText(node, names)} ${callText(node, names)}${remark === "" ? "" : `  # ${remark}`}`;
}

function resultText({ op, inputs, outputs }: Node, names: Names): string {
  if (op.mutates.length > 0) return `${op.mutates.map((i) => nameText(names.of(inputs[i]!))).join(", ")} ←`;
  const results = outputs.map((x) => definition(x, names)).join(", ");
  return `${outputs.length === 1 ? results : `(${results})`} =`;
}

function definition(x: Tensor, names: Names): string {
  return `${nameText(names.of(x))}: ${typeText(x)}`;
}

/** Whose derivative a node computes: `∂y/∂x` on the edge from y to x. */
function derivativeText({ derivativeOf }: Node, names: Names): string {
  if (derivativeOf === null) return "";
  const { node, input, part } = derivativeOf;
  const result = nameText(names.of(node.outputs[0]!));
  if (part === "tangent") return `tangent of ${result}`;
  const operand = input === null ? "" : nameText(names.of(node.inputs[input]!));
  if (part === "sum") return `sum for ${operand}`;
  return input === null ? `cotangent of ${result}` : `∂${result}/∂${operand}`;
}

/** `▸ layers.0: 2 nodes, 2 parameters with 9 values; x → t2: float32[1, 3]` */
export function foldedLine(block: Block, names: Names, readers: ReadonlyMap<Tensor, readonly Node[]>): string {
  const { nodes, parameters, inputs, outputs, overwritten } = crossingsOf(block, readers);
  const values = parameters.reduce((sum, { size }) => sum + size, 0);
  const counts = [counted(nodes.length, "node")];
  if (parameters.length > 0) counts.push(`${counted(parameters.length, "parameter")} with ${counted(values, "value")}`);
  const goesIn = inputs.map((x) => nameText(names.of(x)));
  const comesOut = outputs.map((x) => definition(x, names));
  const flow =
    block.part === "update"
      ? `overwrites ${listed(
          overwritten.map((x) => nameText(names.of(x))),
          4,
        )}`
      : [listed(goesIn, 4), "→", listed(comesOut, 4)].filter((text) => text !== "").join(" ");
  return `▸ ${nameText(block.path)}: ${counts.join(", ")}; ${flow}`;
}
