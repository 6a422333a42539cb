import { formatReceived } from "@tapegrad/core";
import type { PlainValue } from "./document.ts";
import { numberEntry } from "./values.ts";

/** The attributes of a node as plain data. What has no place in JSON, such as a generator, is named. */
export function plainAttributes(attrs: unknown): { readonly [name: string]: PlainValue } {
  if (typeof attrs !== "object" || attrs === null)
    return attrs === undefined || attrs === null ? {} : { value: plain(attrs) };
  return Object.fromEntries(
    Object.entries(attrs).flatMap(([name, value]) => (value === undefined ? [] : [[name, plain(value)]])),
  );
}

function plain(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return numberEntry(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && isPlain(value) ? plainAttributes(value) : formatReceived(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
