import type { Shape } from "../shape/types.ts";
import type { DType } from "./dtype.ts";
import { installMethods } from "./methods.ts";
import { named } from "./named.ts";
import { printTensor } from "./print.ts";
import { type TensorJson, tensorToJson } from "./serialize.ts";
import { Tensor } from "./tensor.ts";
import { watch } from "./watch.ts";

/** How a tensor is shown and written, as methods. */
export interface ShownMethods {
  /** As NumPy prints arrays: at most four decimals, long axes abbreviated. */
  toString(): string;
  /** What `JSON.stringify` writes of it: shape, dtype and elements, without its history. `fromJson` reads it back. */
  toJSON(): TensorJson;
  /** This tensor, with a name that printing, errors and views of the tape use. See {@link named}. */
  named(name: string): this;
}

declare module "./tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends ShownMethods {}
}

function define(name: string | symbol, value: (this: Tensor) => unknown): void {
  if (typeof name === "string") Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(Tensor.prototype, name, { value, configurable: true, writable: true });
}

installMethods(Tensor, { named });
define("toString", function (this: Tensor) {
  watch.current?.values(this, "toString()");
  return printTensor(this);
});
define("toJSON", function (this: Tensor) {
  watch.current?.values(this, "toJSON()");
  return tensorToJson(this);
});
// How consoles and notebooks show a tensor: looked up by symbol, so no part of its type.
define(Symbol.for("nodejs.util.inspect.custom"), function (this: Tensor) {
  watch.current?.values(this, "console.log()");
  return printTensor(this);
});
define(Symbol.for("Jupyter.display"), function (this: Tensor) {
  return { "text/plain": printTensor(this) };
});
