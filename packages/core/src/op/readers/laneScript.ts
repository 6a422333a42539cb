import type { Data } from "../../tensor/dtype.ts";
import { elementNodes, type LaneProgram, type LaneReduction } from "../lanes.ts";
import type { Expression } from "./expression.ts";
import { numbers } from "./numbers.ts";
import { codeOr, numberText, operationText } from "./script.ts";

/**
 * Runs a program over all lanes of a layout: `(outer, n, inner, …outs, …elements, …perLane, kept, attrs)`, one after the other. `kept` has
 * room for `n` values of each node that is kept.
 */
export type LaneLoop = (...args: readonly unknown[]) => void;

/** Loops for a program whose elements are neighbours, or apart: JavaScript that the engine compiles, or the graph interpreted. */
export function makeLaneLoop(program: LaneProgram, apart: boolean): LaneLoop {
  return codeOr(
    () => compiledLaneLoop(program, apart),
    () => interpretedLaneLoop(program, apart),
  );
}

/** What an accumulator begins with, and how it takes in a value. */
const reducers: {
  readonly [K in LaneReduction["kind"]]: {
    readonly start: number;
    readonly text: (a: string, b: string) => string;
    readonly join: (a: number, b: number) => number;
  };
} = {
  sum: { start: 0, text: (a, b) => `${a} + ${b}`, join: (a, b) => a + b },
  max: { start: -Infinity, text: (a, b) => `Math.max(${a}, ${b})`, join: Math.max },
  min: { start: Infinity, text: (a, b) => `Math.min(${a}, ${b})`, join: Math.min },
};

const eight = [0, 1, 2, 3, 4, 5, 6, 7];

/** The eight partial results of a lane as one: the same whichever of them is called the first. */
function tree<T>(parts: readonly T[], join: (a: T, b: T) => T): T {
  const pairs = [0, 1, 2, 3].map((k) => join(parts[k]!, parts[k + 4]!));
  return join(join(pairs[0]!, pairs[2]!), join(pairs[1]!, pairs[3]!));
}

