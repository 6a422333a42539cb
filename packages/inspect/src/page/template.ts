import { script, style } from "./browser.generated.ts";
import type { PageData } from "./pageData.ts";

/**
 * The page around the data. Its only code is the script below, which is allowed by its hash; nothing else runs, and nothing is loaded or sent,
 * whatever the names and values of a program are.
 */
export function pageMarkup(data: PageData): string {
  const policy = [
    "default-src 'none'",
    `script-src '${script.hash}'`,
    `style-src '${style.hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tapegrad">
<title>${escaped(data.title)}</title>
<style>${style.text}</style>
</head>
<body>
<header>
<h1>${escaped(data.title)}</h1>
<div class="search" role="search">
<input id="search" type="search" role="combobox" placeholder="Search ( / )" aria-label="Search for a tensor, an op or a module" aria-controls="found" aria-expanded="false" aria-autocomplete="list" autocomplete="off" spellcheck="false">
<ul id="found" role="listbox" aria-label="Found" hidden></ul>
</div>
<button id="theme" type="button" aria-pressed="false">Dark</button>
<button id="help-button" type="button" aria-label="Keys">?</button>
</header>
<main>
<section class="stage" aria-label="Picture">
<div class="legend-kinds" aria-hidden="true"><span class="is-input">input</span><span class="is-parameter">parameter</span><span>result</span><span class="is-derivative">or x̄: derivative of the loss</span></div>
<div id="graph" tabindex="0" role="application" aria-roledescription="graph" aria-label="Graph of the program" aria-describedby="graph-note"></div>
<p id="graph-note" class="unseen">Up and down select tensors, enter unfolds or folds, left and right go through the steps. The outline has the same as a list.</p>
<div class="tools" role="toolbar" aria-label="Picture">
<button id="zoom-out" type="button" aria-label="Zoom out">−</button>
<button id="zoom-in" type="button" aria-label="Zoom in">+</button>
<button id="fit" type="button">Fit</button>
<button id="turn" type="button">Turn</button>
<button id="fold-all" type="button">Fold all</button>
<button id="unfold-all" type="button">Unfold all</button>
<button id="numbers" type="button" aria-pressed="false">Numbers</button>
<label><input id="show-all" type="checkbox">Backward ops</label>
</div>
</section>
<aside aria-label="Details">
<div role="tablist" aria-label="Details">
<button id="tab-step" type="button" role="tab" aria-controls="panel-step" aria-selected="true">Step</button>
<button id="tab-tensor" type="button" role="tab" aria-controls="panel-tensor" aria-selected="false">Tensor</button>
<button id="tab-outline" type="button" role="tab" aria-controls="panel-outline" aria-selected="false">Outline</button>
</div>
<div id="panel-step" class="panel" role="tabpanel" aria-labelledby="tab-step" tabindex="0"></div>
<div id="panel-tensor" class="panel" role="tabpanel" aria-labelledby="tab-tensor" tabindex="0" hidden></div>
<div id="panel-outline" class="panel" role="tabpanel" aria-labelledby="tab-outline" tabindex="0" hidden></div>
</aside>
</main>
<footer aria-label="Steps">
<p id="caption" role="status"></p>
<div class="player">
<button id="first" type="button" aria-label="To the beginning">${icon("first")}</button>
<button id="back" type="button" aria-label="One step back">${icon("back")}</button>
<button id="play" type="button" aria-label="Play">${icon("start")}${icon("pause")}</button>
<button id="next" type="button" aria-label="One step on">${icon("next")}</button>
<button id="last" type="button" aria-label="To the end">${icon("last")}</button>
<button id="to-backward" type="button">To backward</button>
<input id="position" type="range" min="0" max="1" step="1" value="0" aria-label="Step">
<span id="count"></span>
<label>Speed <select id="speed"><option value="4000">slow</option><option value="2000" selected>medium</option><option value="1000">fast</option><option value="250">very fast</option></select></label>
</div>
</footer>
<p id="said" class="unseen" role="status"></p>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<table class="keys">
${keys.map(([names, what]) => `<tr><td>${names.map((name) => `<kbd>${name}</kbd>`).join(" ")}</td><td>${what}</td></tr>`).join("\n")}
</table>
<form method="dialog"><button>Close</button></form>
</dialog>
<noscript>This page needs JavaScript, which it has within it: it loads nothing.</noscript>
<script id="data" type="application/json">${embedded(data)}</script>
<script>${script.text}</script>
</body>
</html>
`;
}

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["←", "→"], "one step back, one step on"],
  [["Page up", "Page down"], "ten steps"],
  [["Home", "End"], "to the beginning, to the end"],
  [["Space"], "play and pause"],
  [["↑", "↓"], "select the tensor before, the next one"],
  [["Enter"], "unfold or fold what is selected"],
  [["Esc"], "select nothing"],
  [["+", "−", "0"], "zoom in, zoom out, fit"],
  [["/"], "search"],
  [["?"], "this list"],
];

const icons = {
  first: "M5 4h3v16H5zM20 4v16L9 12z",
  back: "M17 4v16L6 12z",
  start: "M6 3v18l15-9z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  next: "M7 4v16l11-8z",
  last: "M16 4h3v16h-3zM4 4v16l11-8z",
} as const;

function icon(name: keyof typeof icons): string {
  return `<svg class="${name}" viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** JSON in which nothing can end the script element that it stands in. */
function embedded(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
