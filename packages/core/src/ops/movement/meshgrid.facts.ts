import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link meshgrid}. */
export const meshgridFacts: Facts = {
  inputs: ["vectors"],
  variadic: true,
  reference: {
    whole(...args: [...NestedArray[], { readonly indexing?: "xy" | "ij" }]) {
      const { indexing } = args.at(-1) as { readonly indexing?: string }; // the options after the vectors
      const vectors = args.slice(0, -1).map((x) => nestedValues(x as NestedArray));
      const swap = indexing !== "ij" && vectors.length > 1;
      const sizes = vectors.map(({ length }) => length);
      const shape = swap ? [sizes[1]!, sizes[0]!, ...sizes.slice(2)] : sizes;
      return vectors.map((values, i) => {
        const axis = swap && i < 2 ? 1 - i : i;
        return nestedOf(shape, (index) => values[index[axis]!]!);
      });
    },
  },
  cases: (draw) => ({
    inputs: Array.from({ length: draw.integer(1, 3) }, () => ({ shape: [draw.integer(1, 3)] })),
    args: [{ indexing: draw.pick(["xy", "ij"] as const) }],
  }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2], [3]],
      args: [{ indexing: "ij" }],
      output: [
        [[1], [2]],
        [[3], [3]],
      ],
      gradients: [[1, 1], [2]],
      because: "along rows",
    },
    {
      inputs: [[1, 2], [3]],
      args: [{}],
      output: [[[1, 2]], [[3, 3]]],
      gradients: [[1, 1], [2]],
      because: "along columns unless said otherwise",
    },
    {
      inputs: [1, [2, 3]],
      args: [{}],
      output: [
        [[1], [1]],
        [[2], [3]],
      ],
      because: "a scalar is one number",
    },
  ],
  errors: [
    { inputs: [{ shape: [2, 2] }], args: [{}], message: "meshgrid: vectors[0] must have one axis, got shape [2, 2]." },
    {
      inputs: [{ shape: [2] }],
      args: [{ indexing: "yx" }],
      message: 'meshgrid: indexing must be one of "xy", "ij", got "yx".',
    },
  ],
};
