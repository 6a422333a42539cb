import type { Tensor } from "@tapegrad/core";
import type { Names } from "../reading/names.ts";
import type { Reading } from "../reading/subject.ts";
import { valuesAtTime } from "../reading/valuesAtTime.ts";
import type { TensorPictures } from "./pageData.ts";
import { pictureOf } from "./picture.ts";

/** So many cells all pictures of a page have together, and one at most and at least. */
const cells = { inAll: 400_000, most: 1024, least: 16 } as const;

/** Pictures of the tensors that are too large for their elements to be part of the page. */
export function picturesOf(
  { nodes, loss }: Reading,
  names: Names,
  cotangents: ReadonlyMap<Tensor, Tensor>,
  maxValues: number,
): { readonly [tensor: string]: TensorPictures } {
  const values = new Map<Tensor, Tensor>();
  const valueAt = valuesAtTime({ nodes, loss });
  for (const { inputs, outputs } of nodes)
    for (const x of [...inputs, ...outputs]) if (x.size > maxValues && !values.has(x)) values.set(x, valueAt(x));
  if (values.size === 0) return {};
  const limit = Math.max(cells.least, Math.min(cells.most, Math.floor(cells.inAll / (2 * values.size))));
  return Object.fromEntries(
    [...values].map(([x, value]) => {
      const cotangent = cotangents.get(x);
      const pictures: TensorPictures = {
        value: pictureOf(value.shape, value.data, limit),
        cotangent: cotangent === undefined ? null : pictureOf(cotangent.shape, cotangent.data, limit),
      };
      return [names.of(x), pictures];
    }),
  );
}
