import type { PageData } from "../pageData.ts";
import { runSwatch } from "./controls.ts";
import { byId, html } from "./dom.ts";
import { numberText } from "./numbers.ts";
import { parameterNames, stepAt, trackOf } from "./runs.ts";
import type { Store } from "./state.ts";

/** The parameters, to choose one; each with the norms of its gradient and update at the current step. */
export function addParameterList(data: PageData, steps: readonly number[], store: Store): void {
  const rows = parameterNames(data.runs).map((name, i) => {
    const id = `parameter${i}`;
    const radio = html("input", { type: "radio", name: "parameter", id, checked: name === store.state.parameter });
    radio.addEventListener("change", () => store.set({ parameter: name, element: null }));
    const tracks = data.runs.map((run) => trackOf(run, name));
    const shape = tracks.find((track) => track !== null)!.parameter.shape;
    const norms = html("span", { class: "norms" });
    const element = html(
      "li",
      {},
      radio,
      html(
        "label",
        { for: id },
        html("span", { class: "name" }, name),
        html("span", { class: "shape" }, `[${shape.join(", ")}]`),
        norms,
      ),
    );
    const show = (): void => {
      const step = steps[store.state.position]!;
      const texts = tracks.map((track) => {
        const at = track === null ? null : stepAt(track.run, step)?.parameters[track.place];
        if (at === null || at === undefined || at.gradient === null) return "no gradient";
        return `‖g‖ ${numberText(at.gradient.norm)}  ‖Δ‖ ${numberText(at.update?.norm ?? 0)}`;
      });
      norms.replaceChildren(
        ...texts.map((text, k) => html("span", { class: "of" }, ...(tracks.length > 1 ? [runSwatch(k)] : []), text)),
      );
    };
    show();
    return { element, show };
  });
  byId("parameters").replaceChildren(
    html("fieldset", {}, html("legend", {}, "Parameter"), html("ul", {}, ...rows.map(({ element }) => element))),
  );
  store.subscribe((state, before) => {
    if (state.position !== before.position) for (const { show } of rows) show();
  });
}
