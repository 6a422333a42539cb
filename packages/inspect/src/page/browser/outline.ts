import type { Context } from "./context.ts";
import { button, html } from "./dom.ts";
import { type Group, type Item, isGroup } from "./groups.ts";
import type { Vertex } from "./model.ts";
import { spokenText } from "./values.ts";

/** The program as a list in the order in which it ran, box in box: what the picture shows, to be read. */
export class Outline {
  private readonly context: Context;
  private readonly panel: HTMLElement;
  private readonly open = new Set<Group>();
  private readonly buttons = new Map<Item, HTMLButtonElement>();
  private current: HTMLElement | null = null;

  constructor(context: Context, panel: HTMLElement) {
    this.context = context;
    this.panel = panel;
  }

  /** Draws the list again, with the boxes around the selection open. */
  show(): void {
    const { grouping, store } = this.context;
    const { root, parents } = grouping();
    const { selected } = store.state;
    if (selected !== null)
      for (let group = parents.get(selected); group !== undefined; group = parents.get(group)) this.open.add(group);
    this.buttons.clear();
    this.panel.replaceChildren(this.list(root));
    this.select(selected);
  }

  /** Marks another entry, if its box is open. */
  select(item: Item | null): void {
    this.current?.removeAttribute("aria-current");
    this.current = item === null ? null : (this.buttons.get(item) ?? null);
    this.current?.setAttribute("aria-current", "true");
    this.current?.scrollIntoView({ block: "nearest" });
  }

  private list({ children }: Group): HTMLElement {
    const list = html("ul", { class: "outline" });
    for (const child of children)
      list.append(html("li", {}, ...(isGroup(child) ? this.box(child) : [this.entry(child)])));
    return list;
  }

  private box(group: Group): readonly HTMLElement[] {
    const isOpen = this.open.has(group);
    const toggle = button(
      `${isOpen ? "▾" : "▸"} ${group.label} (${group.size})`,
      () => {
        if (isOpen) this.open.delete(group);
        else this.open.add(group);
        this.show();
        this.buttons.get(group)?.focus();
      },
      { class: "entry", "aria-expanded": String(isOpen) },
    );
    this.buttons.set(group, toggle);
    return isOpen ? [toggle, this.list(group)] : [toggle];
  }

  private entry(vertex: Vertex): HTMLElement {
    const [tensor] = vertex.tensors;
    const name = vertex.node === null ? `${vertex.name}, ${vertex.kind}` : vertex.node.formula.text;
    const texts = [html("span", { class: "what" }, name)];
    if (tensor !== undefined && vertex.kind !== "constant") {
      texts.push(html("span", { class: "value" }, spokenText(tensor.value)));
      if (tensor.cotangent !== null)
        texts.push(html("span", { class: "cotangent" }, `∂ ${spokenText(tensor.cotangent)}`));
    }
    const entry = button("", () => this.context.goTo(vertex), { class: "entry" });
    if (vertex.node !== null) entry.append(html("b", {}, vertex.name), " ");
    entry.append(...texts);
    this.buttons.set(vertex, entry);
    return entry;
  }
}
