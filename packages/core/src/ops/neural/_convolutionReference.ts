import type { Draw } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// The convolutions as plain loops over the places of one number: what their facts compare with.

/** Options as the facts draw them. */
interface Options {
  readonly stride?: number | number[];
  readonly padding?: number | number[] | "same" | "valid";
  readonly outputPadding?: number | number[];
  readonly dilation?: number | number[];
  readonly groups?: number;
}

type Given = NestedArray | Options | null | undefined;

function each(given: number | number[] | undefined, count: number, ifAbsent: number): number[] {
  return Array.isArray(given) ? given : new Array<number>(count).fill(given ?? ifAbsent);
}

/** Bias and options of a call in which either may be missing. */
function tail(third: Given, fourth: Given): { bias: NestedArray | null; options: Options } {
  const isOptions = typeof third === "object" && third !== null && !Array.isArray(third);
  const bias = isOptions || third === undefined ? null : (third as NestedArray | null); // the other things it may be
  return { bias, options: (isOptions ? third : (fourth ?? {})) as Options }; // likewise
}

/** All indices into a shape. */
function* indicesOf(shape: readonly number[]): Generator<number[]> {
  if (shape.length === 0) yield [];
  else for (let i = 0; i < shape[0]!; i++) for (const rest of indicesOf(shape.slice(1))) yield [i, ...rest];
}

/** Convolution over `count` spatial axes. */
export function convolutionReference(count: number) {
  return (x: NestedArray, kernel: NestedArray, third?: Given, fourth?: Given): NestedArray => {
    const { bias, options } = tail(third, fourth);
    const [xShape, wShape] = [nestedShape(x), nestedShape(kernel)];
    const batch = xShape.slice(0, xShape.length - count - 1);
    const [sizes, kernels] = [xShape.slice(-count), wShape.slice(2)];
    const { groups = 1, padding = 0 } = options;
    const [stride, dilation] = [each(options.stride, count, 1), each(options.dilation, count, 1)];
    const spans = kernels.map((n, i) => (n - 1) * dilation[i]!);
    const before =
      padding === "same"
        ? spans.map((n) => n >> 1)
        : padding === "valid"
          ? spans.map(() => 0)
          : each(padding, count, 0);
    const places = sizes.map((n, i) =>
      padding === "same" ? n : Math.floor((n + 2 * before[i]! - spans[i]! - 1) / stride[i]!) + 1,
    );
    const outs = wShape[0]!;
    return nestedOf([...batch, outs, ...places], (index) => {
      const at = index.slice(batch.length + 1);
      const out = index[batch.length]!;
      const group = Math.floor(out / (outs / groups));
      let sum = bias === null ? 0 : nestedAt(bias, [out]);
      for (const [c, ...k] of indicesOf(wShape.slice(1))) {
        const place = at.map((i, axis) => i * stride[axis]! + k[axis]! * dilation[axis]! - before[axis]!);
        if (place.some((i, axis) => i < 0 || i >= sizes[axis]!)) continue;
        sum +=
          read(kernel, [out, c!, ...k]) * read(x, [...index.slice(0, batch.length), group * wShape[1]! + c!, ...place]);
      }
      return sum;
    });
  };
}

/** The transposed convolution over two spatial axes. */
export function transposedReference(x: NestedArray, kernel: NestedArray, third?: Given, fourth?: Given): NestedArray {
  const { bias, options } = tail(third, fourth);
  const [xShape, wShape] = [nestedShape(x), nestedShape(kernel)];
  const batch = xShape.slice(0, -3);
  const [ins, ...places] = xShape.slice(-3) as [number, number, number];
  const [stride, dilation] = [each(options.stride, 2, 1), each(options.dilation, 2, 1)];
  const [padding, added] = [each(options.padding as number, 2, 0), each(options.outputPadding, 2, 0)]; // never a word here
  const { groups = 1 } = options;
  const size = places.map(
    (n, i) => (n - 1) * stride[i]! - 2 * padding[i]! + (wShape[i + 2]! - 1) * dilation[i]! + 1 + added[i]!,
  );
  const outs = wShape[1]!;
  return nestedOf([...batch, outs * groups, ...size], (index) => {
    const [out, i, j] = index.slice(-3) as [number, number, number];
    let sum = bias === null ? 0 : nestedAt(bias, [out]);
    for (const [c, p, q, ky, kx] of indicesOf([ins, ...places, ...wShape.slice(2)]) as Iterable<
      [number, number, number, number, number]
    >) {
      if (Math.floor(c / (ins / groups)) !== Math.floor(out / outs)) continue;
      if (
        p * stride[0]! + ky * dilation[0]! - padding[0]! !== i ||
        q * stride[1]! + kx * dilation[1]! - padding[1]! !== j
      )
        continue;
      sum += read(x, [...index.slice(0, -3), c, p, q]) * read(kernel, [c, out % outs, ky, kx]);
    }
    return sum;
  });
}

function read(x: NestedArray, index: readonly number[]): number {
  let value = x;
  for (const i of index) value = (value as NestedArray[])[i]!; // as deep as the index is long
  return value as number; // and no deeper
}

/** A number for all spatial axes, or one for each. */
export function drawEach(draw: Draw, count: number, low: number, high: number): number | number[] {
  return draw.boolean() ? draw.integer(low, high) : Array.from({ length: count }, () => draw.integer(low, high));
}
