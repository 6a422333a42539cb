/** The place in a user's program that made a node: file, line and column, counted from 1. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The folder that holds core beside its sibling packages, in a checkout (`packages/`) as well as installed. What is built for Node lies
 * in few files of another folder.
 */
const home = import.meta.url.replace(/core\/(src|dist)\/(tape|node)\/[^/]*$/, "");
const inside = /^(core|nn|optim|data|inspect|gradcheck)\/(src|dist)\//;

function isLibrary(url: string): boolean {
  return (url.startsWith(home) && inside.test(url.slice(home.length))) || url.includes("/node_modules/@tapegrad/");
}

/** A path for what is a file, without the escapes a URL has; the address as it stands for anything else. */
function fileOf(where: string): string {
  if (!where.startsWith("file://")) return where;
  return decodeURIComponent(where.slice("file://".length)).replace(/^\/(?=[A-Za-z]:\/)/, "");
}

/** The calls that led here. Engines make their text only when it is asked for, which takes ten times as long as this. */
export function callsSoFar(): Error {
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const calls = new Error();
  Error.stackTraceLimit = depth;
  return calls;
}

/** The innermost call that is not the library's own. */
export function currentSite(): Site | null {
  return siteOf(callsSoFar());
}

/** The same of {@link callsSoFar} at some moment. */
export function siteOf({ stack }: Error): Site | null {
  for (const frame of stack?.split("\n").slice(1) ?? []) {
    // "at name (url:line:column)" in V8, "name@url:line:column" in the other engines
    const [, where, line, column] =
      /(?:\(|@|at (?:async )?)((?:[a-z][\w+.-]*:)?[^()\s][^()]*?):(\d+):(\d+)\)?$/i.exec(frame) ?? [];
    if (where === undefined || where.startsWith("node:")) continue;
    const url = where.startsWith("/") ? `file://${where}` : where;
    if (isLibrary(url)) continue;
    return { file: fileOf(where), line: Number(line), column: Number(column) };
  }
  return null;
}