/** As {@link makeLaneLoop}, from a text. @throws EvalError where that is not allowed. */
export function compiledLaneLoop(program: LaneProgram, apart: boolean): LaneLoop {
  const { elements, perLane, passes, picks, outputs, n, index, kept, level } = program;
  const names = new Map<Expression, string>();
  const at = (input: string, place: string): string =>
    `x${elements.indexOf(input)}[start + ${apart ? `${place} * inner` : place}]`;
  const keptPlace = (node: Expression, j: string): string => `kept[${kept.indexOf(node)} * n + ${j}]`;
  const uniforms = [...level.keys()].filter((node) => node.uniform).sort((a, b) => a.id - b.id);
  const results = new Set(passes.flat().map(({ result }) => result));
  names.set(n, "n");
  for (const node of uniforms) {
    if (node.operation === "constant") names.set(node, numberText(node.value));
    else if (node !== n) names.set(node, `u${node.id}`);
  }

  /** Statements for the nodes of one loop at element `j`. `done` are those whose values an earlier pass has kept. */
  const body = (roots: readonly Expression[], done: ReadonlySet<Expression>, j: string): string[] =>
    elementNodes(roots, done).flatMap((node) => {
      const name = `t${node.id}`;
      if (node === index) names.set(node, j);
      else names.set(node, name);
      if (node === index) return [];
      if (done.has(node)) return [`const ${name} = ${keptPlace(node, j)};`];
      if (node.operation === "input") return [`const ${name} = ${at(node.name, j)};`];
      const computed = `const ${name} = ${operationText(node, "real", names)};`;
      return kept.includes(node) ? [computed, `${keptPlace(node, j)} = ${name};`] : [computed];
    });

  const uniform = (after: number): string[] =>
    uniforms
      .filter((node) => level.get(node) === after && node.operation !== "constant" && node !== n && !results.has(node))
      .map((node) => {
        const pick = picks.find(({ result }) => result === node);
        if (pick !== undefined) return `const u${node.id} = ${at(pick.input.name, names.get(pick.place)!)};`;
        if (node.operation !== "uniform") return `const u${node.id} = ${operationText(node, "real", names)};`;
        const lane = perLane.indexOf(node.name);
        const text = lane < 0 ? `attrs[${JSON.stringify(node.name)}]` : `x${elements.length + lane}[lane]`;
        return `const u${node.id} = ${text};`;
      });

  const done = new Set<Expression>();
  const pass = (reductions: readonly LaneReduction[]): string[] => {
    const roots = reductions.map(({ of }) => of);
    const take = (r: number, part: string): string => {
      const { kind, of } = reductions[r]!;
      return `a${r}_${part} = ${reducers[kind].text(`a${r}_${part}`, names.get(of)!)};`;
    };
    const result = (r: number, text: string): string => `const u${reductions[r]!.result.id} = ${text};`;
    const start = (r: number, parts: readonly number[]): string =>
      `let ${parts.map((k) => `a${r}_${k} = ${numberText(reducers[reductions[r]!.kind].start)}`).join(", ")};`;
    const statements = (j: string, part: number): string[] => [
      ...body(roots, done, j),
      ...roots.map((_, r) => take(r, String(part))),
    ];
    const trees = roots.map((_, r) =>
      result(
        r,
        tree(
          eight.map((k) => `a${r}_${k}`),
          (a, b) => `(${reducers[reductions[r]!.kind].text(a, b)})`,
        ),
      ),
    );
    const block = (lines: readonly string[]): string => `{ ${lines.join(" ")} }`;
    let lines: string[];
    if (apart)
      lines = [
        ...roots.map((_, r) => start(r, [0])),
        `for (let j = 0; j < n; j++) ${block(statements("j", 0))}`,
        ...roots.map((_, r) => result(r, `a${r}_0`)),
      ];
    else if (elementNodes(roots, done).length > 4)
      // One body, whose partial results move on by one place: where much is computed that costs nothing.
      lines = [
        ...roots.map((_, r) => start(r, eight)),
        `for (let j = 0; j < n; j++) ${block([
          ...body(roots, done, "j"),
          ...roots.map((root, r) => {
            const moved = eight.slice(0, 7).map((k) => `a${r}_${k} = a${r}_${k + 1};`);
            const next = reducers[reductions[r]!.kind].text(`a${r}_0`, names.get(root)!);
            return block([`const next = ${next};`, ...moved, `a${r}_7 = next;`]);
          }),
        ])}`,
        ...trees,
      ];
    else
      lines = [
        ...roots.map((_, r) => start(r, eight)),
        "let j = 0;",
        `for (; j + 8 <= n; j += 8) ${block(eight.map((k) => block(statements(k === 0 ? "j" : `(j + ${k})`, k))))}`,
        `rest: ${block(
          eight.slice(0, 7).flatMap((k) => [`if (j >= n) break rest;`, block(statements("j", k)), "j++;"]),
        )}`,
        ...trees,
      ];
    for (const node of elementNodes(roots, done)) if (kept.includes(node)) done.add(node);
    // Results are seen by what follows, the rest is not.
    const declared = reductions.map(({ result: { id } }) => `u${id}`);
    return [`let ${declared.join(", ")};`, block(lines.map((line) => line.replace(/^const (u\d+) =/, "$1 =")))];
  };

  const each = outputs.filter((output) => !output.uniform);
  const lines = [
    ...uniform(0),
    ...passes.flatMap((reductions, k) => [...pass(reductions), ...uniform(k + 1)]),
    ...outputs.flatMap((output, k) => (output.uniform ? [`y${k}[lane] = ${names.get(output)!};`] : [])),
  ];
  if (each.length > 0)
    lines.push(
      `for (let j = 0; j < n; j++) {`,
      ...body(each, done, "j"),
      ...outputs.flatMap((output, k) =>
        output.uniform ? [] : [`y${k}[start + ${apart ? "j * inner" : "j"}] = ${names.get(output)!};`],
      ),
      "}",
    );
  const parameters = [
    ...["outer", "n", "inner"],
    ...outputs.map((_, k) => `y${k}`),
    ...[...elements, ...perLane].map((_, k) => `x${k}`),
    ...["kept", "attrs"],
  ];
  const source = `return (${parameters.join(", ")}) => {
  for (let o = 0, lane = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++, lane++) {
      const start = o * n * inner + i;
      ${lines.join("\n      ")}
    }
  }
};`;
  // The text holds numbers, names made here, and attribute names as JSON strings: nothing a caller wrote is run.
  return new Function("numbers", source)(numbers) as LaneLoop;
}

