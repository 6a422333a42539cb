// What a layer does to a shape, in types: how `Sequential` finds the layer that does not fit.
import type { Box, Dynamic, Shape, Show, Tensor } from "@tapegrad/core";
import type { Module } from "../module/module.ts";

/** What a layer does to a shape: `out`, for `this["in"]`, is a shape or the text of an error. */
export interface ShapeFn {
  in: unknown;
  out: unknown;
}
/** What `F` makes of the shape `S`: a shape, or the text of an error. */
export type Apply<F, S> = F extends ShapeFn ? (F & { in: S })["out"] : Dynamic;
/** The shape that {@link Apply} found; any, if there was an error. */
export type Result<R> = R extends Dynamic[] ? R : Dynamic; // `extends Shape` would wait for the B of [B, 10]

/** A layer: a function of a tensor, or a Module whose `forward` takes one. `shapeFn` is a type only, and optional. */
export type Layer = (Module & { forward(x: Dynamic): Tensor }) | ((x: Tensor) => Tensor);

/** For layers that leave the shape as it is. */
export interface Same extends ShapeFn {
  out: this["in"];
}
/** For layers that take a last axis of `I` to one of `O`. */
export interface LastAxis<I extends number, O extends number> extends ShapeFn {
  out: OnLast<this["in"], I, O>;
}
/** `S` with `I` features on its last axis replaced by `O`, or the text of an error. */
export type OnLast<S, I extends number, O extends number> = 0 extends 1 & S
  ? [...number[], O]
  : S extends [...infer P extends Shape, infer K extends number]
    ? Box<K> extends Box<I>
      ? [...P, O]
      : Box<I> extends Box<K>
        ? [...P, O]
        : `expects ${I} features, got ${K}`
    : S extends []
      ? `expects ${I} features, got a scalar`
      : [...number[], O];

type FnOf<L> = L extends { readonly shapeFn?: infer F } ? (unknown extends F ? Plain<L> : NonNullable<F>) : Plain<L>;
/** A layer with no shape function: from the types of its argument and result. */
type Plain<L> = L extends { forward(x: infer X): infer Y } | ((x: infer X) => infer Y)
  ? X extends Tensor<infer A>
    ? Y extends Tensor<infer B>
      ? Keeps<L, A> extends true
        ? Same
        : Fixed<A, B>
      : Dynamic
    : Dynamic
  : Dynamic;
/** Does it give the shape it is given, whatever that is, as `relu` does? One that says nothing of shapes does not. */
type Keeps<L, A> = 0 extends 1 & A
  ? false
  : L extends { forward<S extends Shape>(x: Tensor<S>): Tensor<S> } | (<S extends Shape>(x: Tensor<S>) => Tensor<S>)
    ? true
    : false;
interface Fixed<A extends Shape, B extends Shape> extends ShapeFn {
  out: OnFixed<this["in"], A, B>;
}
type OnFixed<S, A, B> = 0 extends 1 & (S | A)
  ? B
  : S extends A
    ? B
    : A extends S
      ? B
      : `expects ${Show<A>}, got ${Show<S>}`;

type Bad<R> = 0 extends 1 & R ? false : R extends string ? true : false;
/** What a chain of layers does to a shape. */
export interface ChainFn<L> extends ShapeFn {
  out: Chain<L, this["in"]>;
}
/** What the layers `L` make of the shape `S` one after the other, or what is wrong at the first that does not fit. */
export type Chain<L, S, N extends 0[] = []> = L extends readonly [infer H, ...infer T]
  ? Apply<FnOf<H>, S> extends infer R
    ? Bad<R> extends true
      ? `layer ${N["length"]} ${R & string}`
      : Chain<T, R, [...N, 0]>
    : never
  : L extends readonly []
    ? S
    : Dynamic;
/** `L`, but a layer that does not fit the ones before it is the text of the error. */
export type Fitting<L, S = Dynamic, N extends 0[] = [], O extends unknown[] = []> = L extends readonly [
  infer H,
  ...infer T,
]
  ? Apply<FnOf<H>, S> extends infer R
    ? Bad<R> extends true
      ? [...O, `layer ${N["length"]} ${R & string}`, ...T]
      : Fitting<T, R, [...N, 0], [...O, H]>
    : never
  : L extends readonly []
    ? O
    : L;
