import type { Product } from "./product.ts";

// Shapes in types. A shape is a tuple, [2, 3] or [number, 784]; `any` is a shape that is not known.
// An operation has the shape of its result, and an error: a text, or null. What is not known is never an error.
// Each exported type is one conditional or mapped type, so that a generic function shows it by its name.

/** The sizes of a tensor along its axes: a tuple such as `[2, 3]` or `[number, 784]`. */
export type Shape = number[];
/**
 * What is not known when a program is compiled: it fits everything, both ways, and is checked when the program runs.
 * The one deliberate `any` of the library; `unknown` would demand a cast at each step from a dynamic to a typed tensor.
 */
// biome-ignore lint/suspicious/noExplicitAny: gradual typing is what `any` is for; see above.
export type Dynamic = any;
/** `x.shape`: readonly [2, 3], or readonly any[]. */
export type Dims<S extends Shape> = { readonly [K in keyof S]: S[K] };
/** The shape of a tensor made with the sizes `S`. */
export type Made<S extends Shape> = number extends S["length"] ? Dynamic : S;
/** `T`; or the text of an error, which no argument fits and the compiler prints. */
export type Ok<T, E> = [E] extends [string] ? E : T;

// `Box<X> extends Box<Y>` is decided at once for equal type parameters; `X extends Y` and `[X] extends [Y]` wait.
/** A type in a box: boxes of type parameters are compared at once, bare ones wait. */
export interface Box<out T> {
  t: T;
}
/** Two types in a box. */
export interface Pair<out A, out B> {
  a: A;
  b: B;
}
/** The same type? (`any` is the same as `any` only.) */
export type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Is the rank not known? (`never` answers for a type parameter while it is not known either.) */
export type Dyn<S extends Shape> = Box<S> extends Box<never> ? true : number extends S["length"] ? true : false;
type Differ<X, Y> = Box<X> extends Box<Y> ? false : Box<Y> extends Box<X> ? false : true;
type Num<N> = number extends N ? "?" : N extends number ? `${N}` : "?";
/** A shape as messages write it: `[2, 3]`, and `?` for a size that is not known. */
export type Show<S, T extends string = ""> = S extends [...infer R, infer X]
  ? Show<R, T extends "" ? Num<X> : `${Num<X>}, ${T}`>
  : S extends []
    ? `[${T}]`
    : T extends ""
      ? "[...]"
      : `[..., ${T}]`;

// Broadcasting: axes pair up from the last. The intersections keep Dim<K, 1> assignable to a type parameter K.
/** The size of one axis of two that broadcast. */
export type Dim<X extends number, Y extends number> =
  Pair<X, Y> extends Pair<Y, X>
    ? X & Y
    : Y extends 1
      ? X extends 1
        ? X & Y
        : X
      : X extends 1
        ? Y
        : X extends Y
          ? X
          : Y;
type Join<P extends Shape, Q extends Shape, O extends Shape = []> = P extends [
  ...infer P1 extends Shape,
  infer X extends number,
]
  ? Q extends [...infer Q1 extends Shape, infer Y extends number]
    ? Join<P1, Q1, [Dim<X, Y>, ...O]>
    : [...Rest<P>, ...O]
  : [...Rest<Q>, ...O];
/** `S`, not to be inferred from where it stands. */
type Rest<S extends Shape> = S extends infer R extends Shape ? R : never;
// A plain number as operand leaves its shape to be inferred, and where the result's type is asked for the compiler would infer it
// from there: `const y: Tensor<[4, 2]> = x.add(1)` would compile for any x. So `A` and `B` may not stand in the answers, where
// that inference looks; `infer` gives them other names. One of two equal shapes, and one beside [], is found at once.
/** The shape that two shapes broadcast to: axes pair up from the last, and a size of 1 repeats. */
export type Broadcast<A extends Shape, B extends Shape> =
  Pair<Box<A>, true> extends Pair<Box<infer X extends Shape>, Identical<A, B> | Identical<B, []>>
    ? X
    : Pair<Box<B>, true> extends Pair<Box<infer Y extends Shape>, Identical<A, []>>
      ? Y
      : Spread<A, B>;
