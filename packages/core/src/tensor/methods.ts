import { Tensor } from "./tensor.ts";

type Method = (...args: readonly unknown[]) => unknown;

/**
 * Puts functions on a prototype: `x.op(…)` is `op(x, …)`. A method carries the name it is called by.
 *
 * @param methods - Functions of a tensor and at most four arguments: a rest parameter would cost every call an array.
 * @param longer - Functions of a tensor and any number of arguments.
 */
export function installMethods(
  to: { readonly prototype: object },
  methods: { readonly [name: string]: unknown },
  longer: { readonly [name: string]: unknown } = {},
): void {
  const install = (name: string, method: unknown): void => {
    Object.defineProperty(method, "name", { value: name });
    Object.defineProperty(to.prototype, name, { value: method, configurable: true, writable: true });
  };
  for (const [name, op] of Object.entries(methods)) {
    const call = op as Method;
    install(name, function (this: unknown, a: unknown, b: unknown, c: unknown, d: unknown): unknown {
      return call(this, a, b, c, d);
    });
  }
  for (const [name, op] of Object.entries(longer))
    install(name, function (this: unknown, ...args: readonly unknown[]): unknown {
      return (op as Method)(this, ...args);
    });
}

/** An op that takes a list of tensors, as a method of the first of them. */
export function listMethod(op: unknown): Method {
  return (x, others, ...rest) =>
    (op as Method)(Array.isArray(others) ? [x, ...others] : others instanceof Tensor ? [x, others] : others, ...rest);
}
