/** What only some platforms have, asked for when it is needed. */
export const platform = {
  /**
   * The module of that name. Bundlers look for the names of modules in `import(…)`; here they find none, and so take nothing into a
   * browser's bundle that it could not use there.
   */
  async load<T>(name: string): Promise<T> {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as T; // what is called so has that type
  },
};
