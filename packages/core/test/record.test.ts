import {
  grad,
  inModule,
  jit,
  type Node,
  noGrad,
  parameter,
  record,
  recordProgram,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const names = (nodes: readonly Node[]): string[] => nodes.map((node) => node.op.name);

describe("noGrad", () => {
  test("computes the same values and requires no gradient", () => {
    const w = parameter([1, 2]);
    const y = noGrad(() => w.mul(2).sum());
    expect([y.item(), y.requiresGrad, y.node]).toEqual([6, false, null]);
    expect(w.requiresGrad).toBe(true);
  });

  test("ends with its callback, nested or thrown out of", () => {
    const w = parameter([1, 2]);
    noGrad(() => {
      noGrad(() => w.mul(2));
      expect(w.mul(2).requiresGrad).toBe(false);
    });
    expect(w.mul(2).requiresGrad).toBe(true);
    expect(thrownBy(() => noGrad(() => w.as([3])))).toBe("ShapeError: as: shape must be [3], got [2].");
    expect(w.mul(2).requiresGrad).toBe(true);
  });

  test("returns whatever the callback returns", () => {
    expect(noGrad(() => 7)).toBe(7);
    expect(noGrad(() => undefined)).toBeUndefined();
    expect(noGrad(() => null)).toBeNull();
  });

  test("refuses an async callback, and recording is as before", async () => {
    const text =
      "GradientError: noGrad: the callback must be synchronous, got one that returns a Promise. " +
      "Await first, then call noGrad.";
    const w = parameter([1]);
    expect(thrownBy(() => noGrad(async () => w.mul(2)))).toBe(text);
    // One that fails later must not end the program with an unhandled rejection.
    expect(thrownBy(() => noGrad(() => Promise.reject(new Error("later"))))).toBe(text);
    // biome-ignore lint/suspicious/noThenProperty: what only looks like a Promise is refused as well.
    expect(thrownBy(() => noGrad(() => ({ then: () => {} })))).toBe(text);
    expect(w.mul(2).requiresGrad).toBe(true);
    await Promise.resolve();
    expect(w.mul(2).requiresGrad).toBe(true);
  });
});

describe("record", () => {
  test("writes down every op in order, differentiable or not, with its inputs and outputs", () => {
    const x = tensor([1, -2]);
    const { value, tape } = record(() => x.mul(3).cast("int32").cast("bool").sum());
    expect(value.item()).toBe(2);
    expect(names(tape.nodes)).toEqual(["mul", "cast", "cast", "sum"]);
    const ids = tape.nodes.map((node) => node.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(tape.nodes[0]?.inputs[0]).toBe(x);
    expect(tape.nodes[1]?.inputs[0]).toBe(tape.nodes[0]?.outputs[0]);
    expect(tape.nodes[3]?.outputs[0]).toBe(value);
    expect(value.requiresGrad).toBe(false);
  });

  test("has no effect on values, on what requires a gradient, or on gradients", () => {
    const run = (w: Tensor): Tensor =>
      w
        .mul(tensor([3, 4]))
        .tanh()
        .sum();
    const [plain, recorded] = [parameter([0.1, 0.2]), parameter([0.1, 0.2])];
    const y = run(plain);
    const { value } = record(() => run(recorded));
    expect(value.item()).toBe(y.item());
    expect(value.requiresGrad).toBe(true);
    y.backward();
    value.backward();
    expect(recorded.grad?.toArray()).toEqual(plain.grad?.toArray());
    expect(record(() => noGrad(() => run(plain))).value.requiresGrad).toBe(false);
  });

  test("sees what a backward pass and a gradient compute, and what is assigned", () => {
    const w = parameter([1, 2]);
    const { tape } = record(() => {
      w.square().sum().backward();
      w.assign(noGrad(() => w.sub(w.grad!)));
    });
    const ops = names(tape.nodes);
    expect(ops.slice(0, 2)).toEqual(["square", "sum"]);
    expect(ops.slice(-2)).toEqual(["sub", "assign"]);
    expect(ops.length).toBeGreaterThan(4);
    expect(names(record(() => grad((x: Tensor) => x.tanh().sum())(tensor([1]))).tape.nodes)).toContain("tanh");
  });

  test("keeps what it recorded readable after a backward pass within it", () => {
    const w = parameter([1, 2]);
    const { tape } = record(() => w.square().sum().backward());
    expect(tape.nodes[0]?.inputs[0]).toBe(w);
    expect(tape.nodes[0]?.isReleased).toBe(false);
  });

  test("nested, the inner tape has its own part and the outer one everything, even if the inner callback throws", () => {
    const x = tensor([1]);
    let inner: readonly Node[] = [];
    const { tape } = record(() => {
      x.neg();
      inner = record(() => x.mul(2)).tape.nodes;
      thrownBy(() =>
        record(() => {
          x.square();
          throw new Error("inside");
        }),
      );
      x.tanh();
    });
    expect(names(inner)).toEqual(["mul"]);
    expect(names(tape.nodes)).toEqual(["neg", "mul", "square", "tanh"]);
  });

  test("ends with its callback, also if that throws", () => {
    const x = tensor([1]);
    expect(thrownBy(() => record(() => x.as([2])))).toBe("ShapeError: as: shape must be [2], got [1].");
    expect(x.mul(2).node).toBeNull();
  });

  test("refuses an async callback", () => {
    expect(thrownBy(() => record(async () => tensor(1)))).toBe(
      "GradientError: record: the callback must be synchronous, got one that returns a Promise. " +
        "Await first, then call record.",
    );
    expect(tensor([1]).mul(2).node).toBeNull();
  });
});

describe("where a node was made", () => {
  /** The place of the call of this function: what `sites` must find. */
  function here(): { line: number } {
    const frame = new Error().stack!.split("\n")[2]!;
    return { line: Number(/:(\d+):\d+\)?$/.exec(frame)![1]) };
  }

  test("with sites each node knows the file and line of the program that called the op", () => {
    const x = tensor([1, 2]);
    const lines: number[] = [];
    const { tape } = record(
      () => {
        lines.push(here().line + 1);
        const y = x.mul(2);
        lines.push(here().line + 1);
        return y.tanh().sum();
      },
      { sites: true },
    );
    expect(names(tape.nodes)).toEqual(["mul", "tanh", "sum"]);
    expect(tape.nodes.map((node) => node.site?.line)).toEqual([lines[0], lines[1], lines[1]]);
    for (const { site } of tape.nodes) {
      expect(site?.file).toMatch(/core\/test\/record\.test\.ts$/);
      expect(site?.file).not.toMatch(/^file:/);
      expect(site?.column).toBeGreaterThan(0);
    }
  });

  test("what a backward pass computes comes from the line that asked for it", () => {
    const x = parameter([1, 2]);
    let line = 0;
    const { tape } = record(
      () => {
        const loss = x.square().sum();
        line = here().line + 1;
        loss.backward();
      },
      { sites: true },
    );
    expect(tape.nodes.slice(2).every((node) => node.site?.line === line)).toBe(true);
    expect(tape.nodes.length).toBeGreaterThan(2);
  });

  test("an outer record with sites has them for the nodes of an inner one without", () => {
    const { tape } = record(() => record(() => tensor([1]).neg()).value, { sites: true });
    expect(tape.nodes[0]?.site?.file).toMatch(/record\.test\.ts$/);
  });

  test("without sites none is looked for", () => {
    expect(record(() => tensor([1]).neg()).tape.nodes[0]?.site).toBeNull();
  });
});

describe("the Module a node ran in", () => {
  test("paths nest, end with their module, and are only asked for under record", () => {
    const x = tensor([1]);
    let asked = 0;
    const named = (name: string) => () => {
      asked++;
      return name;
    };
    const forward = () =>
      inModule(named(""), () => {
        x.neg();
        inModule(named("layers.0"), () => inModule(named("dense"), () => x.square()));
        thrownBy(() => inModule(named("bad"), () => x.as([2])));
        return x.tanh();
      });
    forward();
    expect(asked).toBe(0);
    const { tape } = record(forward);
    expect(tape.nodes.map((node) => node.path)).toEqual(["", "layers.0.dense", ""]);
  });

  test("a Module's forward may not be async under record", () => {
    expect(
      thrownBy(() =>
        record(() =>
          inModule(
            () => "dense",
            async () => tensor(1),
          ),
        ),
      ),
    ).toBe(
      "GradientError: forward: the callback must be synchronous, got one that returns a Promise. " +
        "Await first, then call forward.",
    );
  });
});

describe("where a program looks at values", () => {
  test("the tape has every look: at what, by what call, in which Module, on which line, in order", () => {
    const x = tensor([3], { name: "x" });
    let y = x;
    const { tape } = record(
      () => {
        y = x.mul(2);
        inModule(
          () => "layer",
          () => tensor([y.item()]),
        );
        y.toArray();
        String(x);
        return y;
      },
      { sites: true },
    );
    expect(tape.reads.map(({ tensor: at, how, path }) => [at, how, path])).toEqual([
      [y, "item()", "layer"],
      [y, "toArray()", ""],
      [x, "toString()", ""],
    ]);
    const lines = tape.reads.map(({ site }) => site!.line);
    expect([lines[1]! - lines[0]!, lines[2]! - lines[1]!]).toEqual([2, 1]);
    expect(tape.reads[0]!.site!.file).toMatch(/record\.test\.ts$/);
  });

  test("what the library itself reads is no look: a backward pass and an assignment have none", () => {
    const w = parameter([1, 2]);
    const { tape } = record(() => {
      w.square().sum().backward();
      w.assign(w.grad!);
    });
    expect(tape.reads).toEqual([]);
  });

  test("a look outside, or after an error, is on no tape", () => {
    const x = tensor([1]);
    const { tape } = record(() => x.neg());
    thrownBy(() => record(() => x.as([2])));
    x.item();
    expect(tape.reads).toEqual([]);
  });

  test("nested, the inner tape has its own looks and the outer one all", () => {
    const x = tensor([1]);
    let inner = 0;
    const { tape } = record(() => {
      x.item();
      inner = record(() => x.toArray()).tape.reads.length;
      x.item();
    });
    expect(inner).toBe(1);
    expect(tape.reads.map(({ how }) => how)).toEqual(["item()", "toArray()", "item()"]);
  });

  test("recordProgram has those of the latest step, and none after stop", () => {
    const w = parameter([1]);
    const recorded = recordProgram();
    const step = (how: () => unknown) => {
      const loss = w.square().sum();
      how();
      loss.backward();
      w.assign([2]);
    };
    step(() => w.item());
    step(() => w.toArray());
    recorded.stop();
    w.item();
    expect(recorded.tape.reads.map(({ how }) => how)).toEqual(["toArray()"]);
  });

  test("a compiled function still refuses to look at values, within record as well as with a record inside of it", () => {
    const f = jit((x: Tensor) => record(() => x.mul(x.item())).value);
    expect(thrownBy(() => f(tensor([2])))).toContain("a program that looks at values with item()");
  });
});
