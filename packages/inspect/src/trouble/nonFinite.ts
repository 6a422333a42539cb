import type { Site } from "@tapegrad/core";
import { numberText } from "../reading/names.ts";
import { siteText, sourceLine } from "../reading/sourceLine.ts";
import { elementText, type Range } from "./elements.ts";

/** Where in a program something is. */
export interface Place {
  /** Of the Module. */
  readonly path: string;
  readonly site: Site | null;
}

/** An operand of what went wrong. */
export interface OperandOf {
  readonly name: string;
  /** Of the element that went in, and its value; `null` for an op that is not one of single elements. */
  readonly index: readonly number[] | null;
  readonly value: number | null;
  /** Of all elements. */
  readonly range: Range;
}

/** One tensor on the way. */
export interface ChainLink {
  readonly name: string;
  /** What made it; `null` for an input. */
  readonly op: string | null;
  /** Of its values, or of its cotangent. */
  readonly range: Range;
  readonly place: Place | null;
}

interface Facts {
  readonly kind: "value" | "cotangent" | "update";
  readonly name: string;
  readonly value: number;
  readonly index: readonly number[];
  readonly count: number;
  readonly size: number;
  readonly reason: string;
  readonly operands: readonly OperandOf[];
  readonly chain: readonly ChainLink[];
  readonly growth: readonly ChainLink[];
  readonly place: Place | null;
  readonly op: string | null;
  readonly hasSites: boolean;
  /** Of a cotangent: the result that it comes back from. */
  readonly resultName: string | null;
}

/** Where the first NaN or ±∞ of a program comes from: what {@link firstNonFinite} finds. */
export class NonFinite {
  /** Of what it is the value, or the cotangent; or what an update left of it. */
  readonly kind: "value" | "cotangent" | "update";
  readonly name: string;
  /** The element that is explained: NaN, ∞ or −∞. */
  readonly value: number;
  /** Its indices. */
  readonly index: readonly number[];
  /** How many elements are not finite, and of how many. */
  readonly count: number;
  readonly size: number;
  /** Why, in words: `"logarithm of 0: ln 0"`. */
  readonly reason: string;
  /** The op that made it of finite numbers; of a cotangent, the op that it comes back through. `null` for an input. */
  readonly op: string | null;
  /** What went into the element. */
  readonly operands: readonly (OperandOf & { readonly text: string })[];
  /** The shortest way from an input to it; for a cotangent, from the loss. */
  readonly chain: readonly ChainLink[];
  /** The way along the largest numbers, if these grew a thousandfold; else empty. */
  readonly growth: readonly ChainLink[];
  /** Path of the Module in which it happened. */
  readonly path: string;
  /** The program line, on a tape that was recorded with sites, and its text, where the file can be read. */
  readonly site: Site | null;
  readonly line: string | null;
  /** Of an infinity: where the first NaN is made of it, if one is. */
  readonly firstNaN: NonFinite | null;
  private readonly facts: Facts;

  constructor(facts: Facts, firstNaN: NonFinite | null = null) {
    this.facts = facts;
    this.kind = facts.kind;
    this.name = facts.name;
    this.value = facts.value;
    this.index = facts.index;
    this.count = facts.count;
    this.size = facts.size;
    this.reason = facts.reason;
    this.op = facts.op;
    this.operands = facts.operands.map((operand) => ({ ...operand, text: operandText(operand) }));
    this.chain = facts.chain;
    this.growth = facts.growth;
    this.path = facts.place?.path ?? "";
    this.site = facts.place?.site ?? null;
    this.line = this.site === null ? null : sourceLine(this.site);
    this.firstNaN = firstNaN;
  }

  /** The same, with the NaN that is made of it. */
  followedBy(firstNaN: NonFinite): NonFinite {
    return new NonFinite(this.facts, firstNaN);
  }