type Operate = (...operands: readonly unknown[]) => unknown;

/** As {@link makeLaneLoop}, without making code. */
export function interpretedLaneLoop(program: LaneProgram, apart: boolean): LaneLoop {
  const { elements, perLane, passes, picks, outputs, n: length, index, level } = program;
  const algebra = numbers as unknown as Record<string, Operate>;
  const uniforms = [...level.keys()].filter((node) => node.uniform).sort((a, b) => a.id - b.id);
  const loops = passes.map((reductions) =>
    elementNodes(
      reductions.map(({ of }) => of),
      new Set(),
    ),
  );
  const last = elementNodes(outputs, new Set());
  const results = new Set(passes.flat().map(({ result }) => result));
  return (...args) => {
    const [outer, n, inner] = args as [number, number, number];
    const outs = args.slice(3, 3 + outputs.length) as Data[];
    const inputs = args.slice(3 + outputs.length) as Data[];
    const attrs = args.at(-1) as { readonly [name: string]: number };
    const values = new Map<Expression, unknown>();
    const compute = ({ operation, operands }: Expression): unknown =>
      algebra[operation]!(...operands.map((operand) => values.get(operand)));
    for (let lane = 0; lane < outer * inner; lane++) {
      const start = Math.floor(lane / inner) * n * inner + (lane % inner);
      const element = (name: string, j: number): number => inputs[elements.indexOf(name)]![start + j * inner]!;
      const uniform = (after: number): void => {
        for (const node of uniforms) {
          if (level.get(node) !== after || results.has(node)) continue;
          const pick = picks.find(({ result }) => result === node);
          const own = perLane.indexOf(node.name);
          if (pick !== undefined) values.set(node, element(pick.input.name, values.get(pick.place) as number));
          else if (node === length) values.set(node, n);
          else if (node.operation === "constant") values.set(node, node.value);
          else if (node.operation !== "uniform") values.set(node, compute(node));
          else values.set(node, own < 0 ? attrs[node.name] : inputs[elements.length + own]![lane]);
        }
      };
      const elementsAt = (nodes: readonly Expression[], j: number): void => {
        for (const node of nodes) {
          if (node === index) values.set(node, j);
          else values.set(node, node.operation === "input" ? element(node.name, j) : compute(node));
        }
      };
      uniform(0);
      passes.forEach((reductions, k) => {
        const parts = reductions.map(({ kind }) => eight.map(() => reducers[kind].start));
        for (let j = 0; j < n; j++) {
          elementsAt(loops[k]!, j);
          reductions.forEach(({ kind, of }, r) => {
            const part = apart ? 0 : j % 8;
            parts[r]![part] = reducers[kind].join(parts[r]![part]!, values.get(of) as number);
          });
        }
        reductions.forEach(({ kind, result }, r) => {
          values.set(result, apart ? parts[r]![0] : tree(parts[r]!, reducers[kind].join));
        });
        uniform(k + 1);
      });
      outputs.forEach((output, k) => {
        if (output.uniform) outs[k]![lane] = values.get(output) as number;
      });
      for (let j = 0; j < n && last.length > 0; j++) {
        elementsAt(last, j);
        outputs.forEach((output, k) => {
          if (!output.uniform) outs[k]![start + j * inner] = values.get(output) as number;
        });
      }
    }
  };
}
