// Checked by the compiler, nothing runs: shapes and dtypes of movement and indexing, and the texts of errors, which are types too.
import {
  argsort,
  type ConcatError,
  concat,
  type Dynamic,
  dropout,
  embedding,
  type MatrixTransposeError,
  maskedSelect,
  matrixTranspose,
  median,
  oneHot,
  type PermuteError,
  parameter,
  permute,
  quantile,
  type ReduceError,
  type SliceError,
  type SliceShape,
  scatterAdd,
  setSlice,
  slice,
  sort,
  split,
  type TakeAlongAxisError,
  type Tensor,
  type TransposeShape,
  take,
  takeAlongAxis,
  tensor,
  topk,
  transpose,
  unique,
  unslice,
  zeros,
} from "@tapegrad/core";

/** Are the two types the same? `any` is the same as `any` only. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Is<T> = T extends Tensor<infer S, infer D> ? [S, D] : never;
declare function same<A, B>(yes: Equal<A, B>): void;

declare const n: number;
declare const dynamic: Tensor;
declare const list: Tensor<[2, 3], "float32">[];
declare const x: Tensor<[2, 3], "float32">;
declare const cube: Tensor<[2, 3, 4], "float32">;
declare const wide: Tensor<[4, 3], "float64">;
declare const whole: Tensor<[2, 3], "int32">;
declare const column: Tensor<[2, 1], "int32">;

export function shapes(): void {
  const reversed = [transpose(cube), cube.transpose(), transpose(dynamic)] as const;
  same<Is<(typeof reversed)[0]>, [[4, 3, 2], "float32"]>(true);
  same<Is<(typeof reversed)[1]>, [[4, 3, 2], "float32"]>(true);
  same<Is<(typeof reversed)[2]>, [Dynamic, Dynamic]>(true);

  const swapped = [matrixTranspose(cube), cube.matrixTranspose(), dynamic.matrixTranspose()] as const;
  same<Is<(typeof swapped)[0]>, [[2, 4, 3], "float32"]>(true);
  same<Is<(typeof swapped)[1]>, [[2, 4, 3], "float32"]>(true);
  same<Is<(typeof swapped)[2]>, [Dynamic, Dynamic]>(true);

  const permuted = [permute(cube, [2, 0, -2]), dynamic.permute([1, 0])] as const;
  same<Is<(typeof permuted)[0]>, [[4, 2, 3], "float32"]>(true);
  same<Is<(typeof permuted)[1]>, [Dynamic, Dynamic]>(true);

  const joined = [
    concat([x, wide]),
    concat([x, zeros([2, 5])], 1),
    x.concat([wide]),
    concat(list, -1),
    concat([dynamic]),
    concat([parameter(x), whole]),
    x.concat([]),
  ] as const;
  same<Is<(typeof joined)[0]>, [[number, 3], "float64"]>(true);
  same<Is<(typeof joined)[1]>, [[2, number], "float32"]>(true);
  same<Is<(typeof joined)[2]>, [[number, 3], "float64"]>(true);
  same<Is<(typeof joined)[3]>, [[2, number], "float32"]>(true);
  same<Is<(typeof joined)[4]>, [Dynamic, Dynamic]>(true);
  same<Is<(typeof joined)[5]>, [[number, 3], "float32"]>(true);
  same<Is<(typeof joined)[6]>, [[number, 3], "float32"]>(true);

  const [left, right] = split(x, [1, 2], 1);
  const rows = x.split(1);
  same<[Is<typeof left>, Is<typeof right>], [[[2, 1], "float32"], [[2, 2], "float32"]]>(true);
  same<Is<(typeof rows)[number]>, [[number, 3], "float32"]>(true);

  const parts = [
    slice(cube, [0, [1, 3]]),
    cube.slice([null, [null, null, -1], n]),
    dynamic.slice([0]),
    x.slice([]),
    unslice(
      x,
      [4, 5],
      [
        [0, 2],
        [null, 3],
      ],
    ),
  ] as const;
  same<Is<(typeof parts)[0]>, [[number, 4], "float32"]>(true);
  same<Is<(typeof parts)[1]>, [[2, number], "float32"]>(true);
  same<Is<(typeof parts)[2]>, [Dynamic, Dynamic]>(true);
  same<Is<(typeof parts)[3]>, [[2, 3], "float32"]>(true);
  same<Is<(typeof parts)[4]>, [[4, 5], "float32"]>(true);

  const taken = [
    takeAlongAxis(x, column, 1),
    x.takeAlongAxis(tensor([[0, 1, 2, 0]])),
    takeAlongAxis(dynamic, whole),
    takeAlongAxis(x, whole, n),
    scatterAdd(x, column, 1, 1),
    x.scatterAdd(whole, zeros([3], { dtype: "float64" })),
    sort(x, 0, { descending: true }),
    argsort(wide),
  ] as const;
  same<Is<(typeof taken)[0]>, [[2, 1], "float32"]>(true);
  same<Is<(typeof taken)[1]>, [[2, 4], "float32"]>(true);
  same<Is<(typeof taken)[2]>, [Dynamic, Dynamic]>(true);
  same<Is<(typeof taken)[3]>, [Dynamic, "float32"]>(true);
  same<Is<(typeof taken)[4]>, [[2, 3], "float32"]>(true);
  same<Is<(typeof taken)[5]>, [[2, 3], "float64"]>(true);
  same<Is<(typeof taken)[6]>, [[2, 3], "float32"]>(true);
  same<Is<(typeof taken)[7]>, [[4, 3], "int32"]>(true);

  const coded = [oneHot(tensor([1, 2]), 3), whole.oneHot(n), oneHot(dynamic, 3), oneHot(2, 4)] as const;
  same<Is<(typeof coded)[0]>, [[2, 3], "float32"]>(true);
  same<Is<(typeof coded)[1]>, [[2, 3, number], "float32"]>(true);
  same<Is<(typeof coded)[2]>, [Dynamic, "float32"]>(true);
  same<Is<(typeof coded)[3]>, [[4], "float32"]>(true);

  const kept = [dropout(wide, { p: 0.1 }), whole.dropout()] as const;
  same<Is<(typeof kept)[0]>, [[4, 3], "float64"]>(true);
  same<Is<(typeof kept)[1]>, [[2, 3], "float32"]>(true);
}

export function typeFunctions(): void {
  same<TransposeShape<[2, number]>, [number, 2]>(true);
  same<SliceShape<[2, 3], readonly [Dynamic]>, Dynamic>(true);
  same<SliceShape<[2, 3], readonly [number | null]>, Dynamic>(true);
  same<SliceShape<Dynamic, readonly [0]>, Dynamic>(true);
}

export function errors(): void {
  same<SliceError<[2, 3], [0, 0, 0]>, "slice: 3 ranges for [2, 3]">(true);
  same<SliceError<[], [0]>, "slice: 1 ranges for []">(true);
  same<SliceError<[2, 3], [0, 0]>, null>(true);
  same<SliceError<Dynamic, [0]>, null>(true);
  same<MatrixTransposeError<[3]>, "matrixTranspose: [3] has fewer than two axes">(true);
  same<MatrixTransposeError<[number, 3]>, null>(true);
  same<TakeAlongAxisError<[2, 3], [3], 0>, "indices of [3] need as many axes as [2, 3]">(true);
  same<TakeAlongAxisError<[2, 3], [3, 3], 1>, "cannot broadcast [2, 1] with [3, 3]: axis -2 has 2 and 3">(true);
  same<TakeAlongAxisError<[2, 3], [1, 9], 1>, null>(true);
  same<ConcatError<[[2, 3], [2, 4]], 0>, "concat: expected [?, 3], got [?, 4]">(true);
  same<ConcatError<[[2, 3], [2, 4]], 1>, null>(true);
  same<PermuteError<[2, 3], [0]>, "permute: [0] names 1 axes, [2, 3] has 2">(true);
  same<PermuteError<[2, 3], [0, 2]>, "axis 2 is out of range for [2, 3]">(true);
  same<PermuteError<[2, 3], [1, 0]>, null>(true);
  same<ReduceError<[2, 3], [0, 2]>, "axis 2 is out of range for [2, 3]">(true);
  same<ReduceError<[2, 3], [0, 1]>, null>(true);

  // @ts-expect-error concat: expected [?, 3], got [?, 4]
  concat([x, cube.slice([0])], 0);
  // @ts-expect-error concat: expected [?, 3], got [?, 4]
  x.concat([cube.slice([0])]);
  // @ts-expect-error axis 2 is out of range for [2, 3]
  permute(x, [0, 2]);
  // @ts-expect-error axis 2 is out of range for [2, 3]
  x.sum([0, 2]);
  // @ts-expect-error matrixTranspose: [3] has fewer than two axes
  zeros([3]).matrixTranspose();
  // @ts-expect-error slice: 3 ranges for [2, 3]
  x.slice([0, null, [1, 2]]);
  // @ts-expect-error axis 2 is out of range for [2, 3]
  split(x, 1, 2);
  // @ts-expect-error cannot broadcast [2, 1] with [4, 3]: axis -2 has 2 and 4
  takeAlongAxis(x, wide, 1);
  // @ts-expect-error axis 2 is out of range for [2, 3]
  takeAlongAxis(x, column, 2);
  // @ts-expect-error cannot broadcast [5] to [2, 3]
  scatterAdd(x, whole, zeros([5]));
  // @ts-expect-error axis 2 is out of range for [2, 3]
  sort(x, 2);
}

/** What is not known yet is no error. */
export function generic<B extends number, A extends number[]>(h: Tensor<[B, 10]>, g: Tensor<A>): readonly Tensor[] {
  const turned: Tensor<[10, B]> = h.transpose();
  const permuted: Tensor<[10, B]> = permute(h, [1, 0]);
  const first: Tensor<[10]> = h.slice([0]);
  const columns: Tensor<[B, number]> = h.slice([null, [0, 5]]);
  const twice: Tensor<[number, 10]> = concat([h, h]);
  const dropped: Tensor<[B, 10]> = dropout(h);
  const open: Tensor = g.sort().slice([0]).transpose();
  const anything = [g.permute([1, 0]), g.sum([0, 1]), g.slice([0, 0, 0]), g.matrixTranspose(), g.takeAlongAxis(g, 0)];
  const others = [concat([g, g]), concat([g, x]), scatterAdd(g, g, g), g.permute([n, 0]), h.sum([0, -1])];
  return [turned, permuted, first, columns, twice, dropped, open, ...(anything as Tensor[]), ...(others as Tensor[])];
}

