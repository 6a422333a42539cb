/**
 * A module that only some platforms have, asked for when it is needed. Bundlers look for the names of modules in `import(…)`; here they
 * find none, and so take nothing into a browser's bundle that it could not use there.
 */
export async function importHere<T>(name: string): Promise<T> {
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as T; // what is called so has that type
}
