import { captionOf } from "./caption.ts";
import type { Context } from "./context.ts";
import { byId, formula } from "./dom.ts";

/** Goes through the steps: one at a time, or by itself at a speed one can choose. */
export class Player {
  private readonly context: Context;
  private readonly slider = byId("position") as HTMLInputElement; // the page's markup has it so
  private readonly play = byId("play");
  private readonly caption = byId("caption");
  private readonly speed = byId("speed") as HTMLSelectElement; // the page's markup has it so
  private timer: number | null = null;

  constructor(context: Context) {
    this.context = context;
    const { timeline } = context;
    this.slider.max = String(timeline.last);
    this.slider.addEventListener("input", () => this.goTo(Number(this.slider.value)));
    const buttons = {
      first: () => this.first(),
      back: () => this.by(-1),
      play: () => this.toggle(),
      next: () => this.by(1),
      last: () => this.last(),
    };
    for (const [id, press] of Object.entries(buttons)) byId(id).addEventListener("click", press);
    this.speed.addEventListener("change", () => {
      if (this.timer === null) return;
      this.stop();
      this.start();
    });
    const toBackward = byId("to-backward") as HTMLButtonElement; // the page's markup has it so
    if (timeline.seedAt === null) toBackward.hidden = true;
    else toBackward.addEventListener("click", () => this.goTo(timeline.seedAt!));
  }

  first(): void {
    this.goTo(0);
  }

  last(): void {
    this.goTo(this.context.timeline.last);
  }

  by(steps: number): void {
    this.stop();
    this.move(this.context.store.state.position + steps);
  }

  goTo(position: number): void {
    this.stop();
    this.move(position);
  }

  toggle(): void {
    if (this.timer === null) this.start();
    else this.stop();
  }

  /** Shows the step that the state says. */
  show(position: number): void {
    const { timeline } = this.context;
    this.slider.value = String(position);
    const { before, formula: shown, after } = captionOf(this.context, position);
    this.slider.setAttribute("aria-valuetext", `${before} ${shown?.text ?? ""} ${after}`);
    const math = shown === null ? [] : [" ", formula(shown.text, this.context.data.math[shown.latex]), " "];
    this.caption.replaceChildren(before, ...math, after);
    const isBackward = timeline.seedAt !== null && position >= timeline.seedAt;
    this.caption.classList.toggle("backward", isBackward);
    byId("count").textContent = `${position} / ${timeline.last}`;
  }

  private start(): void {
    const { timeline, store } = this.context;
    // From the end it begins again.
    if (store.state.position >= timeline.last) this.move(0);
    this.label("Pause");
    this.timer = window.setInterval(() => {
      const { position } = store.state;
      if (position >= timeline.last) this.stop();
      else this.move(position + 1);
    }, Number(this.speed.value));
  }

  private stop(): void {
    if (this.timer === null) return;
    window.clearInterval(this.timer);
    this.timer = null;
    this.label("Play");
  }

  private label(name: "Play" | "Pause"): void {
    this.play.setAttribute("aria-label", name);
    this.play.classList.toggle("playing", name === "Pause");
  }

  private move(position: number): void {
    const bounded = Math.min(this.context.timeline.last, Math.max(0, position));
    if (bounded !== this.context.store.state.position) this.context.store.set({ position: bounded, tab: "step" });
  }
}
