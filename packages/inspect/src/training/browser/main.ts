import type { PageData } from "../pageData.ts";
import { addControls } from "./controls.ts";
import { byId, html } from "./dom.ts";
import { addLossView } from "./lossView.ts";
import { addParameterList } from "./parameterList.ts";
import { addParameterView } from "./parameterView.ts";
import { parameterNames, stepNumbers } from "./runs.ts";
import { Store } from "./state.ts";

const data = JSON.parse(byId("data").textContent) as PageData; // written by the program that made the page
const steps = stepNumbers(data.runs);
const store = new Store({
  position: 0,
  parameter: parameterNames(data.runs)[0]!,
  element: null,
  isLogarithmic: false,
  isShared: true,
});

addControls(data, steps, store);
addParameterList(data, steps, store);
const views = [addLossView(data, steps, store), addParameterView(data, steps, store)];
for (const view of views) view.draw();

const switches = byId("switches");
addSwitch("logarithmic", "Logarithmic", false, (isLogarithmic) => store.set({ isLogarithmic }));
if (data.runs.length > 1) addSwitch("shared", "One scale for all", true, (isShared) => store.set({ isShared }));

function addSwitch(id: string, label: string, checked: boolean, set: (checked: boolean) => void): void {
  const box = html("input", { type: "checkbox", id, checked });
  box.addEventListener("change", () => set(box.checked));
  switches.append(html("label", {}, box, ` ${label}`));
}

const theme = byId("theme");
const showTheme = (): void => {
  theme.textContent = isDark() ? "Light colours" : "Dark colours";
};
function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
}
theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
});
showTheme();

byId("equations").replaceChildren(
  ...data.runs.map(({ name, document: { optimizer } }) =>
    html(
      "div",
      {},
      html("strong", {}, data.runs.length > 1 ? `${name}: ${optimizer.name}` : optimizer.name),
      html("pre", {}, optimizer.formula.text),
    ),
  ),
);

// Charts are drawn at the size they have: when that changes they are drawn anew.
let width = document.body.clientWidth;
new ResizeObserver(() => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  for (const view of views) view.draw();
}).observe(document.body);
