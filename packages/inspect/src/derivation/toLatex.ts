import { formatShape, formulaName, type Tensor, whole } from "@tapegrad/core";
import { summaryOf } from "../json/values.ts";
import { numberText } from "../reading/names.ts";
import type { Subject } from "../reading/subject.ts";
import type { BackwardLines, EdgeLine, ForwardLine, Valued } from "./derivation.ts";
import { asked, type DerivationOptions } from "./options.ts";
import type { Style } from "./style.ts";

/** Options of {@link toLatex}. */
export interface LatexOptions extends DerivationOptions {
  /** A block has at most about so many lines, to fit on a slide; default 12. What belongs to one node stays together. */
  readonly maxLines?: number;
}

/**
 * The derivation of a loss and its gradients as LaTeX mathematics, for slides: what `explain` writes, as `aligned` blocks between `\[` and
 * `\]` that LaTeX (with amsmath) and KaTeX set. A comment before each block says what it is.
 *
 * @param subject - The loss, a float scalar whose tape is still there; or a tape of `record`, whose last loss it is.
 * @param options - See {@link LatexOptions}.
 * @throws {@link GradientError} if the loss was not recorded, the tape has none, or a backward pass has let go of it;
 * {@link TapegradError} if a name of `only` is not there, or there are more than `maxNodes` nodes.
 * @example
 * ```ts
 * const w = tensor(3, { requiresGrad: true, name: "w" });
 * const lines = toLatex(w.square().named("L"), { part: "forward" }).split("\n");
 * lines.filter((line) => line.includes("&=")); // => ["w &= 3", "L &= w^{2} = 3^{2} = 9"]
 * ```
 */
export function toLatex(subject: Subject, options: LatexOptions = {}): string {
  const { derivation, part, style } = asked("toLatex", subject, options, "latex", ["maxLines"]);
  const maxLines = whole("toLatex", "maxLines", options.maxLines ?? 12, { min: 1 });
  const { given, forward, lossBar, backward, gradients } = derivation;
  const writer = new LatexWriter(style);
  const blocks = (title: string, groups: readonly (readonly string[])[], isApart = false): string[] =>
    blocksOf(title, groups, maxLines, isApart);
  const alone = (lines: readonly string[]): string[][] => lines.map((line) => [line]);
  return [
    ...(part === "backward"
      ? []
      : [
          ...blocks("Given", alone(given.map((one) => writer.valued(one)))),
          ...blocks(
            "Forward",
            forward.map((line) => writer.forward(line)),
          ),
        ]),
    ...(part === "forward"
      ? []
      : [
          ...blocks("Backward", [[`${lossBar} &= 1`], ...backward.map((lines) => writer.node(lines))], true),
          ...blocks("Gradients", alone(gradients.map((one) => writer.valued(one)))),
        ]),
  ].join("\n\n");
}

/** Groups of lines as blocks of about `maxLines`, whole groups at a time unless one alone is longer; with some distance between them if they are `isApart`. */
function blocksOf(title: string, groups: readonly (readonly string[])[], maxLines: number, isApart: boolean): string[] {
  const blocks: { lines: number; text: string }[] = [];
  for (const group of groups)
    for (let at = 0; at < group.length; at += maxLines) {
      // Behind the end of a line, a bracket would be read as a distance.
      const lines = group.slice(at, at + maxLines).map((line) => (line.startsWith("[") ? `{}${line}` : line));
      const height = lines.reduce((sum, line) => sum + rowsOf(line), 0);
      const text = lines.join(" \\\\\n");
      const last = blocks.at(-1);
      if (last !== undefined && last.lines + height <= maxLines) {
        last.lines += height;
        last.text += `${isApart ? distance(last.text) : " \\\\"}\n${text}`;
      } else blocks.push({ lines: height, text });
    }
  return blocks.map(({ text }, i) => {
    const part = blocks.length === 1 ? "" : ` (${i + 1} of ${blocks.length})`;
    return `% ${title}${part}\n\\[\n\\begin{aligned}\n${text}\n\\end{aligned}\n\\]`;
  });
}

/** How many rows a line is high: those of a matrix in it. */
function rowsOf(line: string): number {
  return 1 + Math.max(0, ...line.split("\\end{pmatrix}").map((part) => part.split(" \\\\ ").length - 1));
}

/** The end of a line and some distance, which LaTeX counts from the line itself, and not from a matrix that reaches below it. */
function distance(text: string): string {
  const rows = rowsOf(text.slice(text.lastIndexOf("\n") + 1));
  return ` \\\\[${rows === 1 ? 2 : 1.5 * rows + 2}ex]`;
}

/** The widest line on a slide, in signs. */
const widest = 56;

class LatexWriter {
  private readonly style: Style;

  constructor(style: Style) {
    this.style = style;
  }

