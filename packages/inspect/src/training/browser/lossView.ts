import type { PageData, Run } from "../pageData.ts";
import { byId, html } from "./dom.ts";
import { lines, type Series } from "./lines.ts";
import { numberOf, numberText } from "./numbers.ts";
import type { State, Store } from "./state.ts";

/** The loss over the steps, and what epochs told of it, with a mark at the current step. */
export function addLossView(data: PageData, steps: readonly number[], store: Store): { draw(): void } {
  const names = [
    ...new Set(data.runs.flatMap(({ document }) => document.steps.flatMap(({ logs }) => Object.keys(logs)))),
  ];
  const place = byId("loss");
  if (names.length === 0) {
    place.replaceChildren(html("p", {}, "No loss was told."));
    return { draw: () => {} };
  }
  const name = names.includes("loss") ? "loss" : names[0]!;
  let mark: (step: number) => void = () => {};
  const draw = (): void => {
    const { isLogarithmic } = store.state;
    const told = data.runs.map((run, i) => seriesOf(run, i, name));
    const frame = lines(told.flat(), {
      width: place.clientWidth,
      height: 210,
      label: labelOf(data, name),
      xLabel: "step",
      yLabel: name,
      x: [steps[0]!, steps.at(-1)!],
      isLogarithmic,
    });
    frame.onPick((step) => store.goNear(step, steps));
    mark = (step) => frame.markAt(step);
    const fromFit = data.runs.some(({ document }) => document.steps.some(({ epoch }) => epoch !== null));
    const dots = told.flat().some(({ isDotted }) => isDotted);
    place.replaceChildren(
      frame.element,
      html(
        "p",
        { class: "note" },
        [
          ...(fromFit ? [`In fit, ${name} is the mean over the epoch so far.`] : []),
          ...(dots ? [`Dots: ${validationOf(name)} at the end of epochs.`] : []),
        ].join(" "),
      ),
    );
    mark(steps[store.state.position]!);
  };
  store.subscribe((state: State, before: State) => {
    if (state.isLogarithmic !== before.isLogarithmic) draw();
    else if (state.position !== before.position) mark(steps[state.position]!);
  });
  return { draw };
}

function seriesOf({ document }: Run, i: number, name: string): readonly Series[] {
  const kind = `run${i % 6}`;
  const points = document.steps.map(({ step, logs }) => [step, numberOf(logs[name])] as const);
  const validation = document.epochs.map(({ step, logs }) => [step, numberOf(logs[validationOf(name)])] as const);
  const known = validation.filter(([, value]) => !Number.isNaN(value));
  return [{ kind, points }, ...(known.length > 0 ? [{ kind, points: known, isDotted: true }] : [])];
}

/** As `fit` calls it. */
function validationOf(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function labelOf({ runs }: PageData, name: string): string {
  const texts = runs.map(({ name: run, document: { steps } }) => {
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) return `${run}: no steps`;
    const [from, to] = [numberText(numberOf(first.logs[name])), numberText(numberOf(last.logs[name]))];
    return `${run}: ${name} from ${from} at step ${first.step} to ${to} at step ${last.step}`;
  });
  return texts.join("; ");
}
