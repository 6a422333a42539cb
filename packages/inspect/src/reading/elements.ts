import type { Tensor } from "@tapegrad/core";

/** `h[0, 1]`; of a scalar its name alone. */
export function elementName(name: string, { shape }: { readonly shape: readonly number[] }, index: number): string {
  if (shape.length === 0) return name;
  const place: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `${name}[${place.join(", ")}]`;
}

/** For each element of the result which element of an input goes into it, as broadcasting repeats them. */
export function sourcesOf(input: Tensor, result: Tensor): readonly number[] {
  const shape: readonly number[] = input.shape;
  const missing = result.ndim - shape.length;
  return Array.from({ length: result.size }, (_, index) => {
    let [rest, stride, source] = [index, 1, 0];
    for (let axis = result.ndim - 1; axis >= missing; axis--) {
      const size = result.shape[axis] as number;
      const own = shape[axis - missing]!;
      if (own > 1) source += (rest % size) * stride;
      rest = Math.floor(rest / size);
      stride *= own;
    }
    return source;
  });
}
