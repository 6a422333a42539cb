import type { NumberEntry, TapeDocument } from "../json/document.ts";
import type { Fold } from "../reading/folding.ts";

/** A piece of MathML: text, or an element. */
export type MathTree = string | MathElement;

/** An element of MathML. */
export interface MathElement {
  readonly tag: string;
  readonly attributes?: { readonly [name: string]: string };
  readonly content: readonly MathTree[];
}

/** What a large tensor is shown as where its elements are too many: means of blocks, and how many elements lie where. */
export interface Picture {
  /** Of the matrix that is shown: the last axis lies across, all others down. */
  readonly shape: readonly [rows: number, columns: number];
  readonly rows: number;
  readonly columns: number;
  /** Row by row; each the mean of a block of the matrix, `null` if none of it is finite. */
  readonly cells: readonly (number | null)[];
  readonly histogram: Histogram | null;
}

/** How many finite elements lie in each of some intervals of the same width. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** The pictures of a tensor whose elements are not in the document. */
export interface TensorPictures {
  readonly value: Picture | null;
  readonly cotangent: Picture | null;
}

/** A node of the tape, number by number. */
export interface ScalarEntry {
  readonly numbers: readonly ScalarNumber[];
  readonly edges: readonly ScalarEdgeEntry[];
}

/** One number: an element of a tensor, or a product within the op. */
export interface ScalarNumber {
  readonly name: string;
  /** The tensor it is an element of; `null` of a product. */
  readonly tensor: string | null;
  /** What computes it; `null` of what goes in. */
  readonly operation: string | null;
  readonly value: NumberEntry;
  readonly cotangent: NumberEntry | null;
}

/** Which number goes into which, with the derivative of the second by the first and what it contributes to the first's cotangent. */
export type ScalarEdgeEntry = readonly [
  from: number,
  to: number,
  local: NumberEntry | null,
  contribution: NumberEntry | null,
];

/** The colours of a page; `"auto"` are those that the reader's system asks for. */
export type Theme = "auto" | "light" | "dark";

/** Everything that the page of a tape shows. */
export interface PageData {
  readonly title: string;
  readonly document: TapeDocument;
  /** Formulas, by their LaTeX. One that is not there is shown as plain text. */
  readonly math: { readonly [latex: string]: MathTree };
  /** By the name of the tensor. */
  readonly pictures: { readonly [tensor: string]: TensorPictures };
  /** By the id of the node. */
  readonly scalars: { readonly [node: string]: ScalarEntry };
  readonly fold: Fold;
  readonly theme: Theme;
}
