import { formatReceived, hostCondition, hostOnly, inModule, TapegradError, Tensor } from "@tapegrad/core";
import { labelOf } from "./label.ts";
import { located, nameInParent, type Placed, running } from "./place.ts";

/** Called after a Module ran; what it returns, if anything, takes the output's place. */
type Hook<M> = (module: M, inputs: readonly unknown[], output: Tensor) => unknown;

/**
 * `forward` with all that surrounds it. One function, not a method that is called by one: Modules within Modules are calls within
 * calls, and the stack ends.
 */
export function runnerOf<M extends Placed>(
  module: M,
  forward: unknown,
  hooks: ReadonlySet<Hook<M>>,
): (...inputs: readonly unknown[]) => Tensor {
  const hasNoHooks = (): boolean => hooks.size === 0;
  return (...inputs) => {
    const depth = running.length;
    running[depth] = module;
    try {
      if (typeof forward !== "function") {
        const expected = "a class that extends Module must have a method forward";
        throw new TapegradError({ where: labelOf(module), expected, received: "none" });
      }
      const output: Tensor = inModule(nameInParent, () => forward.apply(module, inputs));
      return hostCondition(hasNoHooks) ? output : runHooks(module, hooks, inputs, output); // a loop would make an iterator for every call
    } catch (error) {
      throw located(error);
    } finally {
      running.length = depth; // no call: where the stack has overflowed, it would overflow again
    }
  };
}

function runHooks<M>(module: M, hooks: ReadonlySet<Hook<M>>, inputs: readonly unknown[], output: Tensor): Tensor {
  hostOnly("one that calls hooks set with onForward", "Remove the hooks, or do not compile.");
  let result = output;
  for (const hook of hooks) {
    const replacement: unknown = hook(module, inputs, result);
    if (replacement === undefined) continue;
    if (!(replacement instanceof Tensor)) {
      const got = formatReceived(replacement);
      throw new TapegradError({
        where: "onForward",
        argument: "a hook",
        expected: "must return a tensor or nothing",
        received: got,
      });
    }
    result = replacement;
  }
  return result;
}
