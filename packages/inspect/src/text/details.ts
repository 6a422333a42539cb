import type { Node, Tensor } from "@tapegrad/core";
import { partOf } from "../reading/blocks.ts";
import { formulasOf } from "../reading/formulas.ts";
import type { Names } from "../reading/names.ts";
import { siteText, sourceLine } from "../reading/sourceLine.ts";
import { nameText, valueText } from "./written.ts";

/** What is asked for besides the lines themselves. */
export interface Wanted {
  readonly names: Names;
  readonly values: boolean;
  readonly formulas: boolean;
  readonly sites: boolean;
  readonly cotangents: ReadonlyMap<Tensor, Tensor> | null;
  /** The value of a leaf at the time. */
  readonly valueAt: (x: Tensor) => Tensor;
}

/** What stands below the line of an input or a Parameter. */
export function leafDetails(x: Tensor, { values, cotangents, valueAt }: Wanted): readonly string[] {
  const lines: string[] = [];
  if (values) lines.push(detail("value", valueText(valueAt(x))));
  const cotangent = cotangents?.get(x);
  if (cotangent !== undefined) lines.push(detail("gradient", valueText(cotangent)));
  return lines;
}

/** What stands below the line of a node. */
export function nodeDetails(node: Node, wanted: Wanted): readonly string[] {
  const { names, values, formulas, sites, cotangents } = wanted;
  const { op, inputs, outputs, site } = node;
  const isSeveral = outputs.length + op.mutates.length > 1;
  const called = (x: Tensor): string => (isSeveral ? `${nameText(names.of(x))} = ` : "");
  const lines: string[] = [];
  if (formulas) lines.push(detail("formula", formulasOf(node, names).value));
  if (values) {
    outputs.forEach((x, i) => void lines.push(detail("value", `${called(x)}${valueText(node.outputAtTime(i))}`)));
    for (const i of op.mutates) lines.push(detail("value", `${called(inputs[i]!)}${valueText(node.inputAfter(i))}`));
  }
  if (cotangents !== null && partOf(node) === "forward")
    for (const x of outputs) {
      const cotangent = cotangents.get(x);
      lines.push(detail("gradient", `${called(x)}${cotangent === undefined ? "none" : valueText(cotangent)}`));
    }
  if (sites && site !== null) lines.push(detail("line", [siteText(site), sourceLine(site) ?? ""].join("  ").trimEnd()));
  return lines;
}

function detail(title: string, text: string): string {
  return `    ${title.padEnd(8)}  ${text}`;
}
