// What Modules are called where people read it: in errors, summaries and default names.

/** A class of Modules. Bundlers shorten the names of classes; the ones of this package therefore say theirs as a text. */
interface Kind {
  readonly name: string;
  readonly kind?: string;
}

/** Anything that can be called by a name: a Module. */
interface Named {
  readonly name: string;
}

/** The class, as a program writes it: `Dense`. */
export function classOf(module: object): string {
  const kind = module.constructor as Kind; // every Module is made by a class
  return Object.hasOwn(kind, "kind") ? kind.kind! : kind.name;
}

/** What kind of Module it is, as default names write it: `dense` for a Dense. */
export function kindOf(module: object): string {
  const name = classOf(module);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The Module in an error: `Dense "hidden"`, or `Dense` without a name. */
export function labelOf(module: Named): string {
  return module.name === "" ? classOf(module) : `${classOf(module)} ${JSON.stringify(module.name)}`;
}

/** A path within a path: `encoder.layers.0`. */
export function joinPath(path: string, name: string): string {
  if (path === "" || name === "") return path + name;
  return `${path}.${name}`;
}
