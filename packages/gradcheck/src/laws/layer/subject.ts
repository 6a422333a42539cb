import { type FloatDType, Rng, type Tensor } from "@tapegrad/core";
import { type Source, upTo } from "../../arbitraries/draw.ts";
import { drawTensor } from "../../arbitraries/values.ts";
import { describeTensor, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { Failure, tryAtRandom } from "../random.ts";
import type { LayerFacts, LayerLike, MakeLayer } from "./facts.ts";

/** A kind of layer, and what is true of it. */
export interface LayerSubject {
  readonly name: string;
  readonly make: MakeLayer;
  readonly facts: LayerFacts;
}

/** A layer with random values, in use and not in training, and a batch for it. */
export interface LayerCase {
  readonly layer: LayerLike;
  /** Another layer of the kind with the same values, rounded if it is float32. */
  readonly twin: (dtype: FloatDType) => LayerLike;
  /** Shape `[n, …example]`. */
  readonly x: Tensor;
  readonly source: Source;
}

/** Few: a layer is checked at all its elements each time. */
const most = 10;

/** A law of any layer of a kind, with any values, on any batch. */
export function lawOfLayer(
  { name, make, facts }: LayerSubject,
  title: string,
  holds: (layerCase: LayerCase) => void,
  dtype: FloatDType = "float64",
): Law {
  const attempt = (source: Source): void => {
    const layer = made(make, dtype);
    const values = new Map<string, Tensor>();
    for (const [path, parameter] of layer.namedParameters()) {
      const drawn = drawTensor(source, { range: [-1, 1], ...facts.values?.[path], shape: parameter.shape, dtype });
      parameter.assign(drawn);
      values.set(path, drawn);
    }
    const { shape, ...domain } = facts.example;
    const x = drawTensor(source, { dtype, ...domain, shape: [1 + upTo(source, 3), ...shape] });
    const twin = (other: FloatDType): LayerLike => {
      const layerLike = made(make, other);
      for (const [path, parameter] of layerLike.namedParameters()) parameter.assign(values.get(path)!);
      return layerLike;
    };
    try {
      holds({ layer, twin, x, source });
    } catch (error) {
      const listed = [...values].map(([path, value]) => `\n    ${path} = ${describeTensor(value)}`);
      throw new Failure(`${name} on ${describeTensor(x)}${listed.join("")}`, error);
    }
  };
  return {
    title,
    check: (options) => tryAtRandom({ name: `${name} > ${title}`, atMost: most, attempt }, options),
  };
}

/** A new layer, switched to use. */
export function made(make: MakeLayer, dtype: FloatDType): LayerLike {
  const layer = make({ dtype, rng: new Rng(1) });
  layer.eval();
  return layer;
}

/** What a layer gives, which must be a tensor. */
export function run(layer: LayerLike, x: Tensor): Tensor {
  const y: Tensor = layer.forward(x);
  if (typeof y !== "object" || y === null || !("data" in y)) throw new Violation(`forward gives ${String(y)}`);
  return y;
}
