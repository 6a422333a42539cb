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

/** How many columns are walked at a time, where little is computed: 100×50 takes 2 µs then instead of 11. */
const columns = 8;
/** In a loop with more operations than this, additions that wait for each other cost nothing, and copies of it much. */
const fewNodes = 4;

/** As {@link makeLaneLoop}, from a text. @throws EvalError where that is not allowed. */
export function compiledLaneLoop(program: LaneProgram, apart: boolean): LaneLoop {
  const { elements, perLane, outputs } = program;
  const one = laneText(program, apart, 1);
  const several = apart && program.exact ? laneText(program, apart, columns) : null;
  const lanes = (width: number, text: string): string =>
    `for (; i + ${width} <= inner; i += ${width}, lane += ${width}) { const start = o * n * inner + i; ${text} }`;
  const parameters = [
    ...["outer", "n", "inner"],
    ...outputs.map((_, k) => `y${k}`),
    ...[...elements, ...perLane].map((_, k) => `x${k}`),
    ...["kept", "attrs"],
  ];
  const source = `return (${parameters.join(", ")}) => {
  for (let o = 0, lane = 0; o < outer; o++) {
    let i = 0;
    ${several === null ? "" : lanes(columns, several)}
    ${lanes(1, one)}
  }
};`;
  // The text holds numbers, names made here, and attribute names as JSON strings: nothing a caller wrote is run.
  return new Function("numbers", source)(numbers) as LaneLoop;
}