/** {@link Broadcast} for two shapes that differ. */
export type Spread<A extends Shape, B extends Shape> = true extends Dyn<A> | Dyn<B> ? Dynamic : Join<A, B>;
/** Why `A` and `B` do not broadcast, or null. */
export type BroadcastError<A, B> = Pair<A, B> extends Pair<B, A> ? null : Clash<A, B, A, B>;
type Clash<A, B, P, Q, N extends 0[] = [0]> = P extends [...infer P1, infer X]
  ? Q extends [...infer Q1, infer Y]
    ? true extends Fits<X, Y>
      ? Clash<A, B, P1, Q1, [...N, 0]>
      : `cannot broadcast ${Show<A>} with ${Show<B>}: axis -${N["length"]} has ${Num<X>} and ${Num<Y>}`
    : null
  : null;
type Fits<X, Y> = Differ<X, Y> extends false ? true : X extends 1 ? true : Y extends 1 ? true : false;
/** Does `A` broadcast to exactly `B`? */
export type BroadcastToError<A extends Shape, B extends Shape> = true extends Dyn<A> | Dyn<B>
  ? null
  : Reach<A, B, A, B>;
type Reach<A, B, P, Q> = P extends [...infer P1, infer X]
  ? Q extends [...infer Q1, infer Y]
    ? Differ<X, Y> extends true
      ? X extends 1
        ? Reach<A, B, P1, Q1>
        : NoReach<A, B>
      : Reach<A, B, P1, Q1>
    : NoReach<A, B>
  : null;
type NoReach<A, B> = `cannot broadcast ${Show<A>} to ${Show<B>}`;

// Matrix product: [..., M, K] x [..., K, N], and vectors on either side.
/** The shape of a matrix product: `[..., M, K]` by `[..., K, N]`, or a vector on either side. */
export type MatMulShape<A extends Shape, B extends Shape> = true extends Dyn<A> | Dyn<B>
  ? Dynamic
  : A extends [...infer P extends Shape, infer M extends number, infer _]
    ? B extends [...infer Q extends Shape, infer _, infer N extends number]
      ? [...Broadcast<P, Q>, M, N]
      : [...P, M]
    : B extends [...infer Q extends Shape, infer _, infer N extends number]
      ? [...Q, N]
      : [];
/** Why `A` cannot be multiplied by `B`, or null. */
export type MatMulError<A extends Shape, B extends Shape> = true extends Dyn<A> | Dyn<B>
  ? null
  : A extends [...infer P, infer K]
    ? B extends [...infer Q, infer L, infer _]
      ? Inner<A, B, K, L, P extends [...infer P1, infer _] ? BroadcastError<P1, Q> : null>
      : B extends [infer L]
        ? Inner<A, B, K, L, null>
        : "matmul: the right side is a scalar"
    : "matmul: the left side is a scalar";
type Inner<A, B, K, L, E> =
  Differ<K, L> extends true
    ? `cannot multiply ${Show<A>} by ${Show<B>}: inner sizes ${Num<K>} and ${Num<L>}`
    : E extends string
      ? `matmul: ${E}`
      : null;
/** Why `A` has no product with a weight of shape `W`, which is one matrix, or null. */
export type WeightError<A extends Shape, W extends Shape> = true extends Dyn<A> | Dyn<W>
  ? null
  : W extends [unknown, unknown]
    ? MatMulError<A, W>
    : `affine: the weight must be a matrix, got ${Show<W>}`;
/** One number for each column of a matrix. */
export type Columns<W extends Shape> = W extends [infer _, infer N extends number] ? [N] : Dynamic;
/** The shape a matrix product reads: the last two axes swapped if it was asked to. */
export type TransposedIf<T extends boolean, S extends Shape> = boolean extends T
  ? Dynamic
  : T extends true
    ? MatrixTransposeShape<S>
    : S;
