import type { Context } from "./context.ts";
import { byId, html } from "./dom.ts";
import type { Vertex } from "./model.ts";

const most = 30;

/** Finds tensors by their name, their op or their Module. */
export class Search {
  private readonly context: Context;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly texts: readonly { readonly vertex: Vertex; readonly text: string; readonly name: string }[];
  private found: readonly Vertex[] = [];
  private active = -1;

  constructor(context: Context, input: HTMLInputElement, list: HTMLElement) {
    this.context = context;
    this.input = input;
    this.list = list;
    this.texts = context.model.vertices
      .filter(({ kind }) => kind !== "constant")
      .map((vertex) => ({
        vertex,
        name: vertex.name.toLowerCase(),
        text: `${vertex.name} ${vertex.op ?? vertex.kind} ${vertex.path}`.toLowerCase(),
      }));
    input.addEventListener("input", () => this.search());
    input.addEventListener("focus", () => this.search());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.key(event));
    // A press would take the focus from the field, and with it the list away, before the click comes.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (option !== null) this.choose([...list.children].indexOf(option));
    });
  }

  private search(): void {
    const wanted = this.input.value.trim().toLowerCase();
    if (wanted === "") {
      this.close();
      return;
    }
    const { showsAll } = this.context.store.state;
    const rank = (name: string): number =>
      name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
    const matches = this.texts.filter(({ text, vertex }) => text.includes(wanted) && (showsAll || !vertex.isAfter));
    this.found = matches
      .sort((a, b) => rank(a.name) - rank(b.name))
      .slice(0, most)
      .map(({ vertex }) => vertex);
    this.active = this.found.length > 0 ? 0 : -1;
    this.show();
  }

  private show(): void {
    const options = this.found.map(({ name, op, kind, path }, i) =>
      html(
        "li",
        { role: "option", id: `found-${i}`, "aria-selected": String(i === this.active) },
        html("b", {}, name),
        ` ${op ?? kind}${path === "" ? "" : ` in ${path}`}`,
      ),
    );
    if (options.length === 0)
      options.push(html("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(this.active);
  }

  private activate(index: number): void {
    this.active = index;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `found-${index}`);
  }

  private key(event: KeyboardEvent): void {
    const count = this.found.length;
    if (event.key === "Escape") {
      this.input.value = "";
      this.close();
      this.input.blur();
    } else if (event.key === "Enter") this.choose(this.active);
    else if (event.key === "ArrowDown" && count > 0) this.activate((this.active + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) this.activate((this.active + count - 1) % count);
    else return;
    event.preventDefault();
  }

  private choose(index: number): void {
    const vertex = this.found[index];
    if (vertex === undefined) return;
    this.close();
    this.context.goTo(vertex);
    // Where keys go on: enter unfolds what was found.
    byId("graph").focus({ preventScroll: true });
  }

  private close(): void {
    this.list.hidden = true;
    this.found = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