  toString(): string {
    const { kind, count, size, op, facts } = this;
    const what = kind === "value" ? "value" : kind === "cotangent" ? "cotangent" : "update";
    const of = elementText(this.name, this.index);
    const shown = kind === "cotangent" ? `that of ${of}, ` : `${of} = `;
    const share = size === 1 ? "" : `, ${count} of ${size} elements`;
    const lines = [`The first ${what} that is not finite: ${shown}${numberText(this.value)}${share}.`];
    const made = kind === "cotangent" ? `back through ${op} from ${facts.resultName}` : op;
    const at = this.at();
    const used = at === "" ? "an input" : `an input, first used${at}`;
    lines.push(`  ${this.reason}`, `  ${made === null ? used : made + at}`);
    if (this.operands.length > 0) lines.push(`  ${this.operands.map(({ text }) => text).join(", ")}`);
    if (this.chain.length > 1) lines.push("The way to it:", ...table(this.chain));
    if (this.growth.length > 0) lines.push(`Largest numbers: ${growthText(this.growth)}`);
    if (this.firstNaN !== null) {
      const { name, index, reason } = this.firstNaN;
      lines.push(
        `The first NaN: ${elementText(name, index)}, ${reason}, ${this.firstNaN.op ?? "input"}${this.firstNaN.at()}`,
      );
    }
    if (!facts.hasSites) lines.push("Program lines: record(fn, { sites: true }) notes them.");
    return lines.join("\n");
  }

  private at(): string {
    const inside = this.path === "" ? "" : ` in ${this.path}`;
    if (this.site === null) return inside;
    return `${inside} at ${siteText(this.site)}${this.line === null ? "" : `: ${shortened(this.line)}`}`;
  }
}

function shortened(line: string): string {
  const characters = [...line];
  return characters.length <= longestLine ? line : `${characters.slice(0, longestLine - 1).join("")}…`;
}

const longestLine = 100;

function operandText({ name, index, value, range }: OperandOf): string {
  if (value === null || index === null) return `${name} in ${rangeText(range)}`;
  const text = numberText(value);
  return name === text ? text : `${elementText(name, index)} = ${text}`;
}

/** `−3 … 800`, with what is not finite. */
function rangeText({ min, max, nans, infinities, negativeInfinities }: Range): string {
  const parts = [
    Number.isNaN(min) ? "" : min === max ? numberText(min) : `${numberText(min)} … ${numberText(max)}`,
    infinities === 0 ? "" : `${infinities} × ∞`,
    negativeInfinities === 0 ? "" : `${negativeInfinities} × −∞`,
    nans === 0 ? "" : `${nans} × NaN`,
  ];
  return parts.filter((text) => text !== "").join(", ") || "no elements";
}

const mostRows = 9;

/** The links under each other; of a long chain, its ends. */
function table(chain: readonly ChainLink[]): string[] {
  const rows = chain.map(({ name, op, range, place }) => {
    const where = [place?.path ?? "", place?.site == null ? "" : siteText(place.site)]
      .filter((text) => text !== "")
      .join(" ");
    return [name, op ?? "input", rangeText(range), where];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => `  ${row.map((text, k) => text.padEnd(widths[k] ?? 0)).join("  ")}`.trimEnd());
  if (lines.length <= mostRows) return lines;
  const left = lines.length - mostRows + 1;
  return [...lines.slice(0, 3), `  … ${left} more …`, ...lines.slice(3 + left)];
}

/** Those at which the largest number has become ten times what it was. */
function growthText(chain: readonly ChainLink[]): string {
  const size = ({ range: { min, max } }: ChainLink): number => Math.max(Math.abs(min), Math.abs(max));
  const shown: ChainLink[] = [];
  for (const [i, link] of chain.entries()) {
    const before = shown.at(-1);
    const isEnd = i === chain.length - 1;
    if (before === undefined || isEnd || size(link) >= 10 * size(before)) shown.push(link);
  }
  const text = (link: ChainLink): string =>
    `${link.name} ${link.range.infinities + link.range.negativeInfinities > 0 ? "∞" : link.range.nans > 0 ? "NaN" : numberText(size(link))}`;
  const texts = shown.map(text);
  return (texts.length <= 8 ? texts : [...texts.slice(0, 3), "…", ...texts.slice(-4)]).join(" → ");
}
