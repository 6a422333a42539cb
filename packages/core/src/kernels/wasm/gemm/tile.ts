import {
  type Assembler,
  type Code,
  doWhile,
  type Func,
  f32x4,
  f64x2,
  i32,
  types,
  v128,
  when,
  whileLoop,
} from "../assembler.ts";
import type { Format } from "./format.ts";
import { upTo } from "./packing.ts";

const { i32: int, v128: vector } = types;
/** Terms written one after the other in the loop: its bookkeeping and the engine's check for interrupts are paid once for all of them. */
const unrolled = 4;

/**
 * A tile of C from a panel of A and one of B, its sums in registers: `tile(k, a, b, c, cStep, first)`; added to what is there unless
 * `first`. Every sum is made the same way whatever the tile's place: term by term, in order, from zero.
 */
export function fastTile(asm: Assembler, format: Format, relaxed: boolean): Func {
  const { size, vector: isa, splat, columns, rows, lanes } = format;
  const fma = (x: Code, y: Code, sum: Code): Code =>
    relaxed ? isa.relaxedMadd(x, y, sum) : isa.add(sum, isa.mul(x, y));
  return asm.func(null, [int, int, int, int, int, int], (local, k, a, b, c, cStep, first) => {
    const sums = upTo(rows).map(() => upTo(columns / lanes).map(() => local(vector)));
    const row = upTo(columns / lanes).map(() => local(vector));
    const x = local(vector);
    const groups = local(int);
    const term = (p: number): Code => [
      row.map((r, v) => r.set(v128.load(b!.get, p * columns * size + v * 16))),
      sums.map((of, q) => [
        x.set(splat(a!.get, (p * rows + q) * size)),
        of.map((sum, v) => sum.set(fma(x.get, row[v]!.get, sum.get))),
      ]),
    ];
    const terms = (n: number): Code => [upTo(n).map(term), a!.add(n * rows * size), b!.add(n * columns * size)];
    return [
      groups.set(i32.shrU(k!.get, i32.const(Math.log2(unrolled)))),
      whileLoop(groups.get, [terms(unrolled), groups.add(-1)]),
      k!.set(i32.and(k!.get, i32.const(unrolled - 1))),
      whileLoop(k!.get, [terms(1), k!.add(-1)]),
      when(
        first!.get,
        sums.map((of) => [of.map((sum, v) => v128.store(c!.get, sum.get, v * 16)), c!.add(cStep!.get)]),
        sums.map((of) => [
          of.map((sum, v) => v128.store(c!.get, isa.add(v128.load(c!.get, v * 16), sum.get), v * 16)),
          c!.add(cStep!.get),
        ]),
      ),
    ];
  });
}

/**
 * The same for few terms, `tile(k, a, b, c, cStep)`, with the arithmetic of the JavaScript reference: sums in float64, each product
 * and each sum rounded, and rounded to the dtype once at the end.
 */
export function exactTile(asm: Assembler, format: Format): Func {
  const { size, splat, columns, rows } = format;
  const narrow = size === 4;
  return asm.func(null, [int, int, int, int, int], (local, k, a, b, c, cStep) => {
    const sums = upTo(columns / 2).map(() => local(vector));
    const x = local(vector);
    const [p, q, ap, bp] = [local(int), local(int), local(int), local(int)];
    const wide = (code: Code): Code => (narrow ? f64x2.promoteLow(code) : code);
    const two = (v: number): Code =>
      narrow ? f64x2.promoteLow(v128.load64Zero(bp.get, v * 8)) : v128.load(bp.get, v * 16);
    // Two vectors of doubles make one of floats: the low halves of both.
    const halves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
    return [
      q.set(i32.const(rows)),
      doWhile(
        [
          sums.map((sum) => sum.set(f64x2.const(0))),
          [ap.set(a!.get), bp.set(b!.get), p.set(k!.get)],
          doWhile(
            [
              x.set(wide(splat(ap.get))),
              sums.map((sum, v) => sum.set(f64x2.add(sum.get, f64x2.mul(x.get, two(v))))),
              [ap.add(rows * size), bp.add(columns * size), p.add(-1)],
            ],
            p.get,
          ),
          narrow
            ? upTo(columns / f32x4.lanes).map((v) => {
                const [low, high] = [sums[2 * v]!, sums[2 * v + 1]!];
                const rounded = v128.shuffle(f64x2.demote(low.get), f64x2.demote(high.get), halves);
                return v128.store(c!.get, rounded, v * 16);
              })
            : sums.map((sum, v) => v128.store(c!.get, sum.get, v * 16)),
          [a!.add(size), c!.add(cStep!.get), q.add(-1)],
        ],
        q.get,
      ),
    ];
  });
}
