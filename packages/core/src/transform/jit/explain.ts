import { BuiltOp } from "../../op/build.ts";
import { formatShape } from "../../shape/format.ts";
import type { Step } from "./graph.ts";
import { type Item, stepsOf } from "./items.ts";
import type { Program } from "./program.ts";

/** A compiled program as text: a line for each part, in the order in which they run, what is within one loop on one line. */
export function describe({ segments, emitted, bytes, bytesWithoutReuse }: Program): string {
  const count = segments.reduce((sum, { steps }) => sum + steps.length, 0);
  const lines: string[] = [];
  let next = 0;
  for (const segment of segments) {
    if (!segment.emitted) {
      for (const step of segment.steps)
        lines.push(`  JavaScript   ${resultOf(step)} = ${step.op.name}: ${reasonFor(step)}`);
      continue;
    }
    const { items, times } = emitted[next]!;
    const took = times?.();
    for (const [k, item] of items.entries()) {
      lines.push(`  ${describeItem(item)}${took === undefined ? "" : `  ${took[k]!.toFixed(2)} µs`}`);
    }
    next++;
  }
  const code = emitted.reduce((sum, segment) => sum + segment.bytes, 0);
  const modules = `${emitted.length} ${emitted.length === 1 ? "module" : "modules"} of ${code} bytes`;
  return [
    `${count} ${count === 1 ? "op" : "ops"} in ${lines.length} ${lines.length === 1 ? "part" : "parts"}; emitted code: ${modules}`,
    ...lines,
    `buffers: ${bytes} bytes, ${bytesWithoutReuse} if none were used again`,
  ].join("\n");
}

function describeItem(item: Item): string {
  const names = stepsOf(item).map((step) => step.op.name);
  switch (item.kind) {
    case "product": {
      const { m, k, n, batch } = item.work;
      return `product      ${batch.length > 1 ? `${batch.length} × ` : ""}${m} × ${k} × ${n}, ${item.dtype}: ${names.join(", ")}`;
    }
    case "lanes": {
      const [{ layout }] = item.parts as [(typeof item.parts)[number]];
      const count = layout.outer * layout.inner;
      return `lanes        ${count} of ${layout.n}, ${item.dtype}: ${names.join(", ")}`;
    }
    case "copy":
      return `copy         ${item.step.outputs[0]!.slot.size} ${item.dtype}: ${names.join(", ")}`;
    case "loop":
      return `loop         ${item.size} ${item.dtype}: ${names.join(", ")}`;
  }
}

function resultOf({ outputs, inputs, op }: Step): string {
  const uses = outputs.length > 0 ? outputs : op.mutates.map((position) => inputs[position]!);
  return uses.length === 0 ? "nothing" : uses.map(({ dtype, shape }) => `${dtype}${formatShape(shape)}`).join(", ");
}

/** Why a step runs in JavaScript. */
function reasonFor({ op, outputs, inputs }: Step): string {
  if (op.draws) return "done anew at each call, by the program itself";
  if (!(op instanceof BuiltOp) || op.work === null) return "has no other kernel";
  const { dtype } = (outputs[0] ?? inputs[0])!;
  if (dtype !== "float32" && dtype !== "float64") return `vectors compute no ${dtype}`;
  if (inputs.some((input) => input.dtype !== dtype && input.dtype !== "bool"))
    return "its inputs have different dtypes";
  return "vectors have not all of its operations, or not this way of repeating its inputs";
}