/** `S` with its last two axes swapped. */
export type MatrixTransposeShape<S extends Shape> =
  Dyn<S> extends true
    ? Dynamic
    : S extends [...infer P extends Shape, infer X extends number, infer Y extends number]
      ? [...P, Y, X]
      : S;

// Axes. `I` may count from the end.
/** [before, size, after] of axis `I`, or null. */
type Split<S extends Shape, I extends number, L extends Shape = [], R extends Shape = []> = `${I}` extends `-${string}`
  ? S extends [...infer P extends Shape, infer X extends number]
    ? `-${[...R, 0]["length"]}` extends `${I}`
      ? [P, X, R]
      : Split<P, I, L, [X, ...R]>
    : null
  : S extends [infer X extends number, ...infer Q extends Shape]
    ? L["length"] extends I
      ? [L, X, Q]
      : Split<Q, I, [...L, X], R>
    : null;
type Free<S extends Shape, I extends number> = Dyn<S> extends true ? true : number extends I ? true : false;
type NoAxis<S, I extends number> = `axis ${I} is out of range for ${Show<S>}`;
/** Why `S` has no axis `I`, or null. */
export type AxisError<S extends Shape, I extends number> =
  Free<S, I> extends true ? null : Split<S, I> extends null ? NoAxis<S, I> : null;
/** Why axis `I` of `S` cannot be left out, or null: its size must be 1. */
export type SqueezeError<S extends Shape, I extends number> =
  Free<S, I> extends true
    ? null
    : Split<S, I> extends [unknown, infer X, unknown]
      ? Differ<X, 1> extends true
        ? `cannot squeeze axis ${I} of ${Show<S>}: its size is ${Num<X>}`
        : null
      : NoAxis<S, I>;
/** Axis `I` replaced by the axes `N`: [] reduces, [1] keeps, [number] slices or joins. */
export type SetAxis<S extends Shape, I extends number, N extends Shape> =
  Free<S, I> extends true
    ? Dynamic
    : Split<S, I> extends [infer L extends Shape, unknown, infer R extends Shape]
      ? [...L, ...N, ...R]
      : Dynamic;
/** A new axis of size `N`, at `I` of the result. */
export type AddAxis<S extends Shape, I extends number, N extends number> =
  Free<S, I> extends true
    ? Dynamic
    : Split<[...S, 0], I> extends [infer L extends Shape, unknown, infer R extends Shape]
      ? `${I}` extends `-${string}`
        ? Tail<S, R, N>
        : S extends [...L, ...infer T extends Shape]
          ? [...L, N, ...T]
          : Dynamic
      : Dynamic;
type Tail<S extends Shape, R extends Shape, N extends number, T extends Shape = []> = T["length"] extends R["length"]
  ? [...S, N, ...T]
  : S extends [...infer P extends Shape, infer X extends number]
    ? Tail<P, R, N, [X, ...T]>
    : Dynamic;
/** Why there is no place `I` for a new axis in `S`, or null. */
export type AddAxisError<S extends Shape, I extends number> =
  Free<S, I> extends true ? null : Split<[...S, 0], I> extends null ? NoAxis<S, I> : null;
/** The errors among several answers, or null; alone, a union of a text and null would count as no error. */
type AnyError<E> = [Exclude<E, null>] extends [never] ? null : Exclude<E, null>;
/** The axes of `S` in the order `O`. */
export type PermuteShape<S extends Shape, O extends Shape> = true extends Dyn<S> | Dyn<O>
  ? Dynamic
  : { [K in keyof O]: Size<S, O[K]> };
type Size<S extends Shape, I extends number> = number extends I
  ? number
  : Split<S, I> extends [unknown, infer X extends number, unknown]
    ? X
    : number;