/** Statements for so many lanes beside each other, which begin at `start`; the first is the `lane`-th. */
function laneText(program: LaneProgram, apart: boolean, width: number): string {
  const { elements, perLane, passes, picks, outputs, n, index, kept, level } = program;
  const beside = Array.from({ length: width }, (_, c) => c);
  // What nodes are called in each of the lanes.
  const names = beside.map(() => new Map<Expression, string>());
  const place = (j: string, c: number): string => `start + ${apart ? `${j} * inner + ${c}` : j}`;
  const at = (input: string, j: string, c: number): string => `x${elements.indexOf(input)}[${place(j, c)}]`;
  const keptPlace = (node: Expression, j: string): string => `kept[${kept.indexOf(node)} * n + ${j}]`;
  const uniforms = [...level.keys()].filter((node) => node.uniform).sort((a, b) => a.id - b.id);
  const results = new Set(passes.flat().map(({ result }) => result));
  for (const c of beside) {
    for (const node of uniforms)
      names[c]!.set(
        node,
        node.operation === "constant" ? numberText(node.value) : node === n ? "n" : `u${node.id}_${c}`,
      );
  }

  /** Statements that compute the uniform nodes which need so many passes. */
  const uniform = (after: number): string[] =>
    uniforms
      .filter((node) => level.get(node) === after && node.operation !== "constant" && node !== n && !results.has(node))
      .flatMap((node) =>
        beside.map((c) => {
          const text = (): string => {
            const pick = picks.find(({ result }) => result === node);
            if (pick !== undefined) return at(pick.input.name, names[c]!.get(pick.place)!, c);
            if (node.operation !== "uniform") return operationText(node, "real", names[c]!);
            const own = perLane.indexOf(node.name);
            return own < 0 ? `attrs[${JSON.stringify(node.name)}]` : `x${elements.length + own}[lane + ${c}]`;
          };
          return `const ${names[c]!.get(node)} = ${text()};`;
        }),
      );

  const done = new Set<Expression>();
  /** Statements for the nodes of one loop at element `j`. What an earlier pass has kept is read. */
  const body = (roots: readonly Expression[], j: string, c: number): string[] =>
    elementNodes(roots, done).flatMap((node) => {
      const name = node === index ? j : `t${node.id}_${c}`;
      names[c]!.set(node, name);
      if (node === index) return [];
      if (done.has(node)) return [`const ${name} = ${keptPlace(node, j)};`];
      if (node.operation === "input") return [`const ${name} = ${at(node.name, j, c)};`];
      const computed = `const ${name} = ${operationText(node, "real", names[c]!)};`;
      return kept.includes(node) ? [computed, `${keptPlace(node, j)} = ${name};`] : [computed];
    });

  /** Statements that take one element into accumulators `a<reduction>_<part>`. */
  const take = (reductions: readonly LaneReduction[], j: string, c: number, part: number): string[] => [
    ...body(
      reductions.map(({ of }) => of),
      j,
      c,
    ),
    ...reductions.map(({ kind, of }, r) => {
      const name = `a${r}_${part}`;
      return `${name} = ${reducers[kind].text(name, names[c]!.get(of)!)};`;
    }),
  ];

  const loopOf = (reductions: readonly LaneReduction[]): string[] => {
    if (apart) return [`for (let j = 0; j < n; j++) ${block(beside.flatMap((c) => take(reductions, "j", c, c)))}`];
    if (
      elementNodes(
        reductions.map(({ of }) => of),
        done,
      ).length > fewNodes
    )
      // One copy, whose partial results move on by one place.
      return [
        `for (let j = 0; j < n; j++) ${block([
          ...take(reductions, "j", 0, 0),
          ...reductions.map((_, r) => `${block([`const first = a${r}_0;`, ...moved(r), `a${r}_7 = first;`])}`),
        ])}`,
      ];
    return [
      "let j = 0;",
      `for (; j + 8 <= n; j += 8) ${block(eight.map((k) => block(take(reductions, `(j + ${k})`, 0, k))))}`,
      `rest: ${block(
        eight.slice(0, 7).flatMap((k) => ["if (j >= n) break rest;", block(take(reductions, "j", 0, k)), "j++;"]),
      )}`,
    ];
  };

  const pass = (reductions: readonly LaneReduction[]): string[] => {
    const parts = apart ? beside : eight;
    const declared = reductions.map(({ kind }, r) =>
      parts.map((k) => `a${r}_${k} = ${numberText(reducers[kind].start)}`).join(", "),
    );
    const found = reductions.flatMap(({ kind, result }, r) =>
      beside.map((c) => {
        const joined = tree(
          eight.map((k) => `a${r}_${k}`),
          (a, b) => `(${reducers[kind].text(a, b)})`,
        );
        return `${names[c]!.get(result)} = ${apart ? `a${r}_${c}` : joined};`;
      }),
    );
    // Results are seen by what follows, the rest is not.
    const lines = [
      `let ${reductions.flatMap(({ result }) => beside.map((c) => names[c]!.get(result))).join(", ")};`,
      block([`let ${declared.join(", ")};`, ...loopOf(reductions), ...found]),
    ];
    for (const node of elementNodes(
      reductions.map(({ of }) => of),
      done,
    ))
      if (kept.includes(node)) done.add(node);
    return lines;
  };

  const stores = (each: boolean, c: number, to: string): string[] =>
    outputs.flatMap((output, k) => (output.uniform === each ? [] : [`y${k}[${to}] = ${names[c]!.get(output)};`]));
  const lines = [...uniform(0), ...passes.flatMap((reductions, k) => [...pass(reductions), ...uniform(k + 1)])];
  lines.push(...beside.flatMap((c) => stores(false, c, `lane + ${c}`)));
  const each = outputs.filter((output) => !output.uniform);
  if (each.length > 0)
    lines.push(
      `for (let j = 0; j < n; j++) ${block(beside.flatMap((c) => [...body(each, "j", c), ...stores(true, c, place("j", c))]))}`,
    );
  return lines.join("\n");
}

function block(lines: readonly string[]): string {
  return `{ ${lines.join(" ")} }`;
}

/** The partial results of a reduction, each in the place of the one before it. */
function moved(r: number): string[] {
  return eight.slice(0, 7).map((k) => `a${r}_${k} = a${r}_${k + 1};`);
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
