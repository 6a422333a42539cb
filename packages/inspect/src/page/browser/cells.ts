import type { TensorEntry, ValueEntry } from "../../json/document.ts";
import type { PageData, Picture } from "../pageData.ts";
import { pictureOf } from "../picture.ts";
import { numberOf } from "./values.ts";

/** Most cells of a picture that the page draws. */
const mostCells = 1024;

/** Pictures of tensors, made from their elements where the page has them, and otherwise those that came with it. */
export class Pictures {
  private readonly given: PageData["pictures"];
  private readonly known = new Map<ValueEntry, Picture | null>();

  constructor(given: PageData["pictures"]) {
    this.given = given;
  }

  /** Of the value of a tensor, or of its complete cotangent. */
  of(tensor: TensorEntry, part: "value" | "cotangent"): Picture | null {
    const entry = tensor[part];
    if (entry === null) return null;
    return entry.values === null ? (this.given[tensor.name]?.[part] ?? null) : this.ofValues(entry);
  }

  /** Of any value whose elements are there. */
  ofValues(entry: ValueEntry): Picture | null {
    let picture = this.known.get(entry);
    if (picture === undefined) {
      picture = entry.values === null ? null : pictureOf(entry.shape, entry.values.map(numberOf), mostCells);
      this.known.set(entry, picture);
    }
    return picture;
  }

  /** Has it a row of cells? One number has none. */
  hasStrip(tensor: TensorEntry, part: "value" | "cotangent"): boolean {
    const entry = tensor[part];
    if (entry === null) return false;
    return entry.values === null ? this.of(tensor, part) !== null : entry.values.length > 1;
  }

  /** A row of a few cells that says what a tensor is like; `null` if it has none. */
  strip(tensor: TensorEntry, part: "value" | "cotangent", length: number): readonly (number | null)[] | null {
    const picture = this.hasStrip(tensor, part) ? this.of(tensor, part) : null;
    if (picture === null) return null;
    const { cells } = picture;
    if (cells.length <= length) return cells;
    return Array.from({ length }, (_, i) => cells[Math.floor(((i + 0.5) * cells.length) / length)]!);
  }
}
