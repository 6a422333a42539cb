import type { EdgeEntry, TensorEntry } from "../../json/document.ts";
import { numberText } from "../../reading/numberText.ts";
import type { Context } from "./context.ts";
import { button, formula, html } from "./dom.ts";
import { type Group, type Item, isGroup } from "./groups.ts";
import type { Link, Vertex } from "./model.ts";
import { numberOf, shapeText, shortText } from "./values.ts";
import { valueView } from "./valueView.ts";

const kinds: { readonly [kind in Vertex["kind"]]: string } = {
  parameter: "parameter",
  input: "input",
  constant: "constant",
  result: "result",
  update: "update",
};

/** More uses than that are counted, not listed. */
const mostUses = 40;

/** Says everything of the tensor that is selected. */
export class TensorPanel {
  private readonly context: Context;
  private readonly panel: HTMLElement;

  constructor(context: Context, panel: HTMLElement) {
    this.context = context;
    this.panel = panel;
  }

  show(item: Item | null, position: number): void {
    if (item === null)
      this.panel.replaceChildren(
        html("p", { class: "note" }, "Select a tensor to see its value, its derivative and its formula."),
      );
    else if (isGroup(item)) this.showBox(item);
    else this.showVertex(item, position);
  }

  private showBox(group: Group): void {
    const { store, toggleFold } = this.context;
    const isFolded = store.state.folded.has(group);
    this.panel.replaceChildren(
      html("h2", {}, group.label),
      html(
        "p",
        { class: "facts" },
        `${group.path === null ? "a part of the program" : "module"} · ${group.size} tensors`,
      ),
      button(isFolded ? "Unfold" : "Fold", () => toggleFold(group), { "aria-expanded": String(!isFolded) }),
    );
  }

  private showVertex(vertex: Vertex, position: number): void {
    const { node } = vertex;
    this.panel.replaceChildren(
      html("h2", {}, vertex.name),
      this.facts(vertex),
      ...(node === null
        ? []
        : [
            html(
              "p",
              { class: "formula-line" },
              formula(node.formula.text, this.context.data.math[node.formula.latex]),
            ),
          ]),
      ...this.unfoldButton(vertex),
      ...vertex.tensors.flatMap((tensor) => this.valuesOf(vertex, tensor, position)),
      ...this.operands(vertex),
      ...this.uses(vertex),
      ...this.numbers(vertex),
    );
  }

  private facts(vertex: Vertex): HTMLElement {
    const [tensor] = vertex.tensors;
    const { node, path } = vertex;
    const texts = [
      vertex.op ?? kinds[vertex.kind],
      ...(tensor === undefined ? [] : [`${shapeText(tensor.shape)} ${tensor.dtype}`.trim()]),
      ...(path === "" ? [] : [`in ${path}`]),
    ];
    const facts = html("p", { class: "facts" }, texts.join(" · "));
    if (node !== null && node.site !== null) {
      const { file, line, text } = node.site;
      const place = `${file.split("/").slice(-2).join("/")}:${line}`;
      facts.append(html("code", { class: "site" }, text === null ? place : `${place}  ${text}`));
    }
    return facts;
  }

  private unfoldButton(vertex: Vertex): readonly HTMLElement[] {
    const { scalars, store, toggleScalars } = this.context;
    if (scalars.entryOf(vertex) === null) return [];
    const isUnfolded = store.state.unfolded.has(vertex);
    const label = isUnfolded ? "Fold its numbers" : "Unfold into its numbers";
    return [
      button(label, () => toggleScalars(vertex), { "aria-expanded": String(isUnfolded), "aria-keyshortcuts": "Enter" }),
    ];
  }

