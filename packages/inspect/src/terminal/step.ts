import { emitKeypressEvents } from "node:readline";
import { styleText } from "node:util";
import type { Tape } from "@tapegrad/core";
import { createLogUpdate } from "log-update";
import { type Frame, framesOf } from "./frames.ts";
import { plainStyle, type Style, screenOf, shortValue } from "./screen.ts";
import { Stepper } from "./stepper.ts";

/** Goes through a tape by keys in a terminal; as plain lines where output or input is none. */
export async function stepThrough(tape: Tape): Promise<void> {
  if (process.stdout.isTTY && process.stdin.isTTY) await byKeys(framesOf(tape));
  else printSteps(tape);
}

/** Prints all of it. */
export function printSteps(tape: Tape): void {
  process.stdout.write(linesOf(framesOf(tape)));
}

/** Every frame as plain lines. */
function linesOf(frames: readonly Frame[]): string {
  return frames
    .map(({ pass, number, line, shown, note, site }) =>
      [
        `${pass} ${number}: ${line}`,
        ...shown.map(({ label, tensor }) => `    ${label} = ${shortValue(tensor, 100)}`),
        ...(note === "" ? [] : [`    ${note}`]),
        ...(site === null ? [] : [`    at ${site}`]),
      ].join("\n"),
    )
    .join("\n")
    .concat("\n");
}

/** Colours where the terminal has them. */
function styleOf({ stdout }: typeof process): Style {
  if (!stdout.hasColors() || process.env.NO_COLOR) return plainStyle;
  return {
    strong: (text) => styleText("bold", text),
    faint: (text) => styleText("dim", text),
    accent: (text) => styleText(["bold", "cyan"], text),
  };
}

async function byKeys(frames: readonly Frame[]): Promise<void> {
  const { stdin, stdout } = process;
  const style = styleOf(process);
  const draw = createLogUpdate(stdout);
  let stepper = new Stepper(frames);
  const show = (): void => draw(screenOf(stepper, { columns: stdout.columns, rows: stdout.rows }, style));
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  try {
    await new Promise<void>((done) => {
      stdout.on("resize", show);
      stdin.on("keypress", (text: string | undefined, key: { name?: string; ctrl?: boolean } | undefined) => {
        // While a name is typed, a letter is that letter and not the key's name, which has no capitals.
        const typed = stepper.typed !== null && text !== undefined && [...text].length === 1 && text >= " ";
        const name = typed ? text : (key?.name ?? text ?? "");
        stepper = stepper.press({ name, ctrl: key?.ctrl === true });
        if (stepper.hasEnded) done();
        else show();
      });
      show();
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    draw.done();
  }
}
