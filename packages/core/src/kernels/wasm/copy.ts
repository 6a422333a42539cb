import { type Assembler, type Code, doWhile, type Func, f64, i32, type Local, types, v128 } from "./assembler.ts";

/** Which elements are copied, in row-major order of the result: strides and offset count elements, 0 repeats, below 0 runs back. */
export interface StridedCopy {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/**
 * Adds a function `(to, from)` that copies elements of 4 or 8 bytes as `copyStrided` does, between addresses that do not overlap. There is
 * at least one element. Neighbours are copied in whole vectors, which run over into the next row, or into the spare bytes behind.
 */
export function addStridedCopy(asm: Assembler, bytes: 4 | 8, copy: StridedCopy): Func {
  const { shape, strides } = joined(copy);
  const { i32: int } = types;
  return asm.func(null, [int, int], (local, to, from) => {
    const element = (source: Local): Code =>
      bytes === 4 ? i32.store(to!.get, i32.load(source.get)) : f64.store(to!.get, f64.load(source.get));
    const along = (axis: number, source: Local): Code => {
      if (axis === shape.length) return [element(source), to!.add(bytes)];
      const [n, step] = [shape[axis]!, strides[axis]! * bytes];
      const at = local(int);
      const isLast = axis === shape.length - 1;
      if (isLast && step === bytes) {
        const end = local(int);
        return [
          at.set(source.get),
          end.set(i32.add(to!.get, i32.const(n * bytes))),
          doWhile([v128.store(to!.get, v128.load(at.get)), at.add(16), to!.add(16)], i32.ltU(to!.get, end.get)),
          to!.set(end.get),
        ];
      }
      const left = local(int);
      return [
        at.set(source.get),
        left.set(i32.const(n)),
        doWhile([along(axis + 1, at), at.add(step), left.add(-1)], left.get),
      ];
    };
    const start = local(int);
    return [start.set(i32.add(from!.get, i32.const(copy.offset * bytes))), along(0, start)];
  });
}

/** The same without axes of one element, and neighbouring axes as one where the elements lie like those of one. */
function joined({ shape, strides }: StridedCopy): { readonly shape: number[]; readonly strides: number[] } {
  const sizes: number[] = [];
  const steps: number[] = [];
  for (const [axis, n] of shape.entries()) {
    if (n === 1) continue;
    const step = strides[axis]!;
    if (steps.length > 0 && steps.at(-1) === n * step) {
      sizes[sizes.length - 1]! *= n;
      steps[steps.length - 1] = step;
    } else {
      sizes.push(n);
      steps.push(step);
    }
  }
  return { shape: sizes, strides: steps };
}
