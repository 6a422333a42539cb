/** An element of an SVG document, with where it lies once all translations around it are done. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, with entities resolved. */
  text: string;
  readonly x: number;
  readonly y: number;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function resolved(text: string): string {
  return text.replace(/&([^;]*);/g, (whole, name: string) => {
    const character =
      entities[name] ?? (/^#x[0-9A-F]+$/.test(name) ? String.fromCodePoint(Number(`0${name.slice(1)}`)) : null);
    if (character === null) throw new Error(`no entity: ${whole}`);
    return character;
  });
}

/** The elements of an SVG document, which throws if that is not well-formed XML of elements, attributes and text. */
export function readSvg(svg: string): SvgElement[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML does not allow is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(svg) || /\p{Cs}/u.test(svg))
    throw new Error("not XML's characters");
  const elements: SvgElement[] = [];
  const open: SvgElement[] = [];
  let rest = svg;
  while (rest !== "") {
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      if (open.length === 0 || /&(?!(?:amp|lt|gt|quot|#x[0-9A-F]+);)/.test(text))
        throw new Error(`stray text: ${text}`);
      open.at(-1)!.text += resolved(text);
      rest = rest.slice(text.length);
      continue;
    }
    const tag = /^<(\/?)([a-z][A-Za-z]*)((?:\s+[A-Za-z0-9:-]+="[^"<]*")*)(\/?)>/.exec(rest);
    if (tag === null) throw new Error(`no tag: ${rest.slice(0, 80)}`);
    const [whole, closing, name, given, empty] = tag as unknown as [string, string, string, string, string]; // four groups, all there
    rest = rest.slice(whole.length);
    if (closing === "/") {
      if (open.pop()?.tag !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const attributes: Record<string, string> = {};
    for (const [, key, value] of given.matchAll(/([A-Za-z0-9:-]+)="([^"]*)"/g)) {
      if (key! in attributes) throw new Error(`${key} twice in ${whole}`);
      attributes[key!] = resolved(value!);
    }
    const [, dx = "0", dy = "0"] = /translate\(([^,]+),([^)]+)\)/.exec(attributes.transform ?? "") ?? [];
    const parent = open.at(-1);
    const element = {
      tag: name,
      attributes,
      text: "",
      x: (parent?.x ?? 0) + Number(dx),
      y: (parent?.y ?? 0) + Number(dy),
    };
    elements.push(element);
    if (empty === "") open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.tag}> stays open`);
  return elements;
}

/** All that is written in a picture. */
export function textsOf(svg: string): string[] {
  return readSvg(svg)
    .filter(({ tag }) => tag === "text")
    .map(({ text }) => text);
}

/** Where a text stands; it must be there exactly once. */
export function placeOf(svg: string, text: string): { x: number; y: number } {
  const found = readSvg(svg).filter((element) => element.tag === "text" && element.text === text);
  if (found.length !== 1) throw new Error(`${JSON.stringify(text)} is there ${found.length} times`);
  return found[0]!;
}

/** Lines of a colour: for each unbroken piece its points, in pixels of the whole picture. */
export function linesOf(svg: string, colour: string): [x: number, y: number][][] {
  return readSvg(svg)
    .filter(({ tag, attributes }) => tag === "path" && attributes.stroke === colour && attributes.fill === undefined)
    .flatMap(({ attributes, x, y }) =>
      attributes
        .d!.split("M")
        .slice(1)
        .map((piece) =>
          piece.split("L").map((point): [number, number] => {
            const [dx, dy] = point.split(",").map(Number);
            return [x + dx!, y + dy!];
          }),
        ),
    );
}

/** Points (symbols) of a fill colour, without those of the legend, which lie above `below`. */
export function dotsOf(svg: string, colour: string, below: number): [x: number, y: number][] {
  return readSvg(svg)
    .filter(({ tag, attributes, y }) => tag === "path" && attributes.fill === colour && y > below)
    .map(({ x, y }) => [x, y]);
}

/**
 * The scale that two ticks of an axis say: from a value to pixels.
 *
 * @param values - What stands at two ticks.
 * @param along - On a logarithmic axis, the logarithm.
 * @param panel - Which of several panels above each other, from 0 on.
 */
export function scaleBy(
  svg: string,
  axis: "x" | "y",
  [a, b]: readonly [number, number],
  along: (value: number) => number = (value) => value,
  panel = 0,
): (value: number) => number {
  const anchor = axis === "x" ? "middle" : "end";
  const labels = readSvg(svg).filter(({ tag, attributes }) => tag === "text" && attributes["text-anchor"] === anchor);
  const at = (value: number): number => {
    const found = labels.filter(({ text }) => text !== "" && Number(text.replace("−", "-")) === value);
    const label = found[panel];
    if (label === undefined) throw new Error(`${value} is not among ${labels.map(({ text }) => text).join(", ")}`);
    // Labels beside a tick are written 5 pixels lower than it, for their middle to be at its height.
    return axis === "x" ? label.x : label.y - 5;
  };
  const [p, q] = [at(a), at(b)];
  return (value) => p + ((along(value) - along(a)) / (along(b) - along(a))) * (q - p);
}
