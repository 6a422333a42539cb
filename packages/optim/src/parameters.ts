import { DomainError, formatReceived, Parameter, TapegradError } from "@tapegrad/core";

/**
 * What an optimizer takes for its parameters: a Parameter, an iterable of them or of `[name, Parameter]`, or plain objects and
 * arrays with Parameters at their ends. `model.parameters()` and `model.namedParameters()` are such iterables.
 */
export type ParameterTree =
  | Parameter
  | Iterable<ParameterTree | readonly [name: string, parameter: Parameter]>
  | { readonly [key: string]: ParameterTree };

/**
 * All Parameters of a tree, in the order in which it gives them.
 *
 * @throws TapegradError naming the path of anything that is not a Parameter; DomainError if there is none, or one comes twice.
 */
export function collectParameters(where: string, tree: unknown): Parameter[] {
  const paths = new Map<Parameter, string>();
  const visit = (value: unknown, path: string): void => {
    if (value instanceof Parameter) {
      const first = paths.get(value);
      if (first !== undefined) {
        const name = value.name ? `"${value.name}"` : "one";
        throw new DomainError(
          `${where}: params must contain each Parameter once, got ${name} at ${first} and at ${path}.`,
        );
      }
      paths.set(value, path);
    } else if (isNamed(value)) visit(value[1], path);
    else if (isIterable(value)) {
      let i = 0;
      for (const item of value) visit(item, `${path}[${i++}]`);
    } else if (isPlainObject(value))
      for (const key of Object.keys(value)) visit(value[key], path === "" ? key : `${path}.${key}`);
    else throw notAParameter(where, value, path);
  };
  visit(tree, "");
  if (paths.size === 0)
    throw new DomainError(`${where}: params must contain at least one Parameter, got ${formatReceived(tree)}.`);
  return [...paths.keys()];
}

function notAParameter(where: string, value: unknown, path: string): TapegradError {
  const at = path === "" ? "" : ` at ${path}`;
  const isModel = typeof value === "object" && value !== null && typeof Reflect.get(value, "parameters") === "function";
  const hint = isModel ? "Pass its parameters()." : "Make one with parameter(values).";
  return new TapegradError(`${where}: params must be Parameters, got ${formatReceived(value)}${at}. ${hint}`);
}

function isNamed(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
