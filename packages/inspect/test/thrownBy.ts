/** The error a call ends with, as `Class: text`; the tests compare it to the letter. */
export function thrownBy(call: () => unknown): string {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    return String(error);
  }
  throw new Error(`expected an error, got ${String(value)}`);
}
