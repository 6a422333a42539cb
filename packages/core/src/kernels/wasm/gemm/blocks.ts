import {
  type Assembler,
  type Code,
  doWhile,
  type Func,
  i32,
  type Local,
  select,
  types,
  when,
  whileLoop,
} from "../assembler.ts";
import { type FloatType, type Format, formatOf } from "./format.ts";
import { packColumns, packRows } from "./packing.ts";
import { exactTile, fastTile } from "./tile.ts";

const { i32: int } = types;

/** Up to so many terms a product has the JavaScript reference's arithmetic, and with it its bits. */
export const exactTerms = 8;

/**
 * What a product is told of, as 32-bit numbers in the heap, in this order. Strides and steps are in bytes; a row is one as it is stored,
 * of the transpose if the operand is transposed.
 */
export const productFields = [
  "m",
  "n",
  "k",
  "termsPerBlock",
  "a",
  "aStride",
  "b",
  "bStride",
  "c",
  "cStride",
  "transposeA",
  "transposeB",
  /** 0: add to what is in C. */
  "first",
  /** A chunk of work is a part of C: so many rows and columns of it. There are `chunksAcross` of them side by side. */
  "chunkRows",
  "chunkColumns",
  "chunksAcross",
  /** Room to work in, of the first thread; that of thread i lies {@link workBytes} · i further. */
  "work",
] as const;

/** Bytes of a thread's room: a tile, then the packed blocks of A and B. */
export function workBytes(format: Format): number {
  const { terms, blockColumns, columns, size } = format;
  return bBlockAt(format) + terms * (blockColumns + columns) * size;
}

const aBlockAt = 512;
function bBlockAt({ terms, blockRows, rows, size }: Format): number {
  return aBlockAt + terms * (blockRows + rows) * size;
}

/** Adds the exported function `product(chunk, fields, thread)`, which computes one chunk of C. */
export function addProduct(asm: Assembler, type: FloatType, relaxed: boolean): void {
  const format = formatOf(type, relaxed);
  const { size, columns, blockRows, blockColumns } = format;
  const packA = packRows(asm, format, format.rows);
  const packTransposedA = packColumns(asm, format, format.rows);
  const packB = packColumns(asm, format, columns);
  const packTransposedB = packRows(asm, format, columns);
  const tiles = addTiles(asm, format, relaxed);
  asm.func("product", [int, int, int], (local, chunk, fields, thread) => {
    const field = (name: (typeof productFields)[number]): Code =>
      i32.load(fields!.get, productFields.indexOf(name) * 4);
    const scaled = (n: Code): Code => i32.mul(n, i32.const(size));
    const work = local(int);
    const [i0, i, iEnd, rows] = [local(int), local(int), local(int), local(int)];
    const [j0, j, jEnd, across] = [local(int), local(int), local(int), local(int)];
    const [p, terms] = [local(int), local(int)];
    const [aBlock, bBlock] = [local(int), local(int)];
    /** Element [row, column] of an operand; its axes change places if it is transposed. */
    const at = (name: "a" | "b", transposed: "transposeA" | "transposeB", row: Local, column: Local): Code => {
      const place = (along: Local, inRow: Local): Code =>
        i32.add(field(name), i32.add(i32.mul(along.get, field(`${name}Stride`)), scaled(inRow.get)));
      return select(place(column, row), place(row, column), field(transposed));
    };
    return [
      work.set(i32.add(field("work"), i32.mul(thread!.get, i32.const(workBytes(format))))),
      aBlock.set(i32.add(work.get, i32.const(aBlockAt))),
      bBlock.set(i32.add(work.get, i32.const(bBlockAt(format)))),
      i0.set(i32.mul(i32.divU(chunk!.get, field("chunksAcross")), field("chunkRows"))),
      iEnd.set(least(field("m"), i32.add(i0.get, field("chunkRows")))),
      j0.set(i32.mul(i32.remU(chunk!.get, field("chunksAcross")), field("chunkColumns"))),
      jEnd.set(least(field("n"), i32.add(j0.get, field("chunkColumns")))),
      p.set(i32.const(0)),
      whileLoop(i32.lt(p.get, field("k")), [
        terms.set(least(field("termsPerBlock"), i32.sub(field("k"), p.get))),
        j.set(j0.get),
        whileLoop(i32.lt(j.get, jEnd.get), [
          across.set(least(i32.const(blockColumns), i32.sub(jEnd.get, j.get))),
          when(
            field("transposeB"),
            packTransposedB.call(across.get, terms.get, at("b", "transposeB", p, j), field("bStride"), bBlock.get),
            packB.call(across.get, terms.get, at("b", "transposeB", p, j), field("bStride"), bBlock.get),
          ),
          i.set(i0.get),
          whileLoop(i32.lt(i.get, iEnd.get), [
            rows.set(least(i32.const(blockRows), i32.sub(iEnd.get, i.get))),
            when(
              field("transposeA"),
              packTransposedA.call(rows.get, terms.get, at("a", "transposeA", i, p), field("aStride"), aBlock.get),
              packA.call(rows.get, terms.get, at("a", "transposeA", i, p), field("aStride"), aBlock.get),
            ),
            tiles.call(
              rows.get,
              across.get,
              terms.get,
              aBlock.get,
              bBlock.get,
              i32.add(field("c"), i32.add(i32.mul(i.get, field("cStride")), scaled(j.get))),
              field("cStride"),
              // The first block of terms sets C, the others are added; the caller may want all of them added.
              i32.and(i32.eqz(p.get), field("first")),
              work.get,
            ),
            i.add(blockRows),
          ]),
          j.add(blockColumns),
        ]),
        p.add(field("termsPerBlock")),
      ]),
    ];
  });
}

