import { type Algebra, conditionOperations, type NumberOperation, type Operand, type Operation } from "../algebra.ts";

/** A number and its derivative along some direction; `null` is a derivative that is 0 because nothing moves. */
export interface Dual<E> {
  readonly value: Operand<E>;
  readonly tangent: Operand<E> | null;
}

/** `∂y/∂operand` of one operation, for each of its operands, from the operands and the result. */
type Slopes = readonly (<E, C>(
  e: Algebra<E, C>,
  operands: readonly Operand<E>[],
  y: Operand<E>,
) => Operand<E> | null)[];

const flat = (): null => null;

/**
 * The derivative of every operation, once: what the chain rule multiplies. Operations whose derivative is 0 wherever it exists have
 * `flat` slopes. Forms are chosen that keep their relative accuracy over the whole range; comments say what the obvious form loses.
 */
const slopes: Record<Exclude<NumberOperation, "select" | "chain" | "polygamma">, Slopes> = {
  add: [() => 1, () => 1],
  sub: [() => 1, () => -1],
  mul: [(_, [, b]) => b!, (_, [a]) => a!],
  div: [(e, [, b]) => e.div(1, b!), (e, [, b], y) => e.neg(e.div(y, b!))],
  neg: [() => -1],
  floorDivide: [flat, flat],
  remainder: [() => 1, (e, [a, b]) => e.neg(e.floorDivide(a!, b!))],

  abs: [(e, [x]) => e.sign(x!)],
  sign: [flat],
  copySign: [(e, [a, b]) => e.mul(e.sign(a!), e.copySign(1, b!)), flat],
  // Equal ones share the slope; a NaN, which is neither equal nor less, gets all of it.
  minimum: [
    (e, [a, b]) => e.select(e.equal(a!, b!), 0.5, e.select(e.less(b!, a!), 0, 1)),
    (e, [a, b]) => e.select(e.equal(a!, b!), 0.5, e.select(e.less(a!, b!), 0, 1)),
  ],
  maximum: [
    (e, [a, b]) => e.select(e.equal(a!, b!), 0.5, e.select(e.less(a!, b!), 0, 1)),
    (e, [a, b]) => e.select(e.equal(a!, b!), 0.5, e.select(e.less(b!, a!), 0, 1)),
  ],
  floor: [flat],
  ceil: [flat],
  round: [flat],
  trunc: [flat],

  pow: [
    // b aᵇ⁻¹ would be 0 · ∞ at 0⁰; with b = 0 it is 0 whatever a is, and so are its own derivatives by a.
    (e, [a, b]) => e.chain(b!, e.pow(a!, e.sub(b!, 1))),
    // aᵇ ln a would be 0 · ∞ where the power vanishes, and 1 · ∞ at 0⁰, where it is 0 as b ≥ 0 varies.
    (e, [a, b], y) => e.chain(y, e.log(e.select(e.and(e.equal(a!, 0), e.equal(b!, 0)), 1, a!))),
  ],
  square: [(e, [x]) => e.mul(2, x!)],
  sqrt: [(e, _, y) => e.div(0.5, y)],
  hypot: [
    (e, [a], y) => e.select(e.equal(y, 0), 0, e.div(a!, y)),
    (e, [, b], y) => e.select(e.equal(y, 0), 0, e.div(b!, y)),
  ],

  exp: [(_e, _x, y) => y],
  expm1: [(e, [x]) => e.exp(x!)], // y + 1 has nothing left below −37
  log: [(e, [x]) => e.div(1, x!)],
  log1p: [(e, [x]) => e.div(1, e.add(1, x!))],
  log2: [(e, [x]) => e.div(Math.LOG2E, x!)],
  log10: [(e, [x]) => e.div(Math.LOG10E, x!)],
  sigmoid: [(e, [x]) => e.mul(e.sigmoid(x!), e.sigmoid(e.neg(x!)))], // y (1 − y) is 0 where y rounds to 1
  softplus: [(e, [x]) => e.sigmoid(x!)],

  sin: [(e, [x]) => e.cos(x!)],
  cos: [(e, [x]) => e.neg(e.sin(x!))],
  tan: [(e, _, y) => e.add(1, e.square(y))],
  asin: [(e, [x]) => e.div(1, e.sqrt(e.mul(e.sub(1, x!), e.add(1, x!))))], // 1 − x² cancels near ±1
  acos: [(e, [x]) => e.div(-1, e.sqrt(e.mul(e.sub(1, x!), e.add(1, x!))))],
  // Not over 1 + x²: that overflows where its root does not.
  atan: [(e, [x]) => e.div(e.div(1, e.hypot(x!, 1)), e.hypot(x!, 1))],
  atan2: [
    (e, [y, x]) => e.div(e.div(x!, e.hypot(y!, x!)), e.hypot(y!, x!)), // x² + y² overflows
    (e, [y, x]) => e.neg(e.div(e.div(y!, e.hypot(y!, x!)), e.hypot(y!, x!))),
  ],
  sinh: [(e, [x]) => e.cosh(x!)],
  cosh: [(e, [x]) => e.sinh(x!)],
  tanh: [(e, [x]) => e.square(e.div(1, e.cosh(x!)))], // 1 − y² cancels where y is near ±1
  asinh: [(e, [x]) => e.div(1, e.hypot(x!, 1))],
  acosh: [(e, [x]) => e.div(1, e.mul(e.sqrt(e.sub(x!, 1)), e.sqrt(e.add(x!, 1))))], // one root overflows; and is real below −1
  atanh: [(e, [x]) => e.div(1, e.mul(e.sub(1, x!), e.add(1, x!)))],

  gauss: [(e, [x], y) => e.mul(e.mul(-2, x!), y)],
  erf: [(e, [x]) => e.mul(2 / Math.sqrt(Math.PI), e.gauss(x!))],
  erfc: [(e, [x]) => e.mul(-2 / Math.sqrt(Math.PI), e.gauss(x!))],
  // φ as (e^(−(x/2)²))²: x/√2 would be rounded, and its error multiplied by x².
  normalCdf: [(e, [x]) => e.mul(1 / Math.sqrt(2 * Math.PI), e.square(e.gauss(e.mul(0.5, x!))))],
  lgamma: [(e, [x]) => e.polygamma(0, x!)],
};