/** Why `O` is no order of the axes of `S`, or null. */
export type PermuteError<S extends Shape, O extends Shape> = true extends Dyn<S> | Dyn<O>
  ? null
  : O["length"] extends S["length"]
    ? AnyError<{ [K in keyof O]: AxisError<S, O[K]> }[number]>
    : `permute: ${Show<O>} names ${O["length"]} axes, ${Show<S>} has ${S["length"]}`;

// Shapes that must agree: labels and logits, the parts of a stack.
/** What is known of a shape that is both `A` and `B`. */
export type Agree<A extends Shape, B extends Shape> =
  Identical<A, B> extends true ? A : true extends Dyn<A> | Dyn<B> ? Dynamic : Merge<A, B>;
type Merge<A extends Shape, B extends Shape, O extends Shape = []> = A extends [
  infer X extends number,
  ...infer P extends Shape,
]
  ? B extends [infer Y extends number, ...infer Q extends Shape]
    ? Merge<P, Q, [...O, X extends Y ? X : Y]>
    : Dynamic
  : O;
/** Why `A` and `B` are not the same shape, or null; `What` names the second in the message. */
export type AgreeError<What extends string, A extends Shape, B extends Shape> =
  Pair<A, B> extends Pair<B, A>
    ? null
    : true extends Dyn<A> | Dyn<B>
      ? null
      : Unlike<A, B> extends true
        ? `${What}: expected ${Show<A>}, got ${Show<B>}`
        : null;
type Unlike<A, B> = A extends [infer X, ...infer P]
  ? B extends [infer Y, ...infer Q]
    ? Differ<X, Y> extends true
      ? true
      : Unlike<P, Q>
    : true
  : B extends []
    ? false
    : true;
type First<T extends Shape[]> = T extends [infer A extends Shape, ...unknown[]] ? A : T[number];
type All<T extends Shape[], A extends Shape = First<T>> = T extends [infer B extends Shape, ...infer R extends Shape[]]
  ? All<R, Agree<A, B>>
  : A;
type AllError<What extends string, T extends Shape[], A extends Shape = First<T>> = T extends [
  infer B extends Shape,
  ...infer R extends Shape[],
]
  ? AgreeError<What, A, B> extends infer E extends string
    ? E
    : AllError<What, R, Agree<A, B>>
  : null;
type Open<T extends Shape[], I extends number> = { [K in keyof T]: SetAxis<T[K], I, [number]> };
/** The shape of tensors one behind the other along axis `I`, whose size is left open. */
export type ConcatShape<T extends Shape[], I extends number> =
  Open<T, I> extends infer O extends Shape[] ? All<O> : Dynamic;
/** Why shapes cannot be joined along axis `I`, or null. */
export type ConcatError<T extends Shape[], I extends number> =
  AxisError<First<T>, I> extends infer E extends string
    ? E
    : Open<T, I> extends infer O extends Shape[]
      ? AllError<"concat", O>
      : null;
/** The shape of equal tensors along a new axis `I`. */
export type StackShape<T extends Shape[], I extends number> =
  AddAxis<All<T>, I, T["length"]> extends infer S extends Shape ? S : Dynamic;
/** Why shapes cannot be stacked along a new axis `I`, or null. */
export type StackError<T extends Shape[], I extends number> =
  AllError<"stack", T> extends infer E extends string ? E : AddAxisError<First<T>, I>;

// Literals: tensor([[1, 2], [3, 4]]).
/** Nested arrays of numbers or booleans. */
export type Nested = number | boolean | readonly Nested[];
/** The shape of nested arrays. */
export type ShapeOf<N, S extends Shape = []> = 0 extends 1 & N
  ? Dynamic
  : [N] extends [readonly (infer E)[]]
    ? ShapeOf<E, [...S, Length<N>]>
    : S;
type Length<N> = N extends { length: infer L extends number } ? L : number;
/** Why nested arrays have no shape, or null. */
export type RaggedError<N> = [N] extends [readonly (infer E)[]]
  ? true extends Union<Length<N>>
    ? "tensor: rows of different lengths"
    : RaggedError<E>
  : null;
type Union<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

