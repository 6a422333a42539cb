import type { EdgeEntry, FormulaEntry, ValueEntry } from "../../json/document.ts";
import { withoutLoss } from "./caption.ts";
import type { Context } from "./context.ts";
import { button, formula, html } from "./dom.ts";
import type { Step } from "./timeline.ts";
import { shortText, spokenText } from "./values.ts";
import { valueView } from "./valueView.ts";

/** Says what happens in the current step, with all the numbers of it. */
export class StepPanel {
  private readonly context: Context;
  private readonly panel: HTMLElement;

  constructor(context: Context, panel: HTMLElement) {
    this.context = context;
    this.panel = panel;
  }

  show(position: number): void {
    const { timeline } = this.context;
    this.panel.replaceChildren(...this.contentOf(timeline.steps[position]!, position));
  }

  private contentOf(step: Step, position: number): readonly Node[] {
    const { timeline } = this.context;
    switch (step.kind) {
      case "start":
        return [
          html("h2", {}, "Start"),
          html("p", {}, "Only what goes in is known. Every step forward computes one tensor."),
        ];
      case "forward": {
        const { vertex, node } = step;
        const [tensor] = vertex.tensors;
        const operands = vertex.inputs.map((link) => this.row(link.tensor.name, link.tensor.value, link.tensor.name));
        return [
          html("h2", {}, `Forward ${position} of ${timeline.forwardCount}: ${node.op}`),
          this.formula(node.formula),
          html("dl", { class: "parts" }, ...operands.flat()),
          ...(tensor === undefined ? [] : [html("h3", {}, tensor.name), this.value(tensor.name, tensor.value, true)]),
        ];
      }
      case "seed":
        return [
          html("h2", {}, "The backward pass begins"),
          html("p", {}, `The derivative of ${step.loss.name} by itself is 1.`),
          html("p", { class: "number cotangent" }, `∂${step.loss.name} = 1`),
        ];
      case "backward":
        return this.edge(step.edge, position - timeline.seedAt!);
      case "end":
        return this.end();
    }
  }

  private end(): readonly Node[] {
    const { timeline, model } = this.context;
    const { loss } = model.document;
    const tensor = loss === null ? undefined : model.tensors.get(loss);
    const content: Node[] = [html("h2", {}, "Everything is computed")];
    if (tensor !== undefined)
      content.push(html("dl", { class: "parts" }, ...this.row(tensor.name, tensor.value, tensor.name)));
    content.push(
      html("p", { class: "note" }, `${timeline.forwardCount} steps forward, ${timeline.backwardCount} backward.`),
      html(
        "p",
        {},
        timeline.seedAt === null ? withoutLoss : "Play begins at the start. Select a tensor to see more of it.",
      ),
    );
    return content;
  }

  private edge(edge: EdgeEntry, number: number): readonly Node[] {
    const { timeline, model } = this.context;
    const { operand, result, local, contribution, sum, isComplete } = edge;
    const incoming = model.tensors.get(result)!.cotangent;
    const kind = local?.kind === "jacobian" ? "Jacobian" : "local derivative";
    const parts = [
      ...this.row(`incoming ∂${result}`, incoming, result),
      ...(local === null ? [] : this.row(`${kind} ∂${result}/∂${operand}`, local)),
      ...this.row("contribution", contribution),
      ...this.row(isComplete ? `∂${operand}, complete` : `∂${operand}, so far`, sum, operand),
    ];
    const note = html("p", { class: "note" });
    if (local === null) note.append("The local derivative is a matrix too large to be shown.");
    return [
      html("h2", {}, `Backward ${number} of ${timeline.backwardCount}: from ${result} to ${operand}`),
      this.formula(edge.formula),
      html("dl", { class: "parts" }, ...parts),
      ...(note.textContent === "" ? [] : [note]),
    ];
  }

  private formula({ text, latex }: FormulaEntry): HTMLElement {
    return html(
      "div",
      { class: "formula-line", tabindex: 0, role: "group", "aria-label": "Formula" },
      formula(text, this.context.data.math[latex]),
    );
  }

  /** One part: what it is, and how much. `tensor` makes the name a way to it. */
  private row(name: string, value: ValueEntry | null, tensor?: string): readonly HTMLElement[] {
    const { model, goTo } = this.context;
    const vertex = tensor === undefined ? undefined : model.vertexOf.get(tensor);
    const label = vertex === undefined ? name : button(name, () => goTo(vertex), { class: "link" });
    const shown = value === null ? "none" : this.value(name, value, false);
    return [html("dt", {}, label), html("dd", {}, shown)];
  }

  private value(name: string, value: ValueEntry, isLarge: boolean): HTMLElement {
    const { pictures } = this.context;
    if (value.shape.length === 0 || value.values !== null) return valueView(name, value, pictures.ofValues(value));
    const tensor = this.context.model.tensors.get(name);
    if (isLarge && tensor !== undefined && tensor.value === value)
      return valueView(name, value, pictures.of(tensor, "value"));
    return html("p", {}, `${shortText(value)}, ${rangeText(value)}`);
  }
}

function rangeText(value: ValueEntry): string {
  return spokenText(value).split(", ").slice(1).join(", ");
}