type DualAlgebra<E, C> = Algebra<Dual<E>, C>;
type AnyOperations = Record<Operation, (...operands: readonly unknown[]) => unknown>;

/**
 * The algebra on numbers with a derivative, over any other algebra: the chain rule, operation by operation. A tangent of 0 stays 0,
 * whatever slope it meets.
 */
export function dual<E, C>(e: Algebra<E, C>): DualAlgebra<E, C> {
  const base = e as unknown as AnyOperations; // called by name
  const read: { [operation: string]: unknown } = {};
  const primalOf = (x: Operand<Dual<E>>): Operand<E> => (typeof x === "number" ? x : x.value);
  const tangentOf = (x: Operand<Dual<E>>): Operand<E> | null => (typeof x === "number" ? null : x.tangent);
  const sum = (a: Operand<E> | null, b: Operand<E> | null): Operand<E> | null =>
    a === null ? b : b === null ? a : e.add(a, b);

  for (const name of conditionOperations) {
    const logical = name === "and" || name === "or" || name === "not";
    read[name] = (...operands: readonly Operand<Dual<E>>[]) =>
      base[name](...(logical ? operands : operands.map(primalOf)));
  }
  for (const name of Object.keys(slopes) as (keyof typeof slopes)[]) {
    const rules = slopes[name];
    read[name] = (...operands: readonly Operand<Dual<E>>[]): Dual<E> => {
      const values = operands.map(primalOf);
      const value = base[name](...values) as E; // what the base has for this operation
      let tangent: Operand<E> | null = null;
      for (const [i, operand] of operands.entries()) {
        const moved = tangentOf(operand);
        if (moved === null) continue;
        const slope = rules[i]!(e, values, value);
        if (slope !== null) tangent = sum(tangent, e.chain(moved, slope));
      }
      return { value, tangent };
    };
  }
  return {
    ...(read as unknown as DualAlgebra<E, C>), // every operation but the next three
    chain(u, s) {
      const [a, b, moved] = [primalOf(u), primalOf(s), tangentOf(s)];
      const first = tangentOf(u) === null ? null : e.chain(tangentOf(u)!, b);
      // Where u is 0 the product is 0 for every s: that it is infinite or NaN, or moves, has no influence.
      return { value: e.chain(a, b), tangent: sum(first, moved === null ? null : e.chain(a, moved)) };
    },
    polygamma(n, x) {
      const moved = tangentOf(x);
      const value = e.polygamma(n, primalOf(x));
      return { value, tangent: moved === null ? null : e.chain(moved, e.polygamma(n + 1, primalOf(x))) };
    },
    select(condition, a, b) {
      const value = e.select(condition, primalOf(a), primalOf(b));
      const [p, q] = [tangentOf(a), tangentOf(b)];
      return { value, tangent: p === null && q === null ? null : e.select(condition, p ?? 0, q ?? 0) };
    },
  };
}
