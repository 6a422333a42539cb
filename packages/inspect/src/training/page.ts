import { formatReceived, optionsOf, TapegradError } from "@tapegrad/core";
import { script, style } from "./browser.generated.ts";
import type { TrainingDocument } from "./document.ts";
import type { PageData, Run } from "./pageData.ts";

/** A page of one training or several. @throws TapegradError if there is nothing to show. */
export function pageOf(where: string, title: unknown, runs: readonly Run[]): string {
  if (typeof title !== "string")
    throw new TapegradError({
      where,
      argument: "title",
      expected: "must be a string",
      received: formatReceived(title),
    });
  for (const { name, document } of runs)
    if (document.steps.length === 0 || document.parameters.length === 0)
      throw new TapegradError({
        where,
        argument: runs.length === 1 ? "the training" : `the training "${name}"`,
        expected: "must have a step that was kept",
        received: "none",
        advice: "Pass the watcher to fit as a callback, or call record(loss) after each step.",
      });
  const data: PageData = { title, runs };
  const policy = `default-src 'none'; script-src '${script.hash}'; style-src '${style.hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style.text}</style>
</head>
<body>
<header>
<div class="bar"><h1>${escaped(title)}</h1><span class="bar" id="switches"></span><button type="button" id="theme"></button></div>
</header>
<section id="controls" aria-label="Steps"></section>
<main>
<aside aria-label="Loss and parameters">
<h2>Loss</h2>
<div id="loss"></div>
<div id="parameters"></div>
</aside>
<div id="detail">
<div class="bar"><h2 id="title"></h2><div id="element"></div></div>
<ul id="legend" aria-label="Colours"></ul>
<div id="runs"></div>
</div>
<div id="about">
<details open><summary>The update</summary><div id="equations"></div></details>
<p class="help">θ is a parameter, g its gradient, p the part of g that penalties add, t counts steps. Parts are computed in float64 from what the step read; rounding is what is left. Keys: ← and → step by step, Home, End, space plays.</p>
</div>
</main>
<noscript>This page draws with JavaScript, which is switched off.</noscript>
<script type="application/json" id="data">${asJson(data)}</script>
<script>${script.text}</script>
</body>
</html>
`;
}

/** JSON that no markup can end, with the six digits that charts and tables can show. */
function asJson(data: PageData): string {
  const text = JSON.stringify(data, (_, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value,
  );
  return text.replaceAll("<", "\\u003c");
}

const escapes: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign]!);
}

/** What can be laid beside others: what `watch` made, or its document. */
export type WatchedRun = TrainingDocument | { toJson(): TrainingDocument };

/**
 * A page of several trainings side by side: two learning rates, two optimizers. One slider goes through the steps of all, and charts of
 * the same thing have the same scale.
 *
 * @param runs - Watchers, or what their `toJson()` gave.
 * @param options - `names`: one for each run; `title`.
 * @returns A complete page, which needs no network.
 * @throws {@link TapegradError} if a run has no step that was kept, or if there is not one name for each.
 * @example
 * ```ts
 * const run = (learningRate: number) => {
 *   const w = parameter([2], { name: "w" });
 *   const optimizer = new SGD([w], { learningRate });
 *   const watcher = watch({ forward: () => w, namedParameters: () => [["w", w] as const] }, optimizer);
 *   w.square().sum().backward();
 *   optimizer.step();
 *   watcher.record(4);
 *   return watcher;
 * };
 * const page = compareRuns([run(0.1), run(0.01)], { names: ["rate 0.1", "rate 0.01"], title: "Two rates" });
 * page.startsWith("<!doctype html>"); // => true
 * ```
 */
export function compareRuns(
  runs: readonly WatchedRun[],
  options: { readonly names?: readonly string[]; readonly title?: string } = {},
): string {
  const where = "compareRuns";
  const { names, title = "Trainings" } = optionsOf(where, options, ["names", "title"]);
  if (!Array.isArray(runs) || runs.length === 0)
    throw new TapegradError({
      where,
      argument: "runs",
      expected: "must be a list of watchers",
      received: formatReceived(runs),
    });
  if (names !== undefined && (!Array.isArray(names) || names.length !== runs.length))
    throw new TapegradError({
      where,
      argument: "names",
      expected: `must be a list of ${runs.length}, one for each run`,
      received: formatReceived(names),
    });
  const documents = runs.map((run, i) => ({
    name: String(names?.[i] ?? `run ${i + 1}`),
    document: documentOf(where, i, run),
  }));
  return pageOf(where, title, documents);
}

function documentOf(where: string, i: number, run: unknown): TrainingDocument {
  const document: unknown =
    typeof run === "object" && run !== null && "toJson" in run && typeof run.toJson === "function" ? run.toJson() : run;
  if (typeof document === "object" && document !== null && Reflect.get(document, "format") === "tapegrad-training")
    return document as TrainingDocument; // as it says
  throw new TapegradError({
    where,
    argument: `runs[${i}]`,
    expected: "must be a watcher or what its toJson() gave",
    received: formatReceived(run),
    advice: "Make one with watch(model, optimizer).",
  });
}