  valued({ symbol, value }: Pick<Valued, "symbol" | "value">): string {
    return `${symbol} &= ${this.short(value) ?? this.summary(value)}`;
  }

  forward({ results, formula, numbers }: ForwardLine): string[] {
    const [only] = results;
    if (results.length !== 1) return [aligned(formula), ...results.map((one) => this.valued(one))];
    return this.chained(aligned(formula), [numbers, this.short(only!.value) ?? this.summary(only!.value)]);
  }

  node({ formula, cotangents, edges }: BackwardLines): string[] {
    const arriving = cotangents.map((one) => this.valued(one).replace(" &= ", " = ")).join(",\\; ");
    return [`${aligned(formula)} \\quad\\text{with}\\quad ${arriving}`, ...edges.flatMap((edge) => this.edge(edge))];
  }

  private edge({
    symbol,
    derivative,
    formula,
    numbers,
    local,
    contribution,
    isShared,
    terms,
    sum,
  }: EdgeLine): string[] {
    const equation = isShared ? aligned(formula).replace(" &= ", " &\\mathrel{+}= ") : aligned(formula);
    const lines = this.chained(equation, [numbers, this.short(contribution) ?? this.summary(contribution)]);
    const slope = local === null ? null : this.short(local);
    if (slope !== null) {
      const shown = `\\qquad ${derivative.replace("\\frac", "\\tfrac")} = ${slope}`;
      if (width(`${lines.at(-1)} ${shown}`) > widest) lines.push(`&${shown}`);
      else lines[lines.length - 1] += ` ${shown}`;
    }
    if (terms.length > 0) {
      const texts = terms.map((term) => this.short(term) ?? "\\ldots");
      const added = texts.reduce((all, next) =>
        next.startsWith("-") ? `${all} - ${next.slice(1)}` : `${all} + ${next}`,
      );
      lines.push(...this.chained(`${symbol} &= ${added}`, [this.short(sum) ?? this.summary(sum)]));
    }
    return lines;
  }

  /** A line and what it equals further, where that says something new; on lines of their own where it would be too wide. */
  private chained(first: string, others: readonly (string | null)[]): string[] {
    const lines = [first];
    let before = first.slice(first.indexOf("= ") + 2);
    for (const other of others) {
      if (other === null || other === before) continue;
      if (width(`${lines.at(-1)} = ${other}`) > widest) lines.push(`&= ${other}`);
      else lines[lines.length - 1] += ` = ${other}`;
      before = other;
    }
    return lines;
  }

  private number(value: number): string {
    return Number.isNaN(value) ? "\\mathrm{NaN}" : formulaName(numberText(value, this.style.digits), this.style);
  }

  /** A number, a list, or a matrix; `null` where it is too large. */
  private short(x: Tensor): string | null {
    const shape: readonly number[] = x.shape;
    if (shape.length === 0) return this.number(x.data[0]!);
    if (x.size > this.style.maxValues) return null;
    const numbers = Array.from<number, string>(x.data, (value) => this.number(value));
    if (shape.length !== 2 || x.size === 0) return this.nested(numbers, shape);
    const columns = shape[1]!;
    const rows = Array.from({ length: shape[0]! }, (_, i) => numbers.slice(i * columns, (i + 1) * columns).join(" & "));
    return `\\begin{pmatrix} ${rows.join(" \\\\ ")} \\end{pmatrix}`;
  }

  private nested(numbers: readonly string[], shape: readonly number[]): string {
    if (shape.length === 0) return numbers[0]!;
    const step = numbers.length / Math.max(shape[0]!, 1);
    const rows = Array.from({ length: shape[0]! }, (_, i) =>
      this.nested(numbers.slice(i * step, (i + 1) * step), shape.slice(1)),
    );
    return `\\left[${rows.join(",\\, ")}\\right]`;
  }

  private summary({ shape, data }: Tensor): string {
    const { min, max, mean } = summaryOf(data);
    const range =
      min === null || max === null || mean === null
        ? ""
        : `:\\; ${this.number(min)} \\ldots ${this.number(max)},\\; \\text{mean } ${this.number(mean)}`;
    return `\\text{shape } ${formatShape(shape)}${range}`;
  }
}

/** A formula, aligned at its sign of equality. */
function aligned(formula: string): string {
  let depth = 0;
  for (let i = 0; i < formula.length; i++) {
    if (formula[i] === "\\") i++;
    else if (formula[i] === "{") depth++;
    else if (formula[i] === "}") depth--;
    else if (depth === 0 && formula.startsWith(" = ", i)) return `${formula.slice(0, i)} &= ${formula.slice(i + 3)}`;
  }
  return formula;
}

/** About how many signs a line has. */
function width(line: string): number {
  return line
    .replace(/\\(?:begin|end)\{\w+\}|\\(?:left|right|text|mathit|bar|overline)\b|[{}^_&]/g, "")
    .replace(/\\[A-Za-z]+ ?/g, "x").length;
}
