import type { PageData } from "../pageData.ts";
import { runName } from "./controls.ts";
import { byId, html } from "./dom.ts";
import type { Frame } from "./frame.ts";
import { histograms, rangeOf } from "./histograms.ts";
import { acrossElements, overSteps } from "./movesView.ts";
import { alongSteps, indexText, partNames, type Track, trackOf } from "./runs.ts";
import type { Store } from "./state.ts";
import { partTitle, stepTable } from "./stepTable.ts";

const quantities = ["value", "gradient", "update"] as const;

/** All of one parameter: a column for each run. */
export function addParameterView(data: PageData, steps: readonly number[], store: Store): { draw(): void } {
  let marked: readonly Frame[] = [];
  let panels: readonly Panel[] = [];
  const showStep = (): void => {
    const { position, element, isShared } = store.state;
    const step = steps[position]!;
    for (const frame of marked) frame.markAt(step);
    for (const { track, now, table } of panels) {
      const compared = isShared ? panels.map((panel) => panel.track) : [track];
      const across = acrossElements(track, compared, step, now.clientWidth, element);
      const last = track.parameter.kept.length - 1;
      across.onPick((x) => store.set({ element: Math.max(0, Math.min(last, Math.round(x))) }));
      now.replaceChildren(across.element);
      const { scrollLeft } = table;
      table.replaceChildren(stepTable(track, step, element));
      table.scrollLeft = scrollLeft;
    }
  };
  const draw = (): void => {
    const { parameter, element, isLogarithmic, isShared } = store.state;
    const found = data.runs.map((run) => trackOf(run, parameter));
    const tracks = found.filter((track) => track !== null);
    const options = (width: number) => ({ width, steps, element, isLogarithmic });
    byId("title").textContent = parameter;
    byId("element").replaceChildren(...elementChoice(tracks[0]!, store));
    byId("legend").replaceChildren(...legend(tracks));
    panels = tracks.map((track) => ({
      track,
      over: chartPlace(),
      now: chartPlace(),
      table: html("div"),
      shades: quantities.map(chartPlace),
    }));
    const heading = data.runs.length > 1 ? "h4" : "h3"; // below the name of the run
    byId("runs").classList.toggle("several", data.runs.length > 1);
    byId("runs").replaceChildren(
      ...data.runs.map((_, i) => {
        const panel = panels.find(({ track }) => track === found[i]);
        const name = data.runs.length > 1 ? [html("h3", {}, runName(data, i))] : [];
        if (panel === undefined) return html("section", {}, ...name, html("p", {}, "This run has no such parameter."));
        return html(
          "section",
          {},
          ...name,
          html(
            heading,
            {},
            element === null
              ? "What moved it"
              : `What moved element ${indexText(panel.track.parameter.shape, panel.track.parameter.kept[element] ?? 0)}`,
          ),
          panel.over,
          html(heading, {}, "This step"),
          panel.now,
          panel.table,
          html(heading, {}, "All its elements, over the steps"),
          ...panel.shades,
        );
      }),
    );
    const frames: Frame[] = [];
    for (const { track, over, shades } of panels) {
      const compared = isShared ? tracks : [track];
      const frame = overSteps(track, compared, options(over.clientWidth));
      over.replaceChildren(frame.element);
      frames.push(frame);
      for (const [k, quantity] of quantities.entries()) {
        const spreads = [...alongSteps(track)].map(([step, at]) => [step, at[quantity]] as const);
        const all = compared.flatMap((one) => [...alongSteps(one)].map(([, at]) => at[quantity]));
        const shade = histograms(spreads, {
          width: shades[k]!.clientWidth,
          height: 120,
          x: [steps[0]!, steps.at(-1)!],
          y: rangeOf(all),
          xLabel: k === 2 ? "step" : "",
          yLabel: quantity,
          label: `Histograms of the ${quantity} of ${parameter} over the steps, ${track.run.name}`,
        });
        shades[k]!.replaceChildren(shade.element);
        frames.push(shade);
      }
    }
    for (const frame of frames) frame.onPick((step) => store.goNear(step, steps));
    marked = frames;
    showStep();
  };
  store.subscribe((state, before) => {
    const sameView =
      state.parameter === before.parameter &&
      state.element === before.element &&
      state.isLogarithmic === before.isLogarithmic &&
      state.isShared === before.isShared;
    if (!sameView) draw();
    else if (state.position !== before.position) showStep();
  });
  return { draw };
}

/** Where the charts of one run go. */
interface Panel {
  readonly track: Track;
  readonly over: HTMLElement;
  readonly now: HTMLElement;
  readonly table: HTMLElement;
  readonly shades: readonly HTMLElement[];
}

function chartPlace(): HTMLElement {
  return html("div", { class: "chart" });
}

function elementChoice({ parameter }: Track, store: Store): readonly HTMLElement[] {
  const { element } = store.state;
  const select = html(
    "select",
    { id: "chosen" },
    html("option", { value: "all", selected: element === null }, "all elements (norms)"),
    ...parameter.kept.map((flat, k) =>
      html("option", { value: k, selected: element === k }, indexText(parameter.shape, flat)),
    ),
  );
  select.addEventListener("change", () => {
    store.set({ element: select.value === "all" ? null : Number(select.value) });
    document.getElementById("chosen")?.focus(); // it was drawn anew
  });
  return [html("label", { for: "chosen" }, "Element "), select];
}

function legend(tracks: readonly Track[]): readonly HTMLElement[] {
  const shown = partNames.filter((part) => tracks.some(({ parts }) => parts.includes(part)));
  return [
    html("li", {}, html("i", { class: "swatch update" }), "update"),
    ...shown.map((part) => html("li", {}, html("i", { class: `swatch part-${part}` }), partTitle(part))),
  ];
}
