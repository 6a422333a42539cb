import { report } from "./program.mjs";

/** The program's report, and what was written to the console meanwhile. */
export async function observed() {
  const notes = [];
  for (const method of ["log", "info", "warn", "error"]) console[method] = (...texts) => notes.push(texts.join(" "));
  const faults = [];
  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  try {
    return { isolated: globalThis.crossOriginIsolated, runs: await report(), notes, faults };
  } catch (error) {
    return { fault: String(error?.stack ?? error), notes, faults };
  }
}
