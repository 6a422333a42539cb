export function gauss(x: number): number {
  return Math.exp(-x * x);
}
export function erf(x: number): number {
  return Math.tanh(x);
}
export function erfc(x: number): number {
  return 1 - Math.tanh(x);
}
