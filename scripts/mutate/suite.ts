// What test files import from "vitest" in the copy of the sources, beside vitest's own `expect`: it collects their tests, so that they
// can be run one by one against a mutant, in a process that stays.

/** A test of a file that was imported. */
export interface CollectedTest {
  readonly title: string;
  readonly run: () => unknown;
}

export const collected: CollectedTest[] = [];
let titles: readonly string[] = [];

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** `test(title, body, timeout)` or `test(title, options, body)`. */
function bodyOf(rest: readonly unknown[]): AnyFunction {
  return rest.find((one) => typeof one === "function") as AnyFunction;
}

function addTest(title: string, ...rest: readonly unknown[]): void {
  collected.push({ title: [...titles, title].join(" > "), run: bodyOf(rest) });
}

function group(title: string, ...rest: readonly unknown[]): void {
  const before = titles;
  titles = [...titles, title];
  bodyOf(rest)();
  titles = before;
}

/** `each(cases)(title, body)`: the cases' parts are the arguments of the body. */
function each(add: typeof addTest) {
  return (cases: readonly unknown[]) =>
    (title: string, ...rest: readonly unknown[]): void => {
      for (const one of cases) {
        const args = Array.isArray(one) ? one : [one];
        add(`${title} (${args.map(String).join(", ").slice(0, 60)})`, () => bodyOf(rest)(...args));
      }
    };
}

export const test: typeof addTest & { readonly each: ReturnType<typeof each> } = Object.assign(addTest, {
  each: each(addTest),
});
export const describe: typeof group & { readonly each: ReturnType<typeof each> } = Object.assign(group, {
  each: each(group),
});
