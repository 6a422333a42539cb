import { createHash } from "node:crypto";
import { parameter, type Tensor } from "@tapegrad/core";
import { compareRuns, type TrainingDocument, type Watcher, watch } from "@tapegrad/inspect";
import { SGD } from "@tapegrad/optim";
import { describe, expect, it } from "vitest";
import { linear, logarithmic } from "../../src/training/browser/scale.ts";
import { thrownBy } from "../thrownBy.ts";

/** One step from w = 1/3 with the gradient 2/3. */
function seen(name = "w"): Watcher {
  const w = parameter([1 / 3], { name, dtype: "float64" });
  const optimizer = new SGD([w], { learningRate: 0.1 });
  const watcher = watch({ forward: () => w, namedParameters: () => [[name, w] as const] }, optimizer);
  (w.square().sum() as Tensor<[]>).backward();
  optimizer.step();
  watcher.record(1 / 9);
  return watcher;
}

function textOf(page: string, tag: RegExp): string {
  return new RegExp(`<${tag.source}>([\\s\\S]*?)</`).exec(page)![1]!;
}

const inSixDigits = (document: TrainingDocument): unknown =>
  JSON.parse(JSON.stringify(document), (_, value) =>
    typeof value === "number" ? Number(value.toPrecision(6)) : value,
  );

describe("The page of a training", () => {
  it("has the data, to six digits", () => {
    const watcher = seen();
    const data = JSON.parse(textOf(watcher.toHtml({ title: "One step" }), /script type="application\/json" id="data"/));
    expect(data).toEqual({
      title: "One step",
      runs: [{ name: "training", document: inSixDigits(watcher.toJson()) }],
    });
  });

  it("runs nothing and styles nothing but what its policy names by hash, and asks for nothing", () => {
    const page = compareRuns([seen(), seen().toJson()], { names: ["a", "b"] });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy).toContain("default-src 'none'; ");
    expect(policy).toContain(`script-src ${hash(textOf(page, /script/))};`);
    expect(policy).toContain(`style-src ${hash(textOf(page, /style/))};`);
    expect(page.match(/<script/g)).toHaveLength(2); // the other is data
    expect(page.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\(|@import/);
  });

  it("keeps names of the program from being markup", () => {
    const bad = `</script><img src=x onerror="alert(1)">&`;
    const page = compareRuns([seen(bad)], { names: [bad], title: bad });
    expect(page).not.toContain("<img");
    expect(page).toContain("<title>&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;</title>");
    expect(JSON.parse(textOf(page, /script type="application\/json" id="data"/)).runs[0].name).toBe(bad);
  });

  it("is refused where there is nothing to show", () => {
    const w = parameter([1]);
    const empty = watch({ forward: () => w, namedParameters: () => [["w", w] as const] }, new SGD([w]));
    const advice = "Pass the watcher to fit as a callback, or call record(loss) after each step.";
    expect(thrownBy(() => empty.toHtml())).toBe(
      `TapegradError: watcher.toHtml: the training must have a step that was kept, got none. ${advice}`,
    );
    expect(thrownBy(() => compareRuns([seen(), empty], { names: ["a", "b"] }))).toBe(
      `TapegradError: compareRuns: the training "b" must have a step that was kept, got none. ${advice}`,
    );
    expect(thrownBy(() => seen().toHtml({ title: 7 as never }))).toBe(
      "TapegradError: watcher.toHtml: title must be a string, got 7.",
    );
    expect(thrownBy(() => compareRuns([]))).toBe(
      "TapegradError: compareRuns: runs must be a list of watchers, got [].",
    );
    expect(thrownBy(() => compareRuns([seen()], { names: ["a", "b"] }))).toBe(
      'TapegradError: compareRuns: names must be a list of 1, one for each run, got ["a", "b"].',
    );
    expect(thrownBy(() => compareRuns([{} as never]))).toBe(
      "TapegradError: compareRuns: runs[0] must be a watcher or what its toJson() gave, got an object. " +
        "Make one with watch(model, optimizer).",
    );
  });
});

describe("A scale", () => {
  const rounded = { count: 5, isRounded: true };

  it("has whole multiples of 1, 2 or 5 times a power of ten, and goes out to the next", () => {
    const { ticks, at, valueAt } = linear(-0.013, 0.0042, 0, 100, rounded);
    expect(ticks).toEqual([-0.015, -0.01, -0.005, 0, 0.005]);
    expect(at(-0.015)).toBe(0);
    expect(at(0.005)).toBeCloseTo(100, 10);
    expect(valueAt(75)).toBeCloseTo(0, 10);
    expect(at(Number.NaN)).toBeNull();
    expect(linear(1, 571, 0, 100, { count: 3, isRounded: false }).ticks).toEqual([200, 400]);
    expect(linear(7, 7, 0, 100, rounded).ticks).toEqual([6, 6.5, 7, 7.5, 8]);
  });

  it("has powers of ten where it is logarithmic, and no place for what is not positive", () => {
    const { ticks, at, clamped } = logarithmic(0.02, 30, 0, 100);
    expect(ticks).toEqual([0.01, 0.1, 1, 10, 100]);
    expect(at(1)).toBeCloseTo(50, 10);
    expect(at(0)).toBeNull();
    expect(clamped(-1)).toBe(0);
  });
});
