import { parameter, record, type Tape, type Tensor, tensor } from "@tapegrad/core";
import {
  backwardSteps,
  contour,
  decisionRegions,
  explain,
  firstNonFinite,
  functionPlot,
  gradientFlow,
  networkDiagram,
  scalarGraph,
  toHtml,
  toJson,
  toLatex,
  toText,
  toWorksheet,
  unitActivations,
  watch,
} from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { expect, test } from "vitest";

const model = new Sequential(new Dense(2, 3, { activation: "tanh" }), new Dense(3, 1));

/** Everything that looks at a loss, or runs a function to show it. */
const looks: { readonly [name: string]: (loss: Tensor) => unknown } = {
  explain,
  toLatex,
  toText: (loss) => toText(loss, { values: true, gradients: true }),
  toJson,
  toHtml,
  toWorksheet: (loss) => toWorksheet(loss, { variant: 2 }),
  scalarGraph,
  firstNonFinite,
  "firstNonFinite of a derivative": (loss) => firstNonFinite(loss.sub(loss).sqrt()),
  backwardSteps: (loss) => [...backwardSteps(loss)].map(({ local }) => local),
  gradientFlow: () => gradientFlow(model, () => (model.forward(tensor([[1, 2]])) as Tensor).sum()),
  functionPlot: () => functionPlot({ f: (x) => x.tanh() }, { range: [0, 1], samples: 16 }),
  contour: () =>
    contour((x: Tensor) => x.square().sum(), { x: { range: [0, 1] }, y: { range: [0, 1] }, resolution: 10 }),
  decisionRegions: () =>
    decisionRegions((x: Tensor) => (model.forward(x) as Tensor).sigmoid(), {
      x: { range: [0, 1] },
      y: { range: [0, 1] },
      resolution: 10,
    }),
  unitActivations: () =>
    unitActivations((x: Tensor) => model.layers[0]!.forward(x) as Tensor, {
      x: { range: [0, 1] },
      y: { range: [0, 1] },
      resolution: 10,
    }),
  networkDiagram: () => networkDiagram(model, { input: [0.5, 1], loss: (y) => y.sum() }),
};

for (const [name, look] of Object.entries(looks))
  test(`${name} leaves no trace on a tape that is being recorded`, () => {
    const x = tensor([1, 2], { requiresGrad: true, name: "x" });
    const program = (isLookedAt: boolean): Tape =>
      record(() => {
        const loss = x.square().sum().named("L");
        if (isLookedAt) look(loss);
      }).tape;
    const extra = name === "firstNonFinite of a derivative" ? 2 : 0; // the two ops of the program itself
    expect(program(true).nodes).toHaveLength(2 + extra);
    expect(program(true).losses).toHaveLength(0);
  });

test("a watcher leaves none either", () => {
  const optimizer = new SGD(model.parameters());
  const { tape } = record(() => {
    const watcher = watch(model, optimizer, { every: 1 });
    const loss = (model.forward(tensor([[1, 2]])) as Tensor).sum();
    loss.backward();
    optimizer.step();
    watcher.record(loss);
  });
  expect(tape.losses).toHaveLength(1);
  expect(tape.nodes.at(-1)?.op.name).toBe("sgdUpdate");
});

test("a value and its derivative are of one time, also where a Parameter was overwritten in between", () => {
  const w = parameter([1, 2], { name: "w" });
  const optimizer = new SGD([w], { learningRate: 0.1 });
  const { tape } = record(() => {
    for (let step = 0; step < 2; step++) {
      optimizer.zeroGrad();
      w.square().sum().backward();
      optimizer.step();
    }
  });
  // After the first step w is [1, 2] − 0.1 · [2, 4] = [0.8, 1.6], and the derivative there 2w.
  const entry = toJson(tape).tensors.find(({ name }) => name === "w")!;
  expect(entry.value.values!.map((value) => Number(Number(value).toFixed(6)))).toEqual([0.8, 1.6]);
  expect(entry.cotangent!.values!.map((value) => Number(Number(value).toFixed(6)))).toEqual([1.6, 3.2]);
  expect(toText(tape, { values: true, gradients: true })).toContain("[0.8, 1.6]");
});
