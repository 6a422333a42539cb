import { emittedLanes } from "./laneKernels.ts";
import type { AnyLaneDefinition, LaneDefinition } from "./laneStep.ts";

/**
 * States what an op does to each lane of its inputs, for `lanes` in its definition: kernels are made of it.
 *
 * @example
 * ```ts
 * const rangeOf = defineOp({
 *   name: "rangeOf",
 *   inputs: ["x"],
 *   shape: (x) => x.shape.slice(0, -1),
 *   lanes: onLanes({ elements: ["x"], value: (e, { x }, lane) => e.sub(lane.max(x), lane.min(x)) }),
 *   vjp: { x: "nondifferentiable" },
 *   formula: { value: "y = maxᵢ xᵢ − minᵢ xᵢ" },
 * });
 * rangeOf(tensor([[1, 5], [2, 4]])).toArray(); // => [4, 2]
 * ```
 */
export function onLanes<
  const Elements extends string,
  const PerLane extends string = never,
  const Attrs extends string = never,
>(definition: LaneDefinition<Elements, PerLane, Attrs>): AnyLaneDefinition {
  return { ...(definition as unknown as AnyLaneDefinition), kernels: emittedLanes }; // its names are looked up from here on
}

/** As {@link onLanes}, for programs of exact operations, which have no emitted kernels. */
export function onLanesExactly<const Elements extends string>(
  definition: LaneDefinition<Elements, never, never>,
): AnyLaneDefinition {
  return definition as unknown as AnyLaneDefinition; // its names are looked up from here on
}
