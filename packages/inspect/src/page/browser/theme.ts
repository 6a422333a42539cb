import type { Theme } from "../pageData.ts";
import { byId } from "./dom.ts";

/** Light or dark: as the reader's system asks, until a button says otherwise. */
export function listenToTheme(theme: Theme): void {
  const asked = window.matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  let chosen: "light" | "dark" | null = theme === "auto" ? null : theme;
  const show = (): void => {
    const shown = chosen ?? (asked.matches ? "dark" : "light");
    document.documentElement.dataset.theme = shown;
    button.setAttribute("aria-pressed", String(shown === "dark"));
  };
  asked.addEventListener("change", show);
  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    show();
  });
  show();
}
