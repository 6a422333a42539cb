import { drawing } from "./drawing.ts";
import { barMath, escaped, formulaHtml, nameMath, partialMath } from "./math.ts";
import type { BackwardLine, Blank, Cell, ForwardLine, Quantity, Sheet } from "./sheet.ts";

/** How a number is shown: on the sheet, where it may be blank, or among the answers. */
type CellMarkup = (cell: Cell) => string;

/** What the page says and holds besides the sheet. */
export interface PageParts {
  readonly title: string;
  readonly variant: number;
  readonly tolerance: number;
  readonly style: { readonly text: string; readonly hash: string };
  readonly script: { readonly text: string; readonly hash: string };
}

/** A graph that is no wider than the first stands beside the text on paper, one that is no wider than the second on the screen. */
const widestBeside = { paper: 430, screen: 800 };

/** The page of a sheet, complete. */
export function pageOf(sheet: Sheet, { title, variant, tolerance, style, script }: PageParts): string {
  const policy = `default-src 'none'; script-src '${script.hash}'; style-src '${style.hash}'; base-uri 'none'; form-action 'none'`;
  const { svg, width } = drawing(sheet);
  const subtitle = variant === 0 ? "" : `<p class="variant">Variant ${variant}</p>`;
  const onSheet: CellMarkup = (cell) =>
    cell.blank === null ? shown(cell) : blankMarkup(cell.blank, sheet.blanks[cell.blank]!);
  const answered: CellMarkup = (cell) => (cell.blank === null ? shown(cell) : `<b data-answer="${cell.blank}"></b>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<style>${style.text}</style>
</head>
<body>
<header>
<div><h1>${escaped(title)}</h1>${subtitle}</div>
<p class="writing">Name: <span></span></p>
<div class="tools">
<p id="progress">0 of ${sheet.blanks.length} right</p>
<button type="button" id="show" aria-expanded="false" aria-controls="answers">Show the answers</button>
<button type="button" id="theme">Dark</button>
<button type="button" id="print">Print</button>
</div>
<p id="said" class="said" role="status"></p>
</header>
<main class="${width <= widestBeside.paper ? "narrow" : width <= widestBeside.screen ? "wide" : "large"}">
<figure tabindex="0" aria-label="The graph, which can be scrolled">${svg}${caption(sheet)}</figure>
<div class="sheet">
<p class="help">${help(sheet, tolerance)}</p>
<section aria-labelledby="given"><h2 id="given">Given</h2>
<ul class="given">${sheet.given.map(({ name, value }) => `<li class="item">${nameMath(name)} = ${grid(value, onSheet)}</li>`).join("\n")}</ul>
</section>
<section aria-labelledby="forward"><h2 id="forward">Forward</h2>
<ol>${sheet.forward.map((line) => `<li>${forwardMarkup(line, onSheet)}</li>`).join("\n")}</ol>
</section>
${backward(sheet, onSheet)}
</div>
<section id="answers" hidden aria-labelledby="answered"><h2 id="answered">Answers: ${escaped(title)}${variant === 0 ? "" : `, variant ${variant}`}</h2>
<ul class="answers">
${answers(sheet, answered).join("\n")}
</ul>
</section>
</main>
<script type="application/json" id="data">${JSON.stringify(encoded(sheet.blanks, tolerance))}</script>
<script>${script.text}</script>
</body>
</html>
`;
}

/** The backward pass, where it is on the sheet. */
function backward({ loss, forward, backward: lines, cotangents }: Sheet, cell: CellMarkup): string {
  if (lines.length === 0) return "";
  const seed = cotangents.size === 0 ? "" : `<p>The last cotangent is given: ${barMath(loss)} = 1.</p>`;
  const items = lines.map((line) => `<li>${backwardMarkup(line, cell)}</li>`).join("\n");
  return `<section class="backward" aria-labelledby="backward"><h2 id="backward">Backward</h2>
${seed}
<ol start="${forward.length + 1}">${items}</ol>
</section>`;
}

/** What the numbers on the arrows are, where there are any. */
function caption({ backward }: Sheet): string {
  if (!backward.some(({ local }) => local?.cells.length === 1)) return "";
  return "<figcaption>On the arrows: the local derivatives</figcaption>";
}

function help({ loss, cotangents }: Sheet, tolerance: number): string {
  const percent = `${Number((100 * tolerance).toPrecision(3))} %`;
  const least = Number((tolerance / 1000).toPrecision(3));
  const bars =
    cotangents.size === 0
      ? ""
      : `${barMath("x")} is the cotangent of ${nameMath("x")}, the derivative ${partialMath(loss, "x")}. `;
  return (
    `<span class="screen">Type a number and press Enter: a decimal, or a fraction such as 2/3. </span>${bars}` +
    `A number is right within ${percent} of the answer, or within ${least}.`
  );
}

function forwardMarkup({ formula, results }: ForwardLine, cell: CellMarkup): string {
  const [only, ...others] = results;
  if (only !== undefined && others.length === 0) return item(`${formulaHtml(formula)} = ${grid(only.value, cell)}`);
  const values = results.map(({ name, value }) => item(`${nameMath(name)} = ${grid(value, cell)}`));
  return `<div class="line">${item(formulaHtml(formula))}${values.join("")}</div>`;
}

function backwardMarkup(line: BackwardLine, cell: CellMarkup): string {
  const { result, operand, rule } = line;
  const numbers = backwardNumbers(line).map(({ name, quantity }) => item(`${name} = ${grid(quantity, cell)}`));
  return (
    `<div class="edge"><span>from ${nameMath(result)} to ${nameMath(operand)}</span>` +
    `<details><summary>Rule<span class="said"> from ${escaped(result)} to ${escaped(operand)}</span></summary>` +
    `<p>${formulaHtml(rule)}</p><p>${chainRule(line)}</p></details></div>` +
    `<div class="line">${numbers.join("")}</div>`
  );
}

/** The rule in words. */
function chainRule({ result, operand, localKind, isRepeated }: BackwardLine): string {
  if (localKind !== "slope") return "The chain rule, in the form that this operation has it.";
  const product = `the cotangent of ${nameMath(result)} times the local derivative ${partialMath(result, operand)}, element by element`;
  return `The chain rule: ${product}${isRepeated ? ", and the sum over all places that one number went to" : ""}.`;
}

/** What stays together where a line is broken. */
function item(content: string): string {
  return `<div class="item">${content}</div>`;
}

/** The numbers of an edge, each with what it is called. */
function backwardNumbers(line: BackwardLine): readonly { readonly name: string; readonly quantity: Quantity }[] {
  const { result, operand, local, contribution, isOnly, sum } = line;
  const numbers: { readonly name: string; readonly quantity: Quantity }[] = [];
  if (local !== null) numbers.push({ name: partialMath(result, operand), quantity: local });
  if (contribution !== null)
    numbers.push({ name: isOnly ? barMath(operand) : `contribution to ${barMath(operand)}`, quantity: contribution });
  if (sum !== null) numbers.push({ name: `sum ${barMath(operand)}`, quantity: sum });
  return numbers;
}

/** All that was left blank, with the number of its line on the sheet. */
function answers(sheet: Sheet, cell: CellMarkup): readonly string[] {
  const lines: { readonly at: string; readonly name: string; readonly quantity: Quantity }[] = [
    ...sheet.given.map(({ name, value }) => ({ at: "given", name: nameMath(name), quantity: value })),
    ...sheet.forward.flatMap(({ results }, i) =>
      results.map(({ name, value }) => ({ at: `${i + 1}.`, name: nameMath(name), quantity: value })),
    ),
    ...sheet.backward.flatMap((line, i) =>
      backwardNumbers(line).map((one) => ({ at: `${sheet.forward.length + i + 1}.`, ...one })),
    ),
  ];
  return lines
    .filter(({ quantity }) => quantity.cells.some(({ blank }) => blank !== null))
    .map(
      ({ at, name, quantity }) =>
        `<li class="item"><span class="at">${at}</span>${name} = ${grid(quantity, cell)}</li>`,
    );
}

/** A number, or a table of them: the last axis across, all others down. One that may be too wide for a phone can be scrolled by keys. */
function grid({ label, shape, cells }: Quantity, cell: CellMarkup): string {
  if (shape.length === 0) return cell(cells[0]!);
  const across = shape.at(-1)!;
  const rows = Array.from({ length: across === 0 ? 0 : cells.length / across }, (_, row) => {
    const columns = cells.slice(row * across, (row + 1) * across);
    return `<tr>${columns.map((one) => `<td>${cell(one)}</td>`).join("")}</tr>`;
  });
  const table = `<table aria-label="${escaped(label)}"><tbody>${rows.join("")}</tbody></table>`;
  const keys = across < 3 ? "" : ` tabindex="0" role="group" aria-label="${escaped(label)}"`;
  return `<div class="scroll"${keys}>${table}</div>`;
}

function shown({ text }: Cell): string {
  return `<span class="number">${escaped(text)}</span>`;
}

function blankMarkup(blank: number, { label }: Blank): string {
  return (
    `<span class="blank"><input id="blank${blank}" data-blank="${blank}" size="7" autocomplete="off" autocapitalize="off" ` +
    `spellcheck="false" aria-label="${escaped(label)}" aria-describedby="verdict${blank}">` +
    `<span class="verdict" id="verdict${blank}"></span></span>`
  );
}

/** What every host of the language has, and the language does not know of. */
declare function btoa(text: string): string;

/** Not secret, but not readable at a glance either. */
function encoded(blanks: readonly Blank[], tolerance: number): string {
  const answers = blanks.map(({ answer, text }) => [Number.isFinite(answer) ? answer : String(answer), text]);
  // btoa takes no letters beyond the first 256.
  return btoa(
    JSON.stringify({ tolerance, answers }).replace(
      /[^\0-\x7f]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}
