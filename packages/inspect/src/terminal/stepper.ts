import type { Frame } from "./frames.ts";

/** A key as a terminal reports it: a name, or the character itself. */
export interface Key {
  readonly name: string;
  readonly ctrl?: boolean;
}

/** Where one is in a program that is gone through by keys. Each key gives a new one; nothing is drawn here. */
export class Stepper {
  readonly frames: readonly Frame[];
  readonly position: number;
  /** Which of the tensors of a frame is shown as a matrix; `null` for short values of all. */
  readonly matrix: number | null;
  /** The name that is being typed to jump to; `null` while none is. */
  readonly typed: string | null;
  /** What the last key has to say: that there is no such name. */
  readonly message: string;
  readonly hasEnded: boolean;

  constructor(frames: readonly Frame[], state: Partial<Omit<Stepper, "frames" | "press">> = {}) {
    this.frames = frames;
    this.position = state.position ?? 0;
    this.matrix = state.matrix ?? null;
    this.typed = state.typed ?? null;
    this.message = state.message ?? "";
    this.hasEnded = state.hasEnded ?? false;
  }

  /** What a key does. */
  press(key: Key): Stepper {
    if (key.ctrl && key.name === "c") return this.with({ hasEnded: true });
    return this.typed === null ? this.command(key.name) : this.type(key.name, this.typed);
  }

  private command(name: string): Stepper {
    const { frames, position, matrix } = this;
    const last = frames.length - 1;
    switch (name) {
      case "right":
      case "down":
      case "space":
      case "n":
        return this.to(Math.min(position + 1, last));
      case "left":
      case "up":
      case "p":
        return this.to(Math.max(position - 1, 0));
      case "pagedown":
        return this.to(Math.min(position + 10, last));
      case "pageup":
        return this.to(Math.max(position - 10, 0));
      case "home":
      case "f":
        return this.to(0);
      case "end":
        return this.to(last);
      case "b": {
        const first = frames.findIndex(({ pass }) => pass === "backward");
        return first < 0 ? this.with({ message: "there is no backward pass: no loss was recorded" }) : this.to(first);
      }
      case "m":
      case "tab": {
        const next = matrix === null ? 0 : matrix + 1;
        return this.with({ matrix: next < frames[position]!.shown.length ? next : null });
      }
      case "/":
        return this.with({ typed: "" });
      case "q":
      case "escape":
        return this.with({ hasEnded: true });
      default:
        return this.with({});
    }
  }

  private type(name: string, typed: string): Stepper {
    if (name === "escape") return this.with({ typed: null });
    if (name === "backspace") return this.with({ typed: typed.slice(0, -1) });
    if (name !== "return" && name !== "enter")
      return [...name].length === 1 ? this.with({ typed: typed + name }) : this;
    const { frames, position } = this;
    // The next one from here on, and from the beginning after the last.
    const order = frames.map((_, i) => (position + 1 + i) % frames.length);
    const wanted = typed.toLowerCase();
    const matching = (test: (name: string) => boolean): number | undefined =>
      order.find((i) => frames[i]!.names.some((one) => test(one.toLowerCase())));
    const found = matching((one) => one === wanted) ?? matching((one) => one.startsWith(wanted));
    if (wanted === "" || found === undefined)
      return this.with({ typed: null, message: wanted === "" ? "" : `no tensor is called ${typed}` });
    return this.to(found);
  }

  private to(position: number): Stepper {
    return new Stepper(this.frames, { position });
  }

  private with(change: Partial<Omit<Stepper, "frames" | "press">>): Stepper {
    const { position, matrix, typed, hasEnded } = this;
    return new Stepper(this.frames, { position, matrix, typed, hasEnded, message: "", ...change });
  }
}
