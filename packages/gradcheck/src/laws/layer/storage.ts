import { requireSame, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { type LayerSubject, lawOfLayer, made, run } from "./subject.ts";

/** What can be kept of a layer. */
export function lawsOfStorage(subject: LayerSubject): Law[] {
  return [
    lawOfLayer(subject, "gives the same bits with the values it had, in a new layer", ({ layer, x }) => {
      const state = layer.stateDict();
      const other = made(subject.make, "float64");
      other.loadStateDict(state);
      requireSame("the new layer", [run(other, x)], [run(layer, x)]);
      // A copy: what is done to the layer later must not reach it.
      for (const [path, parameter] of layer.namedParameters()) {
        if (!Object.hasOwn(state, path)) throw new Violation(`"${path}" missing in stateDict()`);
        if (state[path]!.data.buffer === parameter.data.buffer) throw new Violation(`"${path}" is no copy`);
      }
    }),
  ];
}