// Reshape: the sizes as written, their product checked where all are known.
type NoOpen<N> = N extends [infer X, ...infer R] ? (-1 extends X ? false : NoOpen<R>) : true;
/** The sizes asked for; -1, which stands for what the others leave, is not computed. */
export type ReshapeShape<N extends Shape> = number extends N["length"]
  ? Dynamic
  : { [K in keyof N]: N[K] extends -1 ? number : N[K] };
/** Why `A` cannot take the shape `N`, or null: the numbers of elements must be equal. */
export type ReshapeError<A extends Shape, N extends Shape> = true extends Dyn<A> | Dyn<N>
  ? null
  : NoOpen<N> extends true
    ? Product<A> extends infer P extends number
      ? Product<N> extends infer Q extends number
        ? Counts<A, N, P, Q>
        : null
      : null
    : null;
type Counts<A, N, P extends number, Q extends number> =
  Differ<P, Q> extends true ? `cannot reshape ${Show<A>} to ${Show<N>}: ${Num<P>} elements do not fit ${Num<Q>}` : null;

// Reductions: one axis, a list of axes, or all of them (undefined).
type Keep<K> = K extends true ? [1] : [];
/** `S` with a mark in place of each axis of the list `O`: none is dropped before all are marked, so none still to come is shifted. */
type Marked<S extends Shape, O> = O extends readonly [infer I extends number, ...infer R]
  ? SetAxis<S, I, [-1]> extends infer M extends Shape
    ? Marked<M, R>
    : Dynamic
  : S;
type Drop<S extends Shape, K, O extends Shape = []> = S extends [infer X extends number, ...infer R extends Shape]
  ? Drop<R, K, X extends -1 ? [...O, ...Keep<K>] : [...O, X]>
  : O;
type Known<O> = O extends readonly [infer I extends number, ...infer R]
  ? number extends I
    ? false
    : Known<R>
  : O extends readonly []
    ? true
    : false;
/** `S` without the axes `I` (one, a list, or `undefined` for all), or with size 1 in their place if `K`. */
export type Reduce<S extends Shape, I, K> = 0 extends 1 & I
  ? Dynamic
  : I extends undefined
    ? K extends true
      ? { [A in keyof S]: 1 }
      : []
    : I extends number
      ? boolean extends K
        ? Dynamic
        : SetAxis<S, I, Keep<K>>
      : ReduceAxes<S, I, K>;
/** {@link Reduce} for a list of axes. */
export type ReduceAxes<S extends Shape, I, K> =
  true extends Dyn<S> ? Dynamic : boolean extends K ? Dynamic : Known<I> extends true ? Drop<Marked<S, I>, K> : Dynamic;
/** Why `S` has not the axes `I`, or null. */
export type ReduceError<S extends Shape, I> = 0 extends 1 & I
  ? null
  : I extends number
    ? AxisError<S, I>
    : I extends readonly number[]
      ? AnyError<{ [K in keyof I]: I[K] extends number ? AxisError<S, I[K]> : null }[number]>
      : null;

// Axes in another order.
/** The axes of `S` in the opposite order. */
export type TransposeShape<S extends Shape> = Dyn<S> extends true ? Dynamic : Reversed<S>;
type Reversed<S extends Shape, O extends Shape = []> = S extends [infer X extends number, ...infer R extends Shape]
  ? Reversed<R, [X, ...O]>
  : O;
/** Why `S` is no matrix or stack of matrices, or null. */
export type MatrixTransposeError<S extends Shape> =
  Dyn<S> extends true
    ? null
    : S extends [...unknown[], unknown, unknown]
      ? null
      : `matrixTranspose: ${Show<S>} has fewer than two axes`;

// Slices: one entry per leading axis, the others whole.
/** What to keep of one axis: the element at an index, `[start, stop]`, `[start, stop, step]`, or all of it (`null`). */
export type SliceRange =
  | number
  | null
  | readonly [start: number | null, stop: number | null]
  | readonly [start: number | null, stop: number | null, step: number];
