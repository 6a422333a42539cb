import type { NumberEntry } from "../../json/document.ts";
import type { Kept, Spread } from "../spread.ts";
import { html } from "./dom.ts";
import { numberOf, numberText } from "./numbers.ts";
import { indexText, stepAt, type Track } from "./runs.ts";

/** All numbers of one parameter at one step. */
export function stepTable(track: Track, step: number, element: number | null): HTMLElement {
  const { run, place, parameter } = track;
  const at = stepAt(run, step);
  const own = at?.parameters[place];
  if (at === null || own === undefined) return html("p", {}, "No step was kept.");
  const chosen = element ?? 0;
  const index = parameter.kept.length === 0 ? "" : indexText(parameter.shape, parameter.kept[chosen]!);
  const row = (name: string, formula: string, kept: Kept<NumberEntry> | null, kind: string): HTMLElement => {
    const spread = kept !== null && "histogram" in kept ? (kept as Spread<NumberEntry>) : null; // only those have one
    const cell = (text: string): HTMLElement => html("td", {}, text);
    return html(
      "tr",
      {},
      html(
        "th",
        { scope: "row" },
        html("i", { class: `swatch ${kind}`, "aria-hidden": "true" }),
        name,
        html("span", { class: "formula" }, formula),
      ),
      cell(kept === null ? "–" : numberText(numberOf(kept.values[chosen]))),
      cell(kept === null ? "–" : numberText(kept.norm)),
      cell(spread === null ? "" : `${numberText(spread.min)} … ${numberText(spread.max)}`),
      cell(spread === null ? "" : `${numberText(spread.mean)} ± ${numberText(spread.std)}`),
    );
  };
  const notFinite = [own.value, own.gradient, own.update].reduce((sum, one) => sum + (one?.nonFinite ?? 0), 0);
  const formulas = run.document.optimizer.parts;
  const head = ["", `element ${index}`, "norm", "range", "mean ± std"];
  const table = html(
    "table",
    {},
    html(
      "caption",
      {},
      `${parameter.name} at step ${at.step}${notFinite > 0 ? `: ${notFinite} numbers are not finite` : ""}`,
    ),
    html(
      "thead",
      {},
      html("tr", {}, ...head.map((text) => (text === "" ? html("td") : html("th", { scope: "col" }, text)))),
    ),
    html(
      "tbody",
      {},
      row("value", "θ", own.value, "none"),
      row("gradient", "g", own.gradient, "none"),
      row("update", "Δ = sum of", own.update, "update"),
      ...track.parts.map((part) =>
        row(partTitle(part), formulas[part]?.text ?? "", own.parts[part] ?? null, `part-${part}`),
      ),
    ),
  );
  return html("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": `Numbers of ${run.name}` }, table);
}

/** What a part is called beside the whole. */
export function partTitle(part: string): string {
  return part === "gradient" ? "by this gradient" : part === "rounding" ? "rounding" : `by ${part}`;
}
