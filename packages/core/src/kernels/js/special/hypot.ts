export function hypot(a: number, b: number): number {
  return Math.hypot(a, b);
}
