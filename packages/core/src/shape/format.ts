/** A shape or a list of axes as errors and printouts write it: `[2, 3]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** A value a caller passed, as an error message names it. */
export function formatReceived(value: unknown): string {
  if (typeof value === "string") return formatText(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (Array.isArray(value)) {
    const flat = value.length <= 8 && value.every((item) => item === null || typeof item !== "object");
    return flat ? `[${value.map(formatReceived).join(", ")}]` : `an array of ${value.length}`;
  }
  if (typeof value === "object" && value !== null) {
    if (value instanceof Promise) return "a Promise";
    const name = classNameOf(value);
    // "a Uint8Array": its U is spoken with a consonant.
    return name === "Object" ? "an object" : `${/^(?:[AEIO]|U(?!int|ni))/.test(name) ? "an" : "a"} ${name}`;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The beginning of a text that is too long to be read in an error. */
function formatText(text: string): string {
  if (text.length <= 100) return JSON.stringify(text);
  return `${JSON.stringify(`${text.slice(0, 57)}...`)}, ${text.length} characters`;
}

/** The name of its class; a generator and its like have none, but a tag. */
function classNameOf(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" ? name : Object.prototype.toString.call(value).slice(8, -1);
}