  private valuesOf(vertex: Vertex, tensor: TensorEntry, position: number): readonly HTMLElement[] {
    const { timeline, pictures } = this.context;
    const elements: HTMLElement[] = [];
    const isKnown = timeline.isComputed(vertex, position);
    elements.push(html("h3", {}, "Value"));
    elements.push(
      isKnown ? valueView(`Value of ${tensor.name}`, tensor.value, pictures.of(tensor, "value")) : notYet("computed"),
    );
    if (!timeline.hasCotangent(tensor)) {
      elements.push(html("p", { class: "note" }, "No derivative of the loss gets here."));
      return elements;
    }
    const known = timeline.cotangentAt(tensor, position);
    const loss = this.context.model.document.loss ?? "loss";
    elements.push(
      html(
        "h3",
        { class: "cotangent" },
        `Derivative ∂${loss}/∂${tensor.name}${known?.isComplete === false ? ", so far" : ""}`,
      ),
    );
    if (known === null) elements.push(notYet("known"));
    else {
      const picture = known.isComplete ? pictures.of(tensor, "cotangent") : pictures.ofValues(known.value);
      elements.push(valueView(`Derivative by ${tensor.name}`, known.value, picture));
    }
    return elements;
  }

  private operands({ inputs }: Vertex): readonly HTMLElement[] {
    if (inputs.length === 0) return [];
    const list = html("ul", { class: "links" });
    for (const { source, tensor } of inputs)
      list.append(html("li", {}, this.link(tensor.name, source), ` ${shortText(tensor.value)}`));
    return [html("h3", {}, "Computed from"), list];
  }

  /** Where the tensor goes, and what comes back from there. */
  private uses({ uses }: Vertex): readonly HTMLElement[] {
    const shown = uses.filter(({ target }) => !target.isAfter || this.context.store.state.showsAll);
    if (shown.length === 0) return [];
    const body = html("tbody");
    for (const link of shown.slice(0, mostUses)) body.append(this.use(link));
    const head = html(
      "tr",
      {},
      ...["used by", "local derivative", "contribution"].map((text) => html("th", { scope: "col" }, text)),
    );
    const table = html(
      "table",
      { class: "uses" },
      html("caption", {}, "Used by, and what comes back"),
      html("thead", {}, head),
      body,
    );
    const more = shown.length - mostUses;
    return [scrolling("Used by", table), ...(more > 0 ? [html("p", { class: "note" }, `and ${more} more`)] : [])];
  }

  private use({ target, edge }: Link): HTMLElement {
    const local = edge === null ? "–" : localText(edge);
    const contribution = edge === null ? "–" : shortText(edge.contribution);
    return html(
      "tr",
      {},
      html("td", {}, this.link(target.name, target), ` ${target.op ?? ""}`),
      html("td", {}, local),
      html("td", { class: "cotangent" }, contribution),
    );
  }

  /** The edges between numbers, as a table: what the unfolded card shows as a picture. */
  private numbers(vertex: Vertex): readonly HTMLElement[] {
    const { scalars, store } = this.context;
    const entry = scalars.entryOf(vertex);
    if (entry === null || !store.state.unfolded.has(vertex)) return [];
    const text = (value: (typeof entry.edges)[number][2]): string =>
      value === null ? "–" : numberText(numberOf(value));
    const body = html("tbody");
    for (const [from, to, local, contribution] of entry.edges)
      body.append(
        html(
          "tr",
          {},
          html("td", {}, entry.numbers[from]!.name),
          html("td", {}, entry.numbers[to]!.name),
          html("td", {}, text(local)),
          html("td", { class: "cotangent" }, text(contribution)),
        ),
      );
    const heads = ["from", "to", "local derivative", "contribution"].map((name) => html("th", { scope: "col" }, name));
    const table = html(
      "table",
      { class: "uses" },
      html("caption", {}, "Number by number"),
      html("thead", {}, html("tr", {}, ...heads)),
      body,
    );
    return [scrolling("Number by number", table)];
  }

  private link(name: string, vertex: Vertex): HTMLElement {
    return button(name, () => this.context.goTo(vertex), { class: "link" });
  }
}

function localText({ local }: EdgeEntry): string {
  if (local === null) return "large matrix";
  return local.kind === "jacobian" && local.shape.length > 0 ? `Jacobian ${shortText(local)}` : shortText(local);
}

function scrolling(label: string, table: HTMLElement): HTMLElement {
  return html("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": label }, table);
}

function notYet(what: string): HTMLElement {
  return html("p", { class: "note" }, `Not ${what} yet at this step.`);
}