/** The shape of a slice: an index drops its axis, and the size that a range leaves is not computed. */
export type SliceShape<S extends Shape, R extends readonly unknown[]> =
  Dyn<S> extends true ? Dynamic : number extends R["length"] ? Dynamic : Sliced<S, R>;
type Sliced<S extends Shape, R extends readonly unknown[], O extends Shape = []> = R extends readonly [
  infer X,
  ...infer Q,
]
  ? S extends [infer N extends number, ...infer P extends Shape]
    ? Kept<X, N> extends infer K extends Shape
      ? Sliced<P, Q, [...O, ...K]>
      : Dynamic
    : O
  : [...O, ...S];
/** The axes that a range leaves of one of size `N`; null if it is not known which kind of range it is. */
type Kept<X, N extends number> = 0 extends 1 & X
  ? null
  : [X] extends [null]
    ? [N]
    : [X] extends [number]
      ? []
      : [X] extends [readonly unknown[]]
        ? [number]
        : null;
/** Why `R` are no ranges of `S`, or null: there may be no more than axes. */
export type SliceError<S extends Shape, R extends readonly unknown[]> =
  Dyn<S> extends true
    ? null
    : number extends R["length"]
      ? null
      : R extends readonly [...{ [K in keyof S]: unknown }, unknown, ...unknown[]]
        ? `slice: ${R["length"]} ranges for ${Show<S>}`
        : null;

// Elements at indices along an axis.
/** The shape of elements of `A` at indices of shape `B` along axis `I`. */
export type TakeAlongAxisShape<A extends Shape, B extends Shape, I extends number> = Broadcast<SetAxis<A, I, [1]>, B>;
/** Why indices of shape `B` do not fit `A`, or null. */
export type TakeAlongAxisError<A extends Shape, B extends Shape, I extends number> = true extends Dyn<A> | Dyn<B>
  ? null
  : A["length"] extends B["length"]
    ? BroadcastError<SetAxis<A, I, [1]>, B>
    : `indices of ${Show<B>} need as many axes as ${Show<A>}`;
/** The shape of labels of shape `S` coded as `K` classes. */
export type OneHotShape<S extends Shape, K extends number> = Dyn<S> extends true ? Dynamic : [...Rest<S>, K];

// Scalars.
/** Why a tensor of that shape has no single derivative, or null. */
export type LossError<S extends Shape> =
  Dyn<S> extends true ? null : S extends [] ? null : `the loss must be a scalar, got ${Show<S>}: use .sum() or .mean()`;

// Convolutions: channels are known, heights and widths are numbers.
/** The shape of a convolution of images `A`, or rows, with kernels `W`. */
export type ConvShape<A extends Shape, W extends Shape> = true extends Dyn<A> | Dyn<W>
  ? Dynamic
  : A["length"] extends W["length"]
    ? A extends [infer N extends number, unknown, ...infer S extends Shape]
      ? [N, W[0], ...Sizes<S>]
      : Dynamic
    : A extends [unknown, ...infer S extends Shape]
      ? [W[0], ...Sizes<S>]
      : Dynamic;
type Sizes<S extends Shape> = { [K in keyof S]: number };
/** Why images `A` do not have the channels of kernels `W`, or null; with one group. */
export type ConvChannelsError<A extends Shape, W extends Shape, G extends number> = true extends
  | Dyn<A>
  | Dyn<W>
  | Differ<G, 1>
  ? null
  : A["length"] extends W["length"]
    ? Differ<A[1], W[1]> extends true
      ? `convolution: the images ${Show<A>} have ${Num<A[1]>} channels, the kernels ${Show<W>} are for ${Num<W[1]>}`
      : null
    : null;
/** The shape of images `A` with other heights and widths. */
export type PoolShape<A extends Shape> =
  Dyn<A> extends true
    ? Dynamic
    : A extends [...infer P extends Shape, unknown, unknown]
      ? [...P, number, number]
      : Dynamic;
