interface Runtime {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
}

/** What only some platforms have, asked for when it is needed. */
export const platform = {
  /**
   * The module of that name: one of Node's own, or a package. Bundlers look for names in `import`; there are none here, and so they take
   * nothing into a browser's bundle that it could not use there. Node, Deno and Bun give their own modules this way.
   *
   * @throws Error where there is no such platform, or no such module.
   */
  async load<T>(name: string): Promise<T> {
    const builtin = (globalThis as Runtime).process?.getBuiltinModule;
    if (builtin === undefined) throw new Error(`there is no ${name} on this platform`);
    if (name.startsWith("node:")) return builtin(name) as T; // what is called so has that type
    const { createRequire } = builtin("node:module") as { createRequire(from: string): (package_: string) => unknown };
    return { default: createRequire(import.meta.url)(name) } as T;
  },
};
