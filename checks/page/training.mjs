// The page of a training: what `watcher.toHtml` and `compareRuns` write.
import assert from "node:assert/strict";
import { Rng } from "@tapegrad/core";
import { compareRuns, numberText, watch } from "@tapegrad/inspect";
import { Dense, regularizers, Sequential, withPenalties } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";

/** A training of a few steps. */
function trained(learningRate, { steps = 12, every = 2, rename = (name) => name } = {}) {
  const rng = new Rng(1);
  const model = new Sequential(
    new Dense(6, 12, { activation: "tanh", rng, kernelRegularizer: regularizers.l2(0.01) }),
    new Dense(12, 1, { rng }),
  );
  const optimizer = new SGD(model.parameters(), { learningRate, momentum: 0.5, weightDecay: 0.01 });
  const names = { forward: model.forward, namedModules: () => model.namedModules() };
  names.namedParameters = () => model.namedParameters().map(([name, value]) => [rename(name), value]);
  const watcher = watch(names, optimizer, { every });
  const [x, y] = [rng.normal([20, 6]), rng.normal([20, 1])];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const loss = withPenalties(model, () => model.forward(x).sub(y).square().mean());
    loss.backward();
    optimizer.step();
    watcher.record({ [rename("loss")]: loss });
  }
  return watcher;
}

/** The numbers of one run's table, by the name of the row. */
function rowsOf(page, run = 0) {
  return page
    .locator("#runs section")
    .nth(run)
    .locator("tbody tr")
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [
          row.querySelector("th").childNodes[1].textContent,
          [...row.querySelectorAll("td")].map((td) => td.textContent),
        ]),
      ),
    );
}

const text = (page, selector) => page.locator(selector).innerText();

