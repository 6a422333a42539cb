import type { PageData } from "../pageData.ts";
import { byId, html } from "./dom.ts";
import { numberOf, numberText } from "./numbers.ts";
import { stepAt } from "./runs.ts";
import type { Store } from "./state.ts";

/** Steps a second while it plays. */
const speed = 10;

/** The slider over the steps, with its buttons and keys. */
export function addControls(data: PageData, steps: readonly number[], store: Store): void {
  const last = steps.length - 1;
  const slider = html("input", { type: "range", id: "slider", min: 0, max: last, step: 1, "aria-label": "Step" });
  const goTo = (position: number): void => store.set({ position: Math.min(last, Math.max(0, position)) });
  let timer: number | null = null;
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const start = (): void => {
    if (store.state.position === last) goTo(0);
    play.textContent = "Pause";
    timer = window.setInterval(() => {
      if (store.state.position === last) stop();
      else goTo(store.state.position + 1);
    }, 1000 / speed);
  };
  const button = (id: string, sign: string, label: string, press: () => void): HTMLButtonElement => {
    const made = html("button", { type: "button", id, "aria-label": label, title: label }, sign);
    made.addEventListener("click", press);
    return made;
  };
  const move = (to: () => number) => (): void => {
    stop();
    goTo(to());
  };
  const play = html("button", { type: "button", id: "play", title: "Play (space)" }, "Play");
  play.addEventListener("click", () => (timer === null ? start() : stop()));
  slider.addEventListener(
    "input",
    move(() => slider.valueAsNumber),
  );
  const where = html("output", { id: "where", for: "slider" });
  byId("controls").append(
    button(
      "first",
      "|◀",
      "First step (Home)",
      move(() => 0),
    ),
    button(
      "before",
      "◀",
      "Step before (left arrow)",
      move(() => store.state.position - 1),
    ),
    play,
    button(
      "after",
      "▶",
      "Next step (right arrow)",
      move(() => store.state.position + 1),
    ),
    button(
      "last",
      "▶|",
      "Last step (End)",
      move(() => last),
    ),
    slider,
    where,
  );
  const keys: { readonly [key: string]: () => void } = {
    ArrowLeft: move(() => store.state.position - 1),
    ArrowRight: move(() => store.state.position + 1),
    Home: move(() => 0),
    End: move(() => last),
    " ": () => play.click(),
  };
  document.addEventListener("keydown", (event) => {
    const own =
      event.target instanceof Element && event.target.closest("input, select, button, a, summary, [tabindex]") !== null;
    const press = keys[event.key];
    if (press === undefined || own || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    press();
  });
  const show = (): void => {
    const { position } = store.state;
    slider.value = String(position);
    const step = steps[position]!;
    const texts = data.runs.map((run) => {
      const at = stepAt(run, step);
      if (at === null) return "";
      const logs = Object.entries(at.logs).map(([name, value]) => `${name} ${numberText(numberOf(value))}`);
      const epoch = at.epoch === null ? [] : [`epoch ${at.epoch}`];
      const own = at.step === step ? [] : [`step ${at.step}`];
      return [...own, ...epoch, ...logs, `rate ${numberText(at.learningRate)}`].join(" · ");
    });
    slider.setAttribute("aria-valuetext", `step ${step}, ${texts.join("; ")}`);
    where.replaceChildren(
      html("strong", {}, `Step ${step}`),
      ...texts.map((text, i) =>
        html("span", { class: "told" }, ...(data.runs.length > 1 ? [runName(data, i), " "] : []), text),
      ),
    );
  };
  store.subscribe((state, before) => {
    if (state.position !== before.position) show();
  });
  show();
}

/** The name of a run, with a mark of the colour and pattern of its lines. */
export function runName({ runs }: PageData, i: number): HTMLElement {
  return html("span", { class: "run" }, runSwatch(i), runs[i]!.name);
}

export function runSwatch(i: number): HTMLElement {
  return html("i", { class: `swatch stroke run${i % 6}`, "aria-hidden": "true" });
}
