import { byId } from "./dom.ts";
import type { Store, Tab } from "./state.ts";

const tabs: readonly Tab[] = ["step", "tensor", "outline"];

/** Three panels, of which one is seen. */
export function listenToTabs(store: Store): void {
  tabs.forEach((tab, i) => {
    const button = byId(`tab-${tab}`);
    button.addEventListener("click", () => store.set({ tab }));
    button.addEventListener("keydown", ({ key }) => {
      const by = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? tabs.length - 1 : 0;
      if (by === 0) return;
      const next = tabs[(i + by) % tabs.length]!;
      store.set({ tab: next });
      byId(`tab-${next}`).focus();
    });
  });
}

export function showTab(shown: Tab): void {
  for (const tab of tabs) {
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", String(tab === shown));
    button.tabIndex = tab === shown ? 0 : -1;
    byId(`panel-${tab}`).hidden = tab !== shown;
  }
}
