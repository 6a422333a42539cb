import { parameter, record, type Tape, type Tensor, tensor } from "@tapegrad/core";
import { toDot, toJson, toMermaid } from "@tapegrad/inspect";
import { Dense, Module, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { forGeneratedPrograms } from "./generated.ts";
import { thrownBy } from "./thrownBy.ts";

const model = new Sequential(new Dense(2, 3, { activation: "relu" }), new Dense(3, 1));

function trainingStep(): { readonly loss: Tensor; readonly tape: Tape } {
  const optimizer = new SGD(model.parameters());
  const { value, tape } = record(() => {
    const loss: Tensor = model
      .forward(tensor([[1, -2]], { name: "x" }))
      .square()
      .sum()
      .named("loss");
    loss.backward();
    optimizer.step();
    return loss;
  });
  return { loss: value, tape };
}

/** What a drawing has: which boxes, in how many frames, and from where to where its edges go. */
interface Drawn {
  readonly boxes: readonly string[];
  readonly labels: readonly string[];
  readonly frames: number;
  readonly edges: readonly (readonly [string, string])[];
}

const text = /"(?:[^"\\]|\\.)*"/;

/** Reads DOT as far as it is written here, one statement a line, and refuses everything else. */
function readDot(dot: string): Drawn {
  const [boxes, labels, edges]: [string[], string[], (readonly [string, string])[]] = [[], [], []];
  let [open, frames] = [0, 0];
  const attribute = String.raw`[a-z]+=(?:${text.source}|\w+)`;
  const statements: readonly (readonly [RegExp, (...parts: readonly string[]) => void])[] = [
    [/^digraph tape \{$/, () => open++],
    [/^subgraph cluster_\w+ \{$/, () => void [open++, frames++]],
    [/^\}$/, () => open--],
    [new RegExp(`^(?:label|rankdir)=(?:${text.source}|TB|LR);$`), () => {}],
    [new RegExp(`^(?:node|edge|graph) \\[${attribute}(?:, ${attribute})*\\];$`), () => {}],
    [
      new RegExp(`^(\\w+) \\[label=(${text.source})(?:, ${attribute})*\\];$`),
      (id, label) => void [boxes.push(id!), labels.push(label!)],
    ],
    [
      new RegExp(`^(\\w+) -> (\\w+)(?: \\[${attribute}(?:, ${attribute})*\\])?;$`),
      (from, to) => void edges.push([from!, to!]),
    ],
  ];
  read(dot, statements);
  expect(open).toBe(0);
  return { boxes, labels, frames, edges };
}

/** Reads a Mermaid flowchart as far as it is written here, and refuses everything else. */
function readMermaid(flowchart: string): Drawn {
  const [boxes, labels, edges]: [string[], string[], (readonly [string, string])[]] = [[], [], []];
  let [open, frames] = [0, 0];
  // In a label nothing but letters, what is harmless, entities by number and line breaks.
  const label = String.raw`"(?:[\p{L}\p{M}\p{N} ,.:=←−[\]]|#\d+;|<br\/>)*"`;
  const shapes = String.raw`\(\[(${label})\]\)|\{\{(${label})\}\}|\[(${label})\]|\(\(\((${label})\)\)\)|\[\/(${label})\/\]|\[\[(${label})\]\]`;
  const statements: readonly (readonly [RegExp, (...parts: readonly string[]) => void])[] = [
    [/^flowchart (?:TB|LR)$/, () => {}],
    [new RegExp(`^subgraph \\w+\\[${label}\\]$`, "u"), () => void [open++, frames++]],
    [/^end$/, () => open--],
    [
      new RegExp(`^(\\w+)(?:${shapes})$`, "u"),
      (id, ...found) => void [boxes.push(id!), labels.push(found.find((one) => one !== undefined)!)],
    ],
    [new RegExp(`^(\\w+) (?:-->|-\\.->)(?:\\|${label}\\|)? (\\w+)$`, "u"), (from, to) => void edges.push([from!, to!])],
  ];
  read(flowchart, statements);
  expect(open).toBe(0);
  return { boxes, labels, frames, edges };
}

function read(source: string, statements: readonly (readonly [RegExp, (...parts: readonly string[]) => void])[]): void {
  for (const line of source
    .trimEnd()
    .split("\n")
    .map((each) => each.trim())) {
    const found = statements.map(([pattern, take]) => [pattern.exec(line), take] as const).find(([match]) => match);
    if (found === undefined) throw new Error(`not understood: ${line}`);
    const [match, take] = found;
    take(...match!.slice(1));
  }
}

/** Every box has its own id, and every edge leads from a box to a box that is not above it. */
function checkEdges({ boxes, edges }: Drawn): void {
  expect(new Set(boxes).size).toBe(boxes.length);
  for (const [from, to] of edges) {
    expect(boxes).toContain(from);
    expect(boxes.indexOf(to)).toBeGreaterThan(boxes.indexOf(from));
  }
}

describe("generated programs", () => {
  test("are drawn with a box for every node and leaf, and an edge for every operand that is no constant", () => {
    forGeneratedPrograms(100, ({ tape, loss }) => {
      const { tensors, nodes } = toJson(tape);
      const constants = new Set(tensors.filter(({ kind }) => kind === "constant").map(({ name }) => name));
      const made = new Set(nodes.flatMap(({ outputs }) => outputs));
      const leaves = tensors.filter(({ name, kind }) => kind !== "constant" && !made.has(name));
      const operands = nodes.flatMap(({ inputs }) => inputs.filter(({ tensor }) => !constants.has(tensor)));
      for (const drawn of [readDot(toDot(tape, { fold: [] })), readMermaid(toMermaid(tape, { fold: [] }))]) {
        expect(drawn.boxes).toHaveLength(nodes.length + leaves.length);
        expect(drawn.edges).toHaveLength(operands.length);
        checkEdges(drawn);
      }
      checkEdges(readDot(toDot(loss)));
    });
  }, 300_000);
});

describe("toDot", () => {
  test("draws a model: leaves and results by shape, Modules as frames", () => {
    expect(toDot(trainingStep().loss).split("\n").slice(5)).toEqual([
      '  x1 [label="x: float32[1, 2]", shape=ellipse, fillcolor="#dceefb"];',
      "  subgraph cluster_c6 {",
      '    label="layers.0";',
      '    x2 [label="layers.0.kernel: float32[2, 3]", shape=hexagon, fillcolor="#fdeccd"];',
      '    x3 [label="layers.0.bias: float32[3]", shape=hexagon, fillcolor="#fdeccd"];',
      '    n4 [label="affine\\nt1: float32[1, 3]", shape=box];',
      '    n5 [label="relu\\nt2: float32[1, 3]", shape=box];',
      "  }",
      "  subgraph cluster_c10 {",
      '    label="layers.1";',
      '    x7 [label="layers.1.kernel: float32[3, 1]", shape=hexagon, fillcolor="#fdeccd"];',
      '    x8 [label="layers.1.bias: float32[1]", shape=hexagon, fillcolor="#fdeccd"];',
      '    n9 [label="affine\\nt3: float32[1, 1]", shape=box];',
      "  }",
      '  n11 [label="square\\nt4: float32[1, 1]", shape=box];',
      '  n12 [label="sum\\naxes = [0, 1]\\nloss: float32[]", shape=doubleoctagon, fillcolor="#fbdede"];',
      '  x1 -> n4 [label="x"];',
      '  x2 -> n4 [label="weight"];',
      '  x3 -> n4 [label="bias"];',
      "  n4 -> n5;",
      '  n5 -> n9 [label="x"];',
      '  x7 -> n9 [label="weight"];',
      '  x8 -> n9 [label="bias"];',
      "  n9 -> n11;",
      "  n11 -> n12;",
      "}",
      "",
    ]);
  });

  test("draws the backward pass and the updates in frames of their own, with dashed edges to them", () => {
    const dot = toDot(trainingStep().tape);
    const { frames, labels } = readDot(dot);
    expect(frames).toBe(8);
    expect(dot).toContain('label="backward pass of loss";');
    expect(dot).toContain('label="updates";');
    expect(labels).toContain('"sgdUpdate\\nlayers.0.kernel ←"');
    const dashed = dot.split("\n").filter((line) => line.includes("style=dashed"));
    expect(dashed.filter((line) => line.includes('"gradient"'))).toHaveLength(4);
    expect(dashed.filter((line) => line.includes('"theta"'))).toHaveLength(4);
  });

  test("writes labels that Graphviz shows as they are", () => {
    const dot = toDot(tensor([1], { requiresGrad: true, name: '<b>"q"</b> \\N &lt; \n}' }).neg().named("y"));
    expect(dot).toContain(String.raw`[label="\"<b>\\\"q\\\"</b> \\\\N &amp;lt; \\n}\": float32[1]", shape=ellipse`);
    readDot(dot);
  });

  test("a folded Module is one box, from which its results go", () => {
    const { tape } = trainingStep();
    const dot = toDot(tape, { fold: ["layers.0"], direction: "right" });
    checkEdges(readDot(dot));
    expect(dot).toContain("  rankdir=LR;");
    expect(dot).toContain(
      '[label="layers.0\\n2 nodes, 9 values in parameters\\nt2: float32[1, 3]", shape=tab, fillcolor="#e6f4e6"];',
    );
    expect(dot).not.toContain("layers.0.kernel");
    expect(readDot(toDot(tape, { fold: 1 })).boxes.length).toBeLessThan(readDot(dot).boxes.length);
  });

  test("one edge leads into a folded Module for each tensor it reads, however often", () => {
    class Twice extends Module {
      forward(x: Tensor): Tensor {
        return x.tanh().mul(x).add(x);
      }
    }
    const module = new Sequential(new Twice());
    const { tape } = record(() => module.forward(tensor([1], { name: "x" })));
    expect(readDot(toDot(tape, { fold: ["layers.0"] })).edges).toHaveLength(1);
    expect(readDot(toDot(tape, { fold: [] })).edges).toHaveLength(5);
  });

  test("one edge leads from a folded Module to another for all that no one else sees", () => {
    const tanh = { activation: "tanh" } as const;
    const inner = new Sequential(new Sequential(new Dense(2, 2, tanh), new Dense(2, 2, tanh)));
    const { tape } = record(() =>
      inner
        .forward(tensor([[1, 2]], { name: "x" }))
        .sum()
        .backward(),
    );
    const { edges, boxes } = readDot(toDot(tape, { fold: ["layers.0"] }));
    const [x, forward, loss, begin, backward] = boxes;
    expect(edges).toEqual([
      [x, forward],
      [forward, loss],
      [begin, backward],
      [forward, backward],
      [x, backward],
    ]);
  });

  test("names an operand on its edge where the order matters", () => {
    const [a, b] = [tensor([1], { name: "p" }), tensor([2], { name: "q" })];
    const { tape } = record(() => a.sub(b).mul(b));
    expect(toDot(tape).split("\n").slice(-6, -2)).toEqual([
      '  x1 -> n3 [label="a"];',
      '  x2 -> n3 [label="b"];',
      "  n3 -> n4;",
      "  x2 -> n4;",
    ]);
  });

  test("many boxes fold by themselves", () => {
    const deep = new Sequential(
      ...Array.from({ length: 20 }, () => new Sequential(new Dense(2, 2, { activation: "tanh" }), new Dense(2, 2))),
    );
    const { value: loss } = record(() => deep.forward(tensor([[1, 2]], { name: "x" })));
    expect(readDot(toDot(loss, { fold: [] })).boxes).toHaveLength(1 + 20 * 7);
    expect(readDot(toDot(loss)).boxes).toHaveLength(1 + 20 * 2);
    expect(readDot(toDot(loss, { fold: 30 })).boxes).toHaveLength(1 + 20);
    expect(readMermaid(toMermaid(loss)).boxes).toHaveLength(1 + 20 * 2);
  });
});

describe("toMermaid", () => {
  test("draws a model: leaves and results by shape, Modules as frames", () => {
    expect(toMermaid(trainingStep().loss).split("\n")).toEqual([
      "flowchart TB",
      '  x1(["x: float32[1, 2]"])',
      '  subgraph c6["layers.0"]',
      '    x2{{"layers.0.kernel: float32[2, 3]"}}',
      '    x3{{"layers.0.bias: float32[3]"}}',
      '    n4["affine<br/>t1: float32[1, 3]"]',
      '    n5["relu<br/>t2: float32[1, 3]"]',
      "  end",
      '  subgraph c10["layers.1"]',
      '    x7{{"layers.1.kernel: float32[3, 1]"}}',
      '    x8{{"layers.1.bias: float32[1]"}}',
      '    n9["affine<br/>t3: float32[1, 1]"]',
      "  end",
      '  n11["square<br/>t4: float32[1, 1]"]',
      '  n12((("sum<br/>axes = [0, 1]<br/>loss: float32[]")))',
      '  x1 -->|"x"| n4',
      '  x2 -->|"weight"| n4',
      '  x3 -->|"bias"| n4',
      "  n4 --> n5",
      '  n5 -->|"x"| n9',
      '  x7 -->|"weight"| n9',
      '  x8 -->|"bias"| n9',
      "  n9 --> n11",
      "  n11 --> n12",
      "",
    ]);
  });

  test("writes by its number what means something to Mermaid, Markdown or HTML", () => {
    const flowchart = toMermaid(
      tensor([1], { requiresGrad: true, name: '<img src=x onerror=alert(1)> 1. `*_#;"' }).neg(),
    );
    readMermaid(flowchart);
    expect(flowchart.split("\n")[1]).toBe(
      '  x1(["#34;#60;img src=x onerror=alert#40;1#41;#62; 1#46; #96;#42;#95;#35;#59;#92;#34;#34;: float32[1]"])',
    );
  });

  test("says which of several results an edge carries", () => {
    const { value, tape } = record(() => {
      const [a, b] = tensor([1, 2, 3], { name: "x" }).split([1, 2]) as readonly Tensor[];
      return a!.named("a").sub(b!.named("b"));
    });
    expect(value.shape).toEqual([2]);
    expect(toMermaid(tape).split("\n").slice(-4)).toEqual([
      "  x1 --> n2",
      '  n2 -->|"a as a"| n3',
      '  n2 -->|"b as b"| n3',
      "",
    ]);
  });

  test("refuses what Mermaid does not draw", () => {
    const chain = (length: number, name: string): Tensor => {
      let x: Tensor = parameter(1, { name: "w" });
      for (let i = 0; i < length; i++) x = x.neg().named(`${name}${i}`);
      return x;
    };
    const message = (received: string): string =>
      "TapegradError: toMermaid: the drawing must have at most 500 edges and 50000 characters, which is what Mermaid draws, " +
      `got ${received}. Fold Modules with { fold }, draw a part of the program, or use toDot.`;
    expect(readMermaid(toMermaid(chain(500, "x"))).edges).toHaveLength(500);
    expect(thrownBy(() => toMermaid(chain(501, "x")))).toBe(message("501 edges"));
    expect(thrownBy(() => toMermaid(chain(100, "x".repeat(500))))).toMatch(/got 5\d{4} characters\. Fold Modules/);
    expect(readDot(toDot(chain(501, "x"))).edges).toHaveLength(501);
  });
});

describe("both refuse", () => {
  test("a tape that a backward pass let go of, and what is no tape", () => {
    const loss = parameter([1, 2]).square().sum();
    loss.backward();
    for (const [name, draw] of [
      ["toDot", toDot],
      ["toMermaid", toMermaid],
    ] as const) {
      expect(thrownBy(() => draw(loss))).toBe(
        `GradientError: ${name}: the tape must still be there, got one that a backward pass through sum let go of. ` +
          "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
      );
      // @ts-expect-error: no tape
      expect(thrownBy(() => draw(null))).toBe(
        `TapegradError: ${name}: its argument must be a tape or a tensor, got null. ` +
          "Pass the tape of record(fn), or a tensor that was computed.",
      );
    }
  });

  test("options they do not know", () => {
    const x = tensor([1]);
    // @ts-expect-error: of toText
    expect(thrownBy(() => toDot(x, { values: true }))).toBe(
      "DomainError: toDot: options must be among direction, fold, got values.",
    );
    // @ts-expect-error: no direction
    expect(thrownBy(() => toMermaid(x, { direction: "up" }))).toBe(
      'DomainError: toMermaid: direction must be one of "down", "right", got "up".',
    );
    expect(thrownBy(() => toDot(x, { fold: ["a"] }))).toBe(
      'DomainError: toDot: fold must name Modules of the program, got "a". It has none.',
    );
  });
});
