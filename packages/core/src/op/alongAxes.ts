import type { Formula, FormulaRule } from "../tape/op.ts";

/**
 * A formula about the elements that lie along some axes, as a rule: where a call has other axes besides, each of its lines says along
 * which.
 *
 * @param axesOf - The axes, from the attributes of a call; `undefined` if there are none of those.
 */
export function alongAxes<Input extends string, Attrs>(
  formula: FormulaRule<Input, Attrs>,
  axesOf: (attrs: Partial<Attrs>) => readonly number[] | undefined,
): (attrs: Partial<Attrs>, shapes: readonly (readonly number[])[] | null) => Formula<Input> {
  return (attrs, shapes) => {
    const lines = typeof formula === "function" ? formula(attrs, shapes) : formula;
    const axes = axesOf(attrs);
    const ndim = shapes?.[0]?.length ?? 0;
    if (axes === undefined || axes.length === 0 || axes.length >= ndim) return lines;
    const where = axes.length === 1 ? `along axis ${axes[0]}` : `along axes ${axes.join(" and ")}`;
    return Object.fromEntries(
      Object.entries(lines).map(([name, line]) => [name, `${line} ${where}`]),
    ) as Formula<Input>; // the same names
  };
}
