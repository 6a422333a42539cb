import { Parameter, TapegradError, Tensor } from "@tapegrad/core";
import type { Regularizer } from "../regularizers.ts";
import { classOf, joinPath } from "./label.ts";

// How the parameters and Modules within a Module are found: those that stand in its properties, also in lists, plain objects,
// Maps and Sets there, and those that were registered by name. What cannot be searched and holds some is refused.

/** What a Module holds by name, wherever else it holds it; a `#private` field is seen by nobody outside its class. */
export interface Registry {
  readonly parts: Map<string, object>;
  readonly regularizers: Map<string, Regularizer>;
  readonly buffers: Set<string>;
}

/** Every Module has one: by this a Module is known here. */
const registries = new WeakMap<object, Registry>();

/** Makes `module` one whose parts are found. */
export function addRegistry(module: object): void {
  registries.set(module, { parts: new Map(), regularizers: new Map(), buffers: new Set() });
}

/** @throws TypeError if it is no Module, which types and callers exclude. */
export function registryOf(module: object): Registry {
  return registries.get(module)!;
}

/** A part of a Module, under the path by which it is reached. */
export interface Part {
  readonly path: string;
  /** A Module or a Parameter. */
  readonly value: object;
  /** Is it kept with the model but not trained? */
  readonly buffer: boolean;
}

/** A part that stands where it is not searched for: in an instance of some class. */
interface Unsearched {
  readonly path: string;
  readonly value: object;
  readonly className: string;
}

/** All that is within a Module, itself included, each once under the first path that leads to it. */
export interface Contents {
  readonly modules: ReadonlyMap<object, string>;
  readonly values: ReadonlyMap<Parameter, Part>;
}

/**
 * Everything within a Module. Without recursion: parts may lie any number of levels deep.
 *
 * @throws TapegradError if two parts have one path, or one lies where it is not searched for.
 */
export function contentsOf(root: object): Contents {
  const modules = new Map<object, string>();
  const values = new Map<Parameter, Part>();
  const unsearched: Unsearched[] = [];
  const byPath = new Map<string, object>();
  const waiting: Part[] = [{ path: "", value: root, buffer: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    if (value instanceof Parameter ? values.has(value) : modules.has(value)) continue;
    if (byPath.has(path)) {
      const hint = "A name with a dot reads like a part of a part: give one of them another name.";
      throw new TapegradError({
        where: classOf(root),
        argument: "parts",
        expected: "must have different paths",
        received: `"${path}" twice`,
        advice: hint,
      });
    }
    byPath.set(path, value);
    if (value instanceof Parameter) {
      values.set(value, next);
      continue;
    }
    modules.set(value, path);
    const found = partsOf(value, unsearched);
    // The last that is pushed comes first, and with it all within it.
    for (const part of found.reverse()) waiting.push({ ...part, path: joinPath(path, part.path) });
  }
  for (const { path, value, className } of unsearched) {
    if (value instanceof Parameter ? values.has(value) || !value.requiresGrad : modules.has(value)) continue;
    const what = value instanceof Parameter ? "Parameters" : "Modules";
    throw new TapegradError({
      where: classOf(root),
      argument: what,
      expected: "must be in properties, lists, plain objects, Maps or Sets of Modules",
      received: `one in "${path}" of ${article(className)} ${className}`,
      advice: `Let ${className} extend Module.`,
    });
  }
  return { modules, values };
}

/** The parts a Module holds itself, in the order in which they were registered or their properties were set. */
export function partsOf(module: object, unsearched: Unsearched[] = []): Part[] {
  const { parts, buffers } = registryOf(module);
  const search = new Search(unsearched);
  // A property of the same name says what the part is now.
  for (const [name, value] of parts) if (!Object.hasOwn(module, name)) search.add(value, name, false);
  for (const key of Object.keys(module)) search.add(Reflect.get(module, key), key, buffers.has(key));
  for (const symbol of Object.getOwnPropertySymbols(module))
    search.add(Reflect.get(module, symbol), symbol.description || "symbol", false);
  return search.found;
}

/** Something to look into. */
interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly buffer: boolean;
  /** The class of the instance it lies in, if it lies in one that is not searched. */
  readonly inside: string | null;
}

/** A walk through properties, lists, plain objects, Maps and Sets, not into Modules. */
class Search {
  readonly found: Part[] = [];
  private readonly unsearched: Unsearched[];
  /** Everything that was looked into: a list that contains itself comes to an end, and a part counts once. */
  private readonly seen = new Set<object>();

  constructor(unsearched: Unsearched[]) {
    this.unsearched = unsearched;
  }

  add(value: unknown, path: string, buffer: boolean): void {
    const waiting: Place[] = [{ value, path, buffer, inside: null }];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const within = this.look(place);
      for (let i = within.length - 1; i >= 0; i--) waiting.push(within[i]!);
    }
  }

  /** Notes a part; of anything else gives what is to be looked into next. */
  private look({ value, path, buffer, inside }: Place): readonly Place[] {
    if (typeof value !== "object" || value === null || this.seen.has(value)) return [];
    if (value instanceof Parameter || registries.has(value)) {
      if (inside !== null) {
        this.unsearched.push({ path, value, className: inside });
        return [];
      }
      this.seen.add(value);
      this.found.push({ path, value, buffer });
      return [];
    }
    if (value instanceof Tensor || ArrayBuffer.isView(value)) return [];
    this.seen.add(value);
    const isSearched = isContainer(value);
    if (!isSearched && inside !== null) return []; // what an instance knows of other instances is its own affair
    const className = isSearched ? inside : classOf(value);
    const places: Place[] = [];
    for (const [name, item] of entriesOf(value, path)) {
      if (typeof item === "object" && item !== null)
        places.push({ value: item, path: joinPath(path, name), buffer, inside: className });
    }
    return places;
  }
}

function isContainer(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // of whichever realm
}

/** What is in a container, by the name it has there: its index, key or place. */
function* entriesOf(container: object, path: string): Iterable<readonly [name: string, value: unknown]> {
  if (container instanceof Map) {
    for (const [key, value] of container) yield [keyName(key, value, path), value];
  } else if (Array.isArray(container) || container instanceof Set) {
    let i = 0;
    for (const value of container) yield [String(i++), value];
  } else yield* Object.entries(container);
}

/** @throws TapegradError for a key that makes no path, if there is a part behind it; or for a key that is a part. */
function keyName(key: unknown, value: unknown, path: string): string {
  if (typeof key !== "object" || key === null) return String(key);
  for (const part of [key, value]) {
    if (typeof part !== "object" || part === null) continue;
    if (!(part instanceof Parameter) && !registries.has(part)) continue;
    const what = part === key ? "key" : "value";
    throw new TapegradError({
      where: `"${path}"`,
      argument: "a Map with Parameters or Modules",
      expected: "must have texts or numbers as keys",
      received: `an object beside a ${what} that is ${article(classOf(part))} ${classOf(part)}`,
    });
  }
  return "object";
}

function article(name: string): string {
  return /^[AEIOU]/i.test(name) ? "an" : "a";
}
