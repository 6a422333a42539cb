/** What kind of Module it is, as default names and errors write it: `"dense"` for a Dense. */
export function kindOf(module: object): string {
  const { name } = module.constructor;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
