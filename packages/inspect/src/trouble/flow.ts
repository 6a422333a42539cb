import { numberText } from "../reading/names.ts";
import type { Units } from "./units.ts";

/** How large numbers are: `√Σ x²`, and the root mean square `√(Σ x² / n)`. */
export interface Size {
  readonly norm: number;
  readonly rms: number;
}

/** One layer of a {@link GradientFlow}. */
export interface LayerFlow {
  /** The path of its Module. */
  readonly path: string;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
  /** What it gives, and the derivative of the loss with respect to that. */
  readonly value: Size;
  readonly cotangent: Size | null;
  /** All its parameters as one, their gradient, and what was added to them; `null` where there is none. */
  readonly weights: Size | null;
  readonly gradient: Size | null;
  readonly update: Size | null;
  readonly units: Units | null;
}

/** What became of gradients on their way back. */
export type Verdict = "vanishing" | "exploding" | "healthy" | "unknown";

/** Where a verdict changes. */
interface Limits {
  readonly saturatedBelow: number;
  readonly vanishingBelow: number;
  readonly explodingAbove: number;
}

/** How values and gradients flow through a model: what {@link gradientFlow} finds. It reads well as text. */
export class GradientFlow {
  /** In the order in which they ran. */
  readonly layers: readonly LayerFlow[];
  /** How many times larger the cotangent of the first layer is than that of the last, as root mean squares; NaN if there are not two. */
  readonly ratio: number;
  /** `"unknown"` where there are not two layers with a cotangent to compare. */
  readonly verdict: Verdict;
  private readonly limits: Limits;
  /** The layers that a derivative of the loss comes to. */
  private readonly reached: readonly LayerFlow[];

  constructor(layers: readonly LayerFlow[], limits: Limits) {
    this.layers = layers;
    this.limits = limits;
    this.reached = layers.filter(({ cotangent }) => cotangent !== null);
    const sizes = this.reached.map(({ cotangent }) => cotangent!.rms);
    const [first, last] = [sizes[0], sizes.at(-1)];
    this.ratio = sizes.length < 2 ? Number.NaN : first! / last!;
    const isUnbounded = sizes.some((size) => !Number.isFinite(size));
    if (isUnbounded || this.ratio > limits.explodingAbove) this.verdict = "exploding";
    else if (sizes.length < 2 || (first === 0 && last === 0)) this.verdict = "unknown";
    else this.verdict = this.ratio < limits.vanishingBelow ? "vanishing" : "healthy";
  }

  /** The verdict in words, and what is the matter with single layers. */
  get notes(): readonly string[] {
    return [this.sentence(), ...this.layers.flatMap((layer) => this.unitNotes(layer))];
  }

  toString(): string {
    const hasUpdates = this.layers.some(({ update }) => update !== null);
    const rows = this.layers.map(({ path, value, cotangent, gradient, weights, update }) => [
      path,
      numberText(value.rms),
      sizeText(cotangent),
      sizeText(gradient),
      ...(hasUpdates
        ? [
            update === null || weights === null
              ? "–"
              : `${numberText(update.rms)} (${share(update.norm / weights.norm)})`,
          ]
        : []),
    ]);
    const head = ["layer", "value", "cotangent", "gradient", ...(hasUpdates ? ["update (of the weights)"] : [])];
    const widths = head.map((text, k) => Math.max(text.length, ...rows.map((row) => row[k]!.length)));
    const lines = [head, ...rows].map((row) =>
      row
        .map((text, k) => text.padEnd(widths[k]!))
        .join("  ")
        .trimEnd(),
    );
    return ["Root mean squares:", ...lines.map((line) => `  ${line}`), ...this.notes].join("\n");
  }

  private sentence(): string {
    const { verdict, ratio, reached, limits } = this;
    const [first, last] = [reached[0]?.path, reached.at(-1)?.path];
    const compared = `the cotangent of ${first} is ${numberText(ratio)} times that of ${last}, ${numberText(this.perLayer())} a layer`;
    switch (verdict) {
      case "unknown":
        return reached.length < 2
          ? "Unknown: there are not two layers that a derivative of the loss comes to."
          : "Unknown: the cotangents of the first and the last layer are 0.";
      case "vanishing":
        return ratio === 0
          ? `Vanishing: the cotangent of ${first} is 0, that of ${last} is not.`
          : `Vanishing: ${compared} (less than ${numberText(limits.vanishingBelow)}).`;
      case "exploding":
        return Number.isFinite(ratio)
          ? `Exploding: ${compared} (more than ${numberText(limits.explodingAbove)}).`
          : "Exploding: cotangents are not finite. firstNonFinite says where that begins.";
      case "healthy":
        return `Healthy: ${compared}.`;
    }
  }

  private perLayer(): number {
    return this.ratio ** (1 / (this.reached.length - 1));
  }

  private unitNotes({ path, units }: LayerFlow): string[] {
    if (units === null) return [];
    const { op, count, dead, saturated } = units;
    const notes: string[] = [];
    if (dead !== null && dead > 0)
      notes.push(
        `${path}: ${dead} of ${count} ${op} units ${dead === 1 ? "is" : "are"} dead: 0 slope for every example.`,
      );
    if (saturated !== null && saturated >= 0.5)
      notes.push(
        `${path}: ${share(saturated)} of ${op} saturated: a slope below ${share(this.limits.saturatedBelow)} of its largest.`,
      );
    return notes;
  }
}

function sizeText(size: Size | null): string {
  return size === null ? "–" : numberText(size.rms);
}

function share(part: number): string {
  return `${numberText(Number((100 * part).toPrecision(2)))} %`;
}
