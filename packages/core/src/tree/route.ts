import { TapegradError } from "../errors.ts";

/** Deeper than any model; far less deep than what overflows the stack of a call that goes through it by recursion. */
const maxDepth = 1000;

/** Made by `{ … }` or without a prototype: no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** The path of what lies under a key, as one would write it. */
export function childPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** The path of an element of a list. */
export function indexPath(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** The arrays and objects from the root of a tree to where a walk through it is. */
export class Route {
  private readonly open = new Set<object>();
  private readonly where: string;

  constructor(where: string) {
    this.where = where;
  }

  /** @throws TapegradError if `container` contains itself, or lies too deep. */
  enter(container: object, path: string): void {
    const { open } = this;
    if (open.has(container)) {
      const received = `${Array.isArray(container) ? "an array" : "an object"} that does at ${path}`;
      throw new TapegradError({ where: this.where, argument: "a tree", expected: "must not contain itself", received });
    }
    if (open.size === maxDepth) {
      const expected = `must be nested at most ${maxDepth} deep`;
      throw new TapegradError({
        where: this.where,
        argument: "a tree",
        expected,
        received: `more at ${abbreviated(path)}`,
      });
    }
    open.add(container);
  }

  leave(container: object): void {
    this.open.delete(container);
  }
}

/** The beginning of a path that is too long to be read. */
function abbreviated(path: string): string {
  return path.length <= 60 ? path : `${path.slice(0, 57)}...`;
}
