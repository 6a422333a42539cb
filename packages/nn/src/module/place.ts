import { TapegradError } from "@tapegrad/core";
import { joinPath, labelOf } from "./label.ts";
import { partsOf } from "./parts.ts";

// Where in a model something happens: which Modules are running, and how an error says it.

/** A Module, as far as its place is concerned. */
export interface Placed {
  readonly name: string;
  readonly displayName: string;
}

/** The Modules that are running now, innermost last. Changed around synchronous calls only. */
export const running: Placed[] = [];
/** How many had run within each other when the stack overflowed. */
let deepest = 0;

/** The path by which the Module around the one that is running holds it, for the nodes of a tape. */
export function nameInParent(): string {
  return nameAt(running.at(-1)!, running.length - 2);
}

function nameAt(module: Placed, parent: number): string {
  const holder = running[parent];
  if (holder === undefined) return "";
  return partsOf(holder).find((part) => part.value === module)?.path ?? module.displayName;
}

/** A part of the Module that is running which is none itself: a function among layers. */
export interface Within {
  readonly path: string;
  readonly label: string;
}

/**
 * What to throw instead of an error that leaves the Module that is running: the same error, but it says where it happened, once,
 * in its `path` and in its text: `Sequential › layers.1 › Dense "hidden": input must …`.
 */
export function located(error: unknown, within?: Within): unknown {
  if (error instanceof TapegradError) locate(error, within);
  else if (error instanceof RangeError || (error as Partial<Error> | null)?.name === "InternalError") {
    deepest = Math.max(deepest, running.length);
    // Only out here is there room on the stack to look closer and to say it: compiling a pattern without room ends the process.
    if (running.length === 1) {
      const depth = deepest;
      deepest = 0;
      if (/call stack|recursion/i.test((error as Error).message)) return overflow(error, depth);
    }
  }
  return error;
}

function locate(error: TapegradError, within: Within | undefined): void {
  if (error.path !== undefined) return; // further in it was said already
  const names = running.slice(1).map((module, i) => nameAt(module, i));
  if (within !== undefined) names.push(within.path);
  error.path = names.reduce(joinPath, "");
  const own = within?.label ?? labelOf(running.at(-1)!);
  const steps = names.length === 0 ? [] : [labelOf(running[0]!), ...names];
  if (!error.message.startsWith(`${own}:`)) steps.push(`${own}: `);
  else if (steps.length > 0) steps.push("");
  const { message } = error;
  error.message = steps.join(" › ") + message;
  // Engines write the message into the stack when the error is made.
  if (error.stack !== undefined) error.stack = error.stack.replace(message, () => error.message);
}

function overflow(cause: unknown, depth: number): TapegradError {
  const expected = "forward must fit on the call stack";
  const received = `an overflow with ${depth} Modules running within each other`;
  const advice = "Put layers beside each other, into one Sequential, instead of into each other.";
  return new TapegradError({ where: labelOf(running[0]!), expected, received, advice }, { cause });
}
