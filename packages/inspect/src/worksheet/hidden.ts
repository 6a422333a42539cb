import { formatReceived, nearest, oneOf, TapegradError } from "@tapegrad/core";
import type { Names } from "../reading/names.ts";

/** What can be left blank: results, cotangents with what contributes to them, or local derivatives. */
export type HiddenQuantity = "values" | "cotangents" | "local";

/** What a worksheet leaves blank: one kind of number throughout, all of them, or those of certain tensors. */
export type Hide =
  | HiddenQuantity
  | "all"
  | readonly (string | { readonly name: string; readonly what?: HiddenQuantity | readonly HiddenQuantity[] })[];

const quantities = ["values", "cotangents", "local"] as const;

/** What is hidden, asked number by number. */
export class Hidden {
  private readonly everywhere: HiddenQuantity | "all" | null;
  private readonly byName: ReadonlyMap<string, ReadonlySet<HiddenQuantity>>;

  /** @throws TapegradError for a name that no tensor has, or something else than names. */
  constructor(where: string, hide: Hide, names: Names) {
    this.everywhere = typeof hide === "string" ? oneOf(where, "hide", hide, [...quantities, "all"]) : null;
    this.byName = typeof hide === "string" ? new Map() : readList(where, hide, names);
  }

  /** Is there a backward pass on the sheet? Local derivatives and cotangents would give values away: that of a product is a factor. */
  get hasBackward(): boolean {
    return this.everywhere !== "values";
  }

  /** Are there cotangents on the sheet? They would give local derivatives away, to who divides. */
  get hasCotangents(): boolean {
    return this.hasBackward && this.everywhere !== "local";
  }

  /** The value of that tensor? Of what is given only if it was named. */
  value(name: string, isGiven: boolean): boolean {
    return (!isGiven && this.throughout("values")) || this.has(name, "values");
  }

  cotangent(name: string): boolean {
    return this.throughout("cotangents") || this.has(name, "cotangents");
  }

  /** The derivative of whatever is computed from that tensor with respect to it? */
  local(name: string): boolean {
    return this.throughout("local") || this.has(name, "local");
  }

  private throughout(what: HiddenQuantity): boolean {
    return this.everywhere === what || this.everywhere === "all";
  }

  private has(name: string, what: HiddenQuantity): boolean {
    return this.byName.get(name)?.has(what) === true;
  }
}

function readList(where: string, hide: unknown, names: Names): ReadonlyMap<string, ReadonlySet<HiddenQuantity>> {
  if (!Array.isArray(hide)) throw misread(where, hide);
  const byName = new Map<string, Set<HiddenQuantity>>();
  for (const entry of hide as readonly unknown[]) {
    const { name, what } = typeof entry === "string" ? { name: entry, what: undefined } : partsOf(where, entry);
    if (names.find(name) === undefined) throw unknownName(where, name, names);
    const asked = what === undefined ? ["values", "cotangents"] : Array.isArray(what) ? what : [what];
    const known = byName.get(name) ?? new Set();
    for (const one of asked) known.add(oneOf(where, `hide of "${name}"`, one, quantities));
    byName.set(name, known);
  }
  return byName;
}

function partsOf(where: string, entry: unknown): { readonly name: string; readonly what: unknown } {
  if (typeof entry !== "object" || entry === null) throw misread(where, entry);
  const name: unknown = Reflect.get(entry, "name");
  if (typeof name !== "string") throw misread(where, entry);
  return { name, what: Reflect.get(entry, "what") };
}

function misread(where: string, received: unknown): TapegradError {
  return new TapegradError({
    where,
    argument: "hide",
    expected: 'must be "values", "cotangents", "local", "all", or a list of names and { name, what }',
    received: formatReceived(received),
  });
}

function unknownName(where: string, name: string, names: Names): TapegradError {
  const known = [...names.entries()].map(([, own]) => own);
  const meant = nearest(name, known);
  return new TapegradError({
    where,
    argument: "hide",
    expected: "must name tensors of the program",
    received: formatReceived(name),
    advice: meant === undefined ? `There are ${known.join(", ")}.` : `Did you mean "${meant}"?`,
  });
}
