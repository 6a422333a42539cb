import {
  type Assembler,
  type Code,
  doWhile,
  type Func,
  i32,
  type Local,
  select,
  types,
  v128,
  whileLoop,
} from "../assembler.ts";
import type { Format } from "./format.ts";

const { i32: int, v128: vector } = types;

/** Parameters of both: how many panels' worth of rows, how long a row, the matrix, bytes from row to row, and where the panels go. */
const parameters = [int, int, int, int, int];

/**
 * Packs `width` rows of a matrix into panels of `W` rows each, in which the numbers that a tile needs at the same time lie side by
 * side: element p of row 0, of row 1, …; then element p + 1 of each. In the place of rows that a last panel lacks the last row is
 * repeated; nobody uses what is computed from it.
 *
 * `pack(width, length, from, fromStep, to)`.
 */
export function packRows(asm: Assembler, { size, lanes, scalar }: Format, W: number): Func {
  return asm.func(null, parameters, (local, width, length, from, fromStep, to) => {
    const [p, q] = [local(int), local(int)];
    const sources = upTo(W).map(() => local(int));
    const rows = upTo(lanes).map(() => local(vector));
    const pairs = upTo(lanes).map(() => local(vector));
    const grouped = W - (W % lanes);
    return whileLoop(i32.gt(width!.get, i32.const(0)), [
      q.set(from!.get),
      sources.map((source, row) => [
        source.set(q.get),
        // The next row, if there is one.
        q.add(select(fromStep!.get, i32.const(0), i32.gt(width!.get, i32.const(row + 1)))),
      ]),
      p.set(i32.sub(length!.get, i32.const(lanes))),
      whileLoop(i32.ge(p.get, i32.const(0)), [
        // Squares of lanes × lanes numbers are transposed in registers.
        upTo(grouped / lanes).map((group) => [
          rows.map((row, r) => row.set(v128.load(sources[group * lanes + r]!.get))),
          transpose(rows, pairs, size).map((column, at) => v128.store(to!.get, column, at * W * size + group * 16)),
        ]),
        sources
          .slice(grouped)
          .map((source, r) =>
            upTo(lanes).map((at) =>
              scalar.store(to!.get, scalar.load(source.get, at * size), (at * W + grouped + r) * size),
            ),
          ),
        sources.map((source) => source.add(16)),
        to!.add(lanes * W * size),
        p.add(-lanes),
      ]),
      p.add(lanes),
      whileLoop(p.get, [
        sources.map((source, row) => [scalar.store(to!.get, scalar.load(source.get), row * size), source.add(size)]),
        to!.add(W * size),
        p.add(-1),
      ]),
      width!.add(-W),
      from!.add(i32.mul(fromStep!.get, i32.const(W))),
    ]);
  });
}

/**
 * The same panels of a matrix that is stored the other way, as `length` rows of `width`: here the numbers lie side by side already. A
 * last panel reads beyond the end of a row; nobody uses what is computed from that.
 */
export function packColumns(asm: Assembler, { size, lanes, scalar }: Format, W: number): Func {
  return asm.func(null, parameters, (local, width, length, from, fromStep, to) => {
    const [p, source] = [local(int), local(int)];
    const grouped = W - (W % lanes);
    return whileLoop(i32.gt(width!.get, i32.const(0)), [
      source.set(from!.get),
      p.set(length!.get),
      doWhile(
        [
          upTo(grouped / lanes).map((v) => v128.store(to!.get, v128.load(source.get, v * 16), v * 16)),
          upTo(W - grouped).map((r) =>
            scalar.store(to!.get, scalar.load(source.get, (grouped + r) * size), (grouped + r) * size),
          ),
          source.add(fromStep!.get),
          to!.add(W * size),
          p.add(-1),
        ],
        p.get,
      ),
      width!.add(-W),
      from!.add(W * size),
    ]);
  });
}

/** The columns of the square whose rows are given. `pairs` are variables to work with; the code of the first column sets them. */
function transpose(rows: readonly Local[], pairs: readonly Local[], size: number): Code[] {
  const [low, high] = [interleave(size, 0), interleave(size, 8)];
  if (rows.length === 2) return [low, high].map((lanes) => v128.shuffle(rows[0]!.get, rows[1]!.get, lanes));
  const [a, b, c, d] = rows.map((row) => row.get);
  const [abLow, abHigh, cdLow, cdHigh] = pairs as [Local, Local, Local, Local]; // as many as there are rows
  const [firsts, seconds] = [interleave(8, 0), interleave(8, 8)];
  const set: Code = [
    abLow.set(v128.shuffle(a!, b!, low)),
    cdLow.set(v128.shuffle(c!, d!, low)),
    abHigh.set(v128.shuffle(a!, b!, high)),
    cdHigh.set(v128.shuffle(c!, d!, high)),
  ];
  return [
    [set, v128.shuffle(abLow.get, cdLow.get, firsts)],
    v128.shuffle(abLow.get, cdLow.get, seconds),
    v128.shuffle(abHigh.get, cdHigh.get, firsts),
    v128.shuffle(abHigh.get, cdHigh.get, seconds),
  ];
}

/** Positions of bytes that take turns between two vectors, `size` bytes each time, from byte `start` of both on. */
function interleave(size: number, start: number): number[] {
  return upTo(16).map((byte) => {
    const [element, within] = [Math.floor(byte / size), byte % size];
    return start + Math.floor(element / 2) * size + within + (element % 2) * 16;
  });
}

export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