export const checks = [
  {
    title: "training: the numbers on the page are those that were seen, at every step and of every parameter",
    async run({ open }) {
      const watcher = trained(0.1);
      const page = await open({ html: watcher.toHtml({ title: "Small" }) });
      for (const [at, { step, logs, parameters }] of watcher.steps.entries()) {
        if (at > 0) await page.getByRole("button", { name: "Next step" }).click();
        assert.match(await text(page, "#where"), new RegExp(`Step ${step}\\b`));
        assert.ok((await text(page, "#where")).includes(`loss ${numberText(logs.loss)}`));
        for (const [place, { name, kept }] of watcher.parameters.entries()) {
          await page.getByRole("radio", { name }).check({ force: true });
          const element = kept.length - 1;
          await page.getByLabel("Element", { exact: true }).selectOption(String(element));
          const { value, gradient, update, parts } = parameters[place];
          const rows = await rowsOf(page);
          // The page has six digits of each number, and shows four.
          const shown = ({ values, norm }) => [values[element], norm].map((x) => numberText(Number(x.toPrecision(6))));
          assert.deepEqual(rows.value.slice(0, 2), shown(value));
          assert.deepEqual(rows.gradient.slice(0, 2), shown(gradient));
          assert.deepEqual(rows.update.slice(0, 2), shown(update));
          assert.deepEqual(rows["by this gradient"].slice(0, 2), shown(parts.gradient));
          assert.deepEqual(rows["by momentum"].slice(0, 2), shown(parts.momentum));
          assert.deepEqual(rows["by decay"].slice(0, 2), shown(parts.decay));
        }
      }
    },
  },
  {
    title: "training: every control works, by mouse and by keys",
    async run({ open }) {
      const page = await open({
        html: compareRuns([trained(0.1), trained(0.01, { every: 3 })], { names: ["fast", "slow"] }),
      });
      const at = async () => Number((await text(page, "#where strong")).replace("Step ", ""));
      const steps = [1, 3, 4, 5, 7, 9, 10, 11]; // of both
      assert.equal(await at(), 1);
      await page.getByRole("button", { name: "Last step" }).click();
      assert.equal(await at(), 11);
      // The other run was at its step 10 then.
      assert.ok((await text(page, "#where")).includes("step 10"));
      await page.getByRole("button", { name: "First step" }).click();
      assert.equal(await at(), 1);
      await page.locator("#slider").focus();
      await page.keyboard.press("ArrowRight");
      assert.equal(await at(), 3);
      assert.match(await page.locator("#slider").getAttribute("aria-valuetext"), /^step 3, loss .*; step 1 · loss /);
      await page.locator("h1").click();
      await page.evaluate(() => document.activeElement.blur());
      for (const step of steps.slice(2)) {
        await page.keyboard.press("ArrowRight");
        assert.equal(await at(), step);
      }
      await page.keyboard.press("ArrowLeft");
      assert.equal(await at(), 10);
      await page.keyboard.press("Home");
      assert.equal(await at(), 1);
      await page.keyboard.press("End");
      await page.keyboard.press(" "); // from the end it plays from the beginning
      await page.waitForFunction(() => document.querySelector("#where strong").textContent === "Step 5");
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Play" }).waitFor();
      const loss = page.locator("#loss svg");
      const { width, height } = await loss.boundingBox();
      await loss.click({ position: { x: width - 16, y: height / 2 } });
      assert.equal(await at(), 11);
      const lossLine = () => page.locator("#loss path.run0").getAttribute("d");
      const before = await lossLine();
      await page.getByLabel("Logarithmic").check();
      assert.notEqual(await lossLine(), before);
      const slowLine = () => page.locator("#runs section").nth(1).locator("path.line.update").getAttribute("d");
      const shared = await slowLine();
      await page.getByLabel("One scale for all").uncheck();
      assert.notEqual(await slowLine(), shared);
      const across = page.locator("#runs section").first().locator(".chart").nth(1).locator("svg");
      await across.click({ position: { x: 90, y: 60 } });
      assert.equal(await page.getByLabel("Element", { exact: true }).inputValue(), "0");
      await page.getByRole("button", { name: "Dark colours" }).click();
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(22, 25, 31)");
      await page.getByRole("button", { name: "Light colours" }).click();
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    },
  },
  {
    title: "training: names from the program stay text",
    async run({ open }) {
      const bad = "</script><img src=x onerror=alert(1)>";
      const runs = [trained(0.1, { rename: (name) => `${bad}${name}` }), trained(0.1)];
      const page = await open({ html: compareRuns(runs, { names: [bad, `"'&${bad}`], title: `</title>${bad}` }) });
      assert.equal(await page.locator("img").count(), 0);
      assert.equal(await text(page, "h1"), `</title>${bad}`);
      assert.equal(await page.title(), `</title>${bad}`);
      assert.equal(await text(page, "#title"), `${bad}layers.0.kernel`);
      assert.ok((await text(page, "#where")).includes(`"'&${bad}`));
    },
  },
  {
    title: "training: a parameter without a gradient, and numbers that are not finite, are said",
    async run({ open }) {
      const watcher = trained(0.1);
      const document = structuredClone(watcher.toJson());
      document.steps[0].logs.loss = "NaN";
      document.steps[0].parameters[0].gradient.nonFinite = 3;
      document.steps[0].parameters[0].gradient.values[0] = "Infinity";
      Object.assign(document.steps[0].parameters[1], { gradient: null, update: null, parts: {} });
      const page = await open({ html: compareRuns([document]) });
      assert.ok((await text(page, "#where")).includes("loss NaN"));
      assert.ok((await text(page, "caption")).includes("3 numbers are not finite"));
      assert.equal((await rowsOf(page)).gradient[0], "∞");
      await page.getByRole("radio", { name: "layers.0.bias" }).check({ force: true });
      assert.ok((await text(page, "#parameters")).includes("no gradient"));
      assert.deepEqual((await rowsOf(page)).update.slice(0, 2), ["–", "–"]);
    },
  },
  {
    title: "training: everybody can use the page, in both themes, on a projector and on a phone",
    async run({ open, audit, picture }) {
      const runs = [trained(0.1, { steps: 60 }), trained(0.01, { steps: 60 })];
      const html = { one: runs[0].toHtml(), two: compareRuns(runs, { names: ["fast", "slow"], title: "Two rates" }) };
      for (const [name, page] of Object.entries(html))
        for (const colorScheme of ["light", "dark"])
          for (const screen of ["projector", "phone"]) {
            const opened = await open({ html: page, colorScheme, screen });
            await opened.locator("#slider").fill("9");
            await audit(opened, `${name}, ${colorScheme}, ${screen}`);
            await picture(opened, `training-${name}-${colorScheme}-${screen}`);
            await opened.getByLabel("Element", { exact: true }).selectOption("3");
            await audit(opened, `${name}, ${colorScheme}, ${screen}, one element`);
            await picture(opened, `training-${name}-${colorScheme}-${screen}-element`);
            const wide = await opened.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${name} is ${wide} pixels too wide on a ${screen}`);
          }
    },
  },
];
