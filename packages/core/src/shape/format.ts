/** A shape or a list of axes as errors and printouts write it: `[2, 3]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** A value a caller passed, as an error message names it. */
export function formatReceived(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (Array.isArray(value)) {
    const flat = value.length <= 8 && value.every((item) => item === null || typeof item !== "object");
    return flat ? `[${value.map(formatReceived).join(", ")}]` : `an array of ${value.length}`;
  }
  if (typeof value === "object" && value !== null) {
    if (value instanceof Promise) return "a Promise";
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    return name === "Object" || name === undefined ? "an object" : `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}