/**
 * The product of two packed blocks, tile by tile: `tiles(m, n, k, a, b, c, cStep, first, spare)`. A tile that reaches beyond the
 * margins of C is made at `spare`, with the same arithmetic, and the part of it that exists goes to C.
 */
function addTiles(asm: Assembler, format: Format, relaxed: boolean): Func {
  const { size, columns, scalar } = format;
  const fast = fastTile(asm, format, relaxed);
  const exact = exactTile(asm, format);
  return asm.func(null, upTo9, (local, m, n, k, a, b, c, cStep, first, spare) => {
    const [i, ap, cp, rows, across] = [local(int), local(int), local(int), local(int), local(int)];
    const [from, to, x, y] = [local(int), local(int), local(int), local(int)];
    const tile = (c: Code, cStep: Code, first: Code): Code =>
      when(
        i32.gt(k!.get, i32.const(exactTerms)),
        fast.call(k!.get, ap.get, b!.get, c, cStep, first),
        exact.call(k!.get, ap.get, b!.get, c, cStep),
      );
    return whileLoop(i32.gt(n!.get, i32.const(0)), [
      [i.set(m!.get), ap.set(a!.get), cp.set(c!.get)],
      whileLoop(i32.gt(i.get, i32.const(0)), [
        when(
          i32.and(i32.ge(i.get, i32.const(format.rows)), i32.ge(n!.get, i32.const(columns))),
          tile(cp.get, cStep!.get, first!.get),
          [
            tile(spare!.get, i32.const(columns * size), i32.const(1)),
            [rows.set(least(i.get, i32.const(format.rows))), across.set(least(n!.get, i32.const(columns)))],
            y.set(i32.const(0)),
            doWhile(
              [
                from.set(i32.add(spare!.get, i32.mul(y.get, i32.const(columns * size)))),
                to.set(i32.add(cp.get, i32.mul(y.get, cStep!.get))),
                x.set(across.get),
                doWhile(
                  [
                    when(
                      first!.get,
                      scalar.store(to.get, scalar.load(from.get)),
                      scalar.store(to.get, scalar.add(scalar.load(to.get), scalar.load(from.get))),
                    ),
                    [from.add(size), to.add(size), x.add(-1)],
                  ],
                  x.get,
                ),
                y.add(1),
              ],
              i32.lt(y.get, rows.get),
            ),
          ],
        ),
        cp.add(i32.mul(cStep!.get, i32.const(format.rows))),
        ap.add(i32.mul(k!.get, i32.const(format.rows * size))),
        i.add(-format.rows),
      ]),
      b!.add(i32.mul(k!.get, i32.const(columns * size))),
      c!.add(columns * size),
      n!.add(-columns),
    ]);
  });
}

const upTo9 = Array.from({ length: 9 }, () => int);

function least(x: Code, y: Code): Code {
  return select(x, y, i32.lt(x, y));
}
