import type { Tensor } from "@tapegrad/core";
import type { Subject } from "../reading/subject.ts";
import type { BackwardLines, Derivation, EdgeLine, ForwardLine, Valued } from "./derivation.ts";
import { asked, type DerivationOptions } from "./options.ts";
import type { Style } from "./style.ts";
import { shortText, summaryText } from "./values.ts";

/**
 * The whole derivation of a loss and its gradients as text, as one writes it on a board: forward every value, with its formula in the
 * program's own names and with numbers put in; backward, for every node, what it contributes to the cotangents of its operands, the
 * local derivative, and the sums where several contributions meet; at the end the gradients.
 *
 * `x̄` is the derivative of the loss by `x`. A contribution to a cotangent that gets several is written with `+=`.
 *
 * @param subject - The loss, a float scalar whose tape is still there; or a tape of `record`, whose last loss it is.
 * @param options - See {@link DerivationOptions}.
 * @throws {@link GradientError} if the loss was not recorded, the tape has none, or a backward pass has let go of it;
 * {@link TapegradError} if a name of `only` is not there, or there are more than `maxNodes` nodes.
 * @example
 * ```ts
 * const w = parameter(0.5, { name: "w", dtype: "float64" });
 * const lines = explain(w.mul(4).square().named("L")).split("\n");
 * lines.filter((line) => line.includes("w̄")); // => ["    w̄ = 4 t̄1 = 4 · 4 = 16    ∂t1/∂w = 4"]
 * lines.at(-1); // => "  ∂L/∂w = 16"
 * ```
 */
export function explain(subject: Subject, options: DerivationOptions = {}): string {
  const { derivation, part, style } = asked("explain", subject, options, "text");
  return [
    `${derivation.loss.symbol} and its gradients, numbers to ${style.digits} digits`,
    ...(part === "backward" ? [] : forwardText(derivation, style)),
    ...(part === "forward" ? [] : backwardText(derivation, style)),
  ].join("\n");
}

function forwardText({ given, forward }: Derivation, style: Style): string[] {
  return [
    ...section(
      "Given",
      given.map((one) => `  ${valued(one, style)}`),
    ),
    ...section(
      "Forward",
      forward.flatMap((line) => forwardLines(line, style)),
    ),
  ];
}

function backwardText({ lossBar, backward, gradients }: Derivation, style: Style): string[] {
  return [
    ...section("Backward", [`  ${lossBar} = 1`, ...backward.flatMap((lines) => nodeLines(lines, style))]),
    ...section(
      "Gradients",
      gradients.map((one) => `  ${valued(one, style)}`),
    ),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

function valued({ symbol, value }: Pick<Valued, "symbol" | "value">, style: Style): string {
  const short = shortText(value, style);
  return short === null ? `${symbol}: ${summaryText(value, style)}` : `${symbol} = ${short}`;
}

function forwardLines({ results, formula, numbers }: ForwardLine, style: Style): string[] {
  const [only] = results;
  if (results.length === 1)
    return [`  ${chained(formula, numbers, shortText(only!.value, style))}`, ...like(only!, style)];
  return [`  ${formula}`, ...results.map((one) => `    ${valued(one, style)}`)];
}

/** What a tensor is like that is too large for the line above. */
function like({ value }: Valued, style: Style): string[] {
  return shortText(value, style) === null ? [`    ${summaryText(value, style)}`] : [];
}

function nodeLines({ formula, cotangents, edges }: BackwardLines, style: Style): string[] {
  const arriving = cotangents.map((one) => valued(one, style)).join("; ");
  return ["", `  ${formula}    with ${arriving}`, ...edges.flatMap((edge) => edgeLines(edge, style))];
}

function edgeLines(edge: EdgeLine, style: Style): string[] {
  const { symbol, derivative, formula, numbers, local, localKind, contribution, isShared, terms, sum } = edge;
  const equation = isShared
    ? formula.slice(0, symbol.length) + formula.slice(symbol.length).replace(" = ", " += ")
    : formula;
  const value = shortText(contribution, style);
  const lines = [`    ${chained(equation, numbers, value)}`];
  if (value === null) lines.push(`      ${summaryText(contribution, style)}`);
  if (local !== null) {
    const slope = valued({ symbol: derivative, value: local }, style);
    if (contribution.ndim === 0 && local.ndim === 0) lines[0] += `    ${slope}`;
    else if (localKind === "slope") lines.push(`      ${slope}, element by element`);
    else if (shortText(local, style) !== null) lines.push(`      ${slope}, a row for each element of the result`);
  }
  if (terms.length > 0) lines.push(`    ${summed(symbol, terms, sum, style)}`);
  return lines;
}

/** `x̄ = 2 + 3 = 5` */
function summed(symbol: string, terms: readonly Tensor[], sum: Tensor, style: Style): string {
  const texts = terms.map((term) => shortText(term, style));
  if (texts.includes(null)) return `${symbol} = the sum of these ${terms.length}: ${summaryText(sum, style)}`;
  const added = texts.reduce((all, next) =>
    next!.startsWith("−") ? `${all} − ${next!.slice(1)}` : `${all} + ${next}`,
  );
  return `${symbol} = ${added} = ${shortText(sum, style)}`;
}

/** A formula, its right side with numbers, and its value, each where it says something new. */
function chained(formula: string, numbers: string | null, value: string | null): string {
  const parts = [formula];
  if (numbers !== null && numbers !== value && !formula.endsWith(` = ${numbers}`)) parts.push(numbers);
  if (value !== null && !(parts.length === 1 && formula.endsWith(` = ${value}`))) parts.push(value);
  return parts.join(" = ");
}
