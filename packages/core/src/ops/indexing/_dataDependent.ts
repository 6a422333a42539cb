import { hostOnly } from "../../op/host.ts";

/**
 * For functions whose result has as many elements as the values of their inputs say. A compiled program has the shapes of the call that it
 * was made from, so it has no place for these.
 *
 * @param advice - What to do instead.
 */
export function shapeFromValues(where: string, advice: string): void {
  hostOnly(`one that calls ${where}, whose result has as many elements as the values say`, advice);
}
