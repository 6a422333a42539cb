import { Tensor } from "./tensor.ts";

type Method = (...args: readonly unknown[]) => unknown;

/** Puts functions on a prototype: `x.op(…)` is `op(x, …)`. A method carries the name it is called by. */
export function installMethods(
  to: { readonly prototype: object },
  methods: { readonly [name: string]: unknown },
): void {
  for (const [name, op] of Object.entries(methods)) {
    const call = op as Method;
    // No op takes more than four arguments besides its first; a rest parameter would cost every call an array.
    const method = function (this: unknown, a: unknown, b: unknown, c: unknown, d: unknown): unknown {
      return call(this, a, b, c, d);
    };
    Object.defineProperty(method, "name", { value: name });
    Object.defineProperty(to.prototype, name, { value: method, configurable: true, writable: true });
  }
}

/** An op that takes a list of tensors, as a method of the first of them. */
export function listMethod(op: unknown): Method {
  return (x, others, ...rest) =>
    (op as Method)(Array.isArray(others) ? [x, ...others] : others instanceof Tensor ? [x, others] : others, ...rest);
}
