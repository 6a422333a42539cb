export function lgamma(x: number): number {
  return x;
}
export function polygamma(n: number, x: number): number {
  return n + x;
}