// Parts by indices: these stand in the place of the axis, an index alone drops it.
declare const positions: Tensor<[5, 6], "int32">;
same<Is<ReturnType<typeof takenRows>>, [[5, 6, 3], "float32"]>(true);
const takenRows = () => take(x, positions, 0);
same<Is<ReturnType<typeof takenColumn>>, [[2], "float32"]>(true);
const takenColumn = () => x.take(1, -1);
same<Is<ReturnType<typeof takenFlat>>, [[5, 6], "float32"]>(true);
const takenFlat = () => take(x, positions);
same<Is<ReturnType<typeof embedded>>, [[5, 6, 3], "float32"]>(true);
const embedded = () => embedding(x, positions, { paddingIndex: 0 });
same<Is<ReturnType<typeof row>>, [[3], "float32"]>(true);
const row = () => x.at(-1);
same<Is<ReturnType<typeof replaced>>, [[2, 3], "float64"]>(true);
const replaced = () => setSlice(x, zeros([3], { dtype: "float64" }), [0]);
same<Is<ReturnType<typeof best>["indices"]>, [[2, 1], "int32"]>(true);
const best = () => topk(x, 1);
same<Is<ReturnType<typeof middle>>, [[2, 1], "float32"]>(true);
const middle = () => median(x, 1, { keepDims: true });
same<Is<ReturnType<typeof quarter>>, [[3], "float32"]>(true);
const quarter = () => quantile(x, 0.25, 0);
same<Is<ReturnType<typeof chosen>>, [[number], "float32"]>(true);
const chosen = () => maskedSelect(x, x.greater(0));
same<Is<ReturnType<typeof different>["counts"]>, [[number], "int32"]>(true);
const different = () => unique(x, { counts: true });
// @ts-expect-error: a scalar has no axis
x.sum().at(0);
// @ts-expect-error: there is no axis 2
take(x, positions, 2);
