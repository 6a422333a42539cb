/** What is said of a number that was typed. */
export type Verdict = "right" | "wrong" | "wrong sign" | "not a number";

/**
 * A number is right if it differs from the answer by at most `tolerance` times its size, or by a thousandth of `tolerance` where it is
 * smaller than that: so an answer of 0 can be met.
 */
export function verdictOf(typed: number | null, answer: number, tolerance: number): Verdict {
  if (typed === null) return "not a number";
  if (isRight(typed, answer, tolerance)) return "right";
  return isRight(-typed, answer, tolerance) ? "wrong sign" : "wrong";
}

function isRight(typed: number, answer: number, tolerance: number): boolean {
  if (!Number.isFinite(answer)) return Object.is(typed, answer);
  // Digits that the division of a fraction, or a float32, leaves behind do not count.
  return Math.abs(typed - answer) <= tolerance * Math.max(Math.abs(answer), 1e-3) * (1 + 1e-6);
}
