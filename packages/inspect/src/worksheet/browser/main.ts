import { parseNumber } from "./number.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

interface Data {
  readonly tolerance: number;
  readonly answers: readonly (readonly [answer: number | string, text: string])[];
}

const data = JSON.parse(atob(JSON.parse(byId("data").textContent!) as string)) as Data; // as the page was written
const inputs = [...document.querySelectorAll<HTMLInputElement>("input[data-blank]")];
const right = new Set<string>();

const words: { readonly [V in Verdict]: string } = {
  right: "✓ right",
  wrong: "✗ wrong",
  "wrong sign": "✗ wrong sign",
  "not a number": "✗ not a number",
};

function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

function check(input: HTMLInputElement): void {
  const blank = input.dataset.blank!;
  const isEmpty = input.value.trim() === "";
  const [answer, text] = data.answers[Number(blank)]!;
  const verdict = isEmpty ? null : verdictOf(parseNumber(input.value), Number(answer), data.tolerance);
  if (verdict === "right") right.add(blank);
  else right.delete(blank);
  byId(`verdict${blank}`).textContent = verdict === null ? "" : words[verdict];
  input.parentElement!.dataset.verdict = verdict ?? "";
  input.setAttribute("aria-invalid", String(verdict !== null && verdict !== "right"));
  for (const place of document.querySelectorAll(`figure [data-blank="${blank}"]`))
    place.textContent = verdict === "right" ? text : "____";
  const progress = `${right.size} of ${inputs.length} right`;
  byId("progress").textContent = right.size === inputs.length ? `${progress}: all done` : progress;
  if (verdict !== null) byId("said").textContent = `${input.getAttribute("aria-label")}: ${verdict}. ${progress}.`;
}

for (const [i, input] of inputs.entries()) {
  input.addEventListener("change", () => check(input));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    check(input);
    if (right.has(input.dataset.blank!)) inputs[i + 1]?.focus();
  });
}

for (const place of document.querySelectorAll<HTMLElement>("[data-answer]"))
  place.textContent = data.answers[Number(place.dataset.answer)]![1];

const [show, theme] = [byId("show"), byId("theme")];
show.addEventListener("click", () => {
  const answers = byId("answers");
  answers.hidden = !answers.hidden;
  show.setAttribute("aria-expanded", String(!answers.hidden));
  show.textContent = answers.hidden ? "Show the answers" : "Hide the answers";
  if (!answers.hidden) answers.scrollIntoView({ block: "start" });
});

function isDark(): boolean {
  return (document.documentElement.dataset.theme ?? system()) === "dark";
}

function system(): string {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function nameTheme(): void {
  theme.textContent = isDark() ? "Light" : "Dark";
}

theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
});
nameTheme();

byId("print").addEventListener("click", () => print());
