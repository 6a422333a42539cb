// The page of a tape: what it shows are the numbers of `backward`, every control does what it says, and anybody can use it.
import assert from "node:assert/strict";
import { parameter, record, tensor } from "@tapegrad/core";
import { numberText, toHtml } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";

const scalar = (value, name) => tensor(value, { dtype: "float64", requiresGrad: true, name });

/** L = ((a·b) + c).relu()·d */
function small() {
  const [a, b, c, d] = [scalar(2, "a"), scalar(-3, "b"), scalar(10, "c"), scalar(-2, "d")];
  return a.mul(b).named("e").add(c).named("s").relu().named("r").mul(d).named("L");
}

/** A network of 2, 3, 3 and 1 units with sigmoids, 25 parameters, and its loss, the output itself; all by plain loops beside it. */
function network() {
  const sizes = [2, 3, 3, 1];
  const values = { x: [0.6, -0.4] };
  const layers = sizes.slice(1).map((size, i) => ({
    // Any numbers do; these have no pattern that a mistake in an index would hide in.
    weights: Array.from({ length: sizes[i] }, (_, r) =>
      Array.from({ length: size }, (_, c) => Math.sin(3 * i + 5 * r + 2 * c + 1)),
    ),
    biases: Array.from({ length: size }, (_, c) => Math.cos(2 * i + 3 * c) / 2),
  }));
  const sigmoid = (z) => 1 / (1 + Math.exp(-z));
  const activations = [values.x];
  for (const { weights, biases } of layers) {
    const before = activations.at(-1);
    activations.push(biases.map((bias, c) => sigmoid(bias + before.reduce((sum, v, r) => sum + v * weights[r][c], 0))));
  }
  let delta = activations[3].map((y) => y * (1 - y));
  const gradients = [];
  for (let i = 2; i >= 0; i--) {
    const before = activations[i];
    gradients.unshift({ weights: before.map((v) => delta.map((d) => v * d)), biases: delta });
    const { weights } = layers[i];
    delta = before.map((v, r) => delta.reduce((sum, d, c) => sum + d * weights[r][c], 0) * (i === 0 ? 1 : v * (1 - v)));
  }
  const parameters = layers.map(({ weights, biases }, i) => ({
    weights: parameter(weights, { name: `W${i + 1}`, dtype: "float64" }),
    biases: parameter(biases, { name: `b${i + 1}`, dtype: "float64" }),
  }));
  const { tape } = record(() => {
    let h = tensor([values.x], { dtype: "float64", name: "x" });
    for (const { weights, biases } of parameters) h = h.matmul(weights).add(biases).sigmoid();
    const z = h.sum().named("z");
    z.backward();
    return z;
  });
  return { tape, parameters, gradients, output: activations[3][0] };
}

const position = async (page) => Number((await page.locator("#count").textContent()).split(" / ")[0]);
const texts = (page, selector) => page.locator(selector).allTextContents();
const scaleOf = (page) =>
  page.locator(".world").evaluate((world) => new DOMMatrix(getComputedStyle(world).transform).a);

/** Finds a tensor by the search field and selects it. */
async function select(page, name) {
  await page.locator("#search").fill(name);
  await page.locator("#search").press("Enter");
  assert.equal(await page.locator("#panel-tensor h2").textContent(), name);
}

/** The numbers below a heading of the panel. */
const numbersBelow = (page, heading) =>
  page.locator("#panel-tensor").evaluate((panel, start) => {
    const heads = [...panel.querySelectorAll("h3")];
    const found = heads.find((head) => head.textContent.startsWith(start));
    const value = found.nextElementSibling;
    const cells = [...value.querySelectorAll("td")].map((cell) => cell.textContent);
    return cells.length > 0 ? cells : [value.textContent];
  }, heading);

/** What the panel says of the step: names and numbers. */
const partsOf = (page) =>
  page.locator("#panel-step .parts").evaluate((list) => {
    const names = [...list.querySelectorAll("dt")].map((name) => name.textContent);
    const values = [...list.querySelectorAll("dd")].map((value) => value.textContent);
    return names.map((name, i) => `${name}: ${values[i]}`);
  });

export const checks = [
  {
    title: "tape: every step of a small program says the numbers that one computes by hand",
    async run({ open }) {
      const page = await open({ html: toHtml(small()) });
      await page.keyboard.press("Home");
      assert.deepEqual(await texts(page, ".card text.cotangent"), Array(8).fill("∂ ·"));
      assert.deepEqual((await texts(page, ".card text.value")).sort(), ["10", "2", "·", "·", "·", "·", "−2", "−3"]);
      // Operand, incoming cotangent, local derivative, contribution.
      const backward = [
        ["L", "r", "1", "−2", "−2"],
        ["L", "d", "1", "4", "4"],
        ["r", "s", "−2", "1", "−2"],
        ["s", "e", "−2", "1", "−2"],
        ["s", "c", "−2", "1", "−2"],
        ["e", "a", "−2", "−3", "6"],
        ["e", "b", "−2", "2", "−4"],
      ];
      const forward = [
        ["e", "−6"],
        ["s", "4"],
        ["r", "4"],
        ["L", "−8"],
      ];
      for (const [i, [name, value]] of forward.entries()) {
        await page.keyboard.press("ArrowRight");
        assert.match(await page.locator("#caption").textContent(), new RegExp(`^Forward ${i + 1} of 4:.*= ${value}$`));
        assert.deepEqual(await texts(page, "#panel-step h3"), [name]);
        assert.equal(await page.locator("#panel-step > .number").textContent(), value);
      }
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.locator("#caption").textContent(), "The backward pass begins: ∂L/∂L = 1");
      for (const [i, [result, operand, incoming, local, contribution]] of backward.entries()) {
        await page.keyboard.press("ArrowRight");
        assert.equal(
          await page.locator("#panel-step h2").textContent(),
          `Backward ${i + 1} of 7: from ${result} to ${operand}`,
        );
        assert.deepEqual(await partsOf(page), [
          `incoming ∂${result}: ${incoming}`,
          `local derivative ∂${result}/∂${operand}: ${local}`,
          `contribution: ${contribution}`,
          `∂${operand}, complete: ${contribution}`,
        ]);
        assert.equal(await page.locator(".wire.current").count(), 1);
        assert.equal(await page.locator(".card.current .name").textContent(), operand);
        assert.equal(await page.locator(".chip").textContent(), `+ ${contribution}`);
      }
      assert.deepEqual((await texts(page, ".card text.cotangent")).sort(), [
        "∂ 1",
        "∂ 4",
        "∂ 6",
        "∂ −2",
        "∂ −2",
        "∂ −2",
        "∂ −2",
        "∂ −4",
      ]);
    },
  },
  {
    title: "tape: at a fan-in the sum grows with every edge",
    async run({ open }) {
      const x = scalar(3, "x");
      const page = await open({ html: toHtml(x.mul(x).named("q").add(x).named("y")) });
      await page.locator("#to-backward").click();
      const sums = [];
      for (let i = 0; i < 4; i++) {
        await page.keyboard.press("ArrowRight");
        sums.push((await partsOf(page)).slice(-2));
      }
      assert.deepEqual(sums, [
        ["contribution: 1", "∂q, complete: 1"],
        ["contribution: 1", "∂x, so far: 1"],
        ["contribution: 3", "∂x, so far: 4"],
        ["contribution: 3", "∂x, complete: 7"],
      ]);
      const shown = [];
      for (let i = 0; i < 4; i++) {
        shown.push(await page.locator(".card.input text.cotangent").textContent());
        await page.keyboard.press("ArrowLeft");
      }
      assert.deepEqual(shown, ["∂ 7", "∂ 4", "∂ 1", "∂ ·"]);
    },
  },
  {
    title: "tape: all 25 derivatives of a network of four layers are those of backward, and of plain loops",
    async run({ open, picture }) {
      const { tape, parameters, gradients, output } = network();
      const page = await open({ html: toHtml(tape) });
      for (const [i, layer] of parameters.entries())
        for (const [part, letter] of [
          ["weights", "W"],
          ["biases", "b"],
        ]) {
          await select(page, `${letter}${i + 1}`);
          const shown = await numbersBelow(page, "Derivative");
          assert.deepEqual(
            shown,
            Array.from(layer[part].grad.data, (value) => numberText(value)),
          );
          assert.deepEqual(
            shown,
            gradients[i][part].flat().map((value) => numberText(value)),
          );
          assert.deepEqual(
            await numbersBelow(page, "Value"),
            Array.from(layer[part].data, (value) => numberText(value)),
          );
        }
      await select(page, "z");
      assert.deepEqual(await numbersBelow(page, "Value"), [numberText(output)]);
      await picture(page, "tape-network");
    },
  },
  {
    title: "tape: a node unfolds into its numbers, with the local derivatives of each, and folds again",
    async run({ open, audit, picture }) {
      const x = tensor([[2, 3]], { dtype: "float64", requiresGrad: true, name: "x" });
      const w = tensor([[5], [7]], { dtype: "float64", requiresGrad: true, name: "w" });
      const page = await open({ html: toHtml(x.matmul(w).named("p").square().sum().named("L")) });
      await select(page, "p");
      await page.keyboard.press("Enter");
      // p = 31, ∂L/∂p = 62: ∂x = 62 w, ∂w = 62 x.
      const cards = await page
        .locator(".scalars .number")
        .evaluateAll((all) =>
          all.map((one) => [...one.querySelectorAll("text")].map((text) => text.textContent).join(" ")),
        );
      assert.deepEqual(cards.sort(), [
        "p[0, 0] 31 ∂ 62",
        "w[0, 0] 5 ∂ 124",
        "w[1, 0] 7 ∂ 186",
        "x[0, 0] 2 ∂ 310",
        "x[0, 0] · w[0, 0] 10 ∂ 62",
        "x[0, 1] 3 ∂ 434",
        "x[0, 1] · w[1, 0] 21 ∂ 62",
      ]);
      assert.deepEqual((await texts(page, ".scalars .local")).sort(), ["× 1", "× 1", "× 2", "× 3", "× 5", "× 7"]);
      const rows = await page
        .locator("#panel-tensor .uses")
        .last()
        .locator("tbody tr")
        .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent).join(" | ")));
      assert.ok(rows.includes("x[0, 0] | x[0, 0] · w[0, 0] | 5 | 310"), rows.join("\n"));
      await audit(page, "numbers");
      await picture(page, "tape-numbers");
      await page.getByRole("button", { name: "Fold its numbers" }).click();
      assert.equal(await page.locator(".scalars").count(), 0);
      await page.locator("#numbers").click();
      assert.equal(await page.locator(".scalars").count(), 1);
      await page.locator("#numbers").click();
      assert.equal(await page.locator(".scalars").count(), 0);
    },
  },
  {
    title: "tape: the player's buttons, slider and speeds",
    async run({ open }) {
      const page = await open({ html: toHtml(small()) });
      const press = async (name, wanted) => {
        await page.getByRole("button", { name, exact: true }).click();
        assert.equal(await position(page), wanted, name);
      };
      assert.equal(await position(page), 13);
      await press("To the beginning", 0);
      await press("One step back", 0);
      await press("One step on", 1);
      await press("One step back", 0);
      await press("To backward", 5);
      await press("To the end", 13);
      await page.locator("#position").fill("7");
      assert.equal(await position(page), 7);
      await page.locator("#position").press("ArrowLeft");
      assert.equal(await position(page), 6);
      await page.locator("#speed").selectOption("very fast");
      await page.getByRole("button", { name: "Play" }).click();
      await page.locator("#count", { hasText: "13 / 13" }).waitFor();
      await page.getByRole("button", { name: "Play" }).waitFor(); // at the end it stops
      await page.getByRole("button", { name: "Play" }).click();
      await page.waitForFunction(() => /^[2-9] /.test(document.getElementById("count").textContent));
      await page.getByRole("button", { name: "Pause" }).click();
      const stopped = await position(page);
      await page.waitForTimeout(600);
      assert.equal(await position(page), stopped);
    },
  },
  {
    title: "tape: everything by keys",
    async run({ open }) {
      const page = await open({ html: toHtml(small()) });
      const press = async (key, wanted) => {
        await page.keyboard.press(key);
        assert.equal(await position(page), wanted, key);
      };
      await press("Home", 0);
      await press("ArrowRight", 1);
      await press("ArrowLeft", 0);
      await press("PageDown", 10);
      await press("PageUp", 0);
      await press("End", 13);
      await page.keyboard.press(" ");
      await page.getByRole("button", { name: "Pause" }).waitFor();
      await page.keyboard.press(" ");
      await page.getByRole("button", { name: "Play" }).waitFor();
      const selected = () => page.locator(".card.selected .name").allTextContents();
      await page.keyboard.press("ArrowDown");
      assert.deepEqual(await selected(), ["a"]);
      await page.keyboard.press("ArrowDown");
      assert.deepEqual(await selected(), ["b"]);
      assert.equal(await page.locator("#said").textContent(), "Selected: b");
      await page.keyboard.press("ArrowUp");
      assert.deepEqual(await selected(), ["a"]);
      await page.keyboard.press("Escape");
      assert.deepEqual(await selected(), []);
      const before = await scaleOf(page);
      await page.keyboard.press("+");
      assert.ok((await scaleOf(page)) > before);
      await page.keyboard.press("-");
      await page.keyboard.press("-");
      assert.ok((await scaleOf(page)) < before);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "search");
      await page.keyboard.type("relu");
      await page.keyboard.press("Enter");
      assert.deepEqual(await selected(), ["r"]);
      await page.keyboard.press("?");
      assert.ok(await page.locator("#help").isVisible());
      await page.keyboard.press("Escape");
      assert.ok(await page.locator("#help").isHidden());
      // The focus gets to every control, and nowhere else.
      const reached = new Set();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate(() => document.activeElement.id));
      }
      for (const id of [
        "search",
        "theme",
        "help-button",
        "graph",
        "fit",
        "turn",
        "tab-tensor",
        "play",
        "position",
        "speed",
      ])
        assert.ok(reached.has(id), id);
    },
  },
  {
    title: "tape: the picture is moved, zoomed, turned and pressed",
    async run({ open }) {
      const page = await open({ html: toHtml(small()) });
      const shift = () =>
        page.locator(".world").evaluate((world) => {
          const { e, f } = new DOMMatrix(world.style.transform);
          return [Math.round(e), Math.round(f)];
        });
      const [x, y] = await shift();
      await page.mouse.move(700, 500);
      await page.mouse.down();
      await page.mouse.move(720, 530, { steps: 4 });
      await page.mouse.up();
      assert.deepEqual(await shift(), [x + 20, y + 30]);
      await page.mouse.wheel(10, 20);
      await page.waitForFunction(
        (wanted) => new DOMMatrix(document.querySelector(".world").style.transform).e < wanted,
        x + 15,
      );
      const scale = await scaleOf(page);
      await page.locator("#zoom-in").click();
      assert.ok((await scaleOf(page)) > scale);
      await page.locator("#zoom-out").click();
      await page.locator("#zoom-out").click();
      assert.ok((await scaleOf(page)) < scale);
      await page.locator("#fit").click();
      const placeOf = () => page.locator(".card", { hasText: "mul" }).first().boundingBox();
      const across = await placeOf();
      await page.locator("#turn").click();
      const down = await placeOf();
      assert.ok(down.y > across.y && down.x < across.x);
      await page.locator("#turn").click();
      await page.locator(".card", { hasText: "relu" }).click();
      assert.equal(await page.locator("#panel-tensor h2").textContent(), "r");
      assert.equal(await page.locator("#tab-tensor").getAttribute("aria-selected"), "true");
      await page.locator("#panel-tensor .links .link").click();
      assert.equal(await page.locator("#panel-tensor h2").textContent(), "s");
      await page.locator("#tab-tensor").press("ArrowRight");
      assert.ok(await page.locator("#panel-outline").isVisible());
      assert.match(await page.locator("#panel-outline [aria-current]").textContent(), /^s s = e \+ c4∂ −2$/);
      await page.locator("#panel-outline .entry", { hasText: "r = " }).click();
      assert.deepEqual(await texts(page, ".card.selected .name"), ["r"]);
      await page.locator("#tab-step").click();
      assert.ok(await page.locator("#panel-step").isVisible());
    },
  },
  {
    title: "tape: Modules are boxes that fold and unfold, by the mouse, by keys and by the options",
    async run({ open, audit }) {
      const block = () => new Sequential(new Dense(3, 3, { activation: "tanh" }), new Dense(3, 3));
      const model = new Sequential(block(), block());
      const { tape } = record(() => {
        const loss = model
          .forward(tensor([[1, 2, 3]], { name: "x" }))
          .sum()
          .named("loss");
        loss.backward();
        return loss;
      });
      // Wide enough for all of it: what is out of sight is not drawn.
      const page = await open({
        html: toHtml(tape, { fold: ["layers.1"] }),
        viewport: { width: 7000, height: 1200 },
      });
      const boxes = () => page.locator(".box:not(.root) .name").allTextContents();
      const folded = () => page.locator(".card.folded .name").allTextContents();
      assert.deepEqual(await boxes(), ["▾ layers.0", "▾ layers.0", "▾ layers.1"]);
      assert.deepEqual(await folded(), ["▸ layers.1"]);
      await page.locator(".card.folded").click();
      assert.deepEqual(await folded(), []);
      assert.equal((await boxes()).length, 6);
      await page.locator("#fold-all").click();
      assert.deepEqual(await folded(), ["▸ layers.0", "▸ layers.1"]);
      await page.locator("#graph").focus();
      await page.keyboard.press("ArrowDown"); // x
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator("#panel-tensor h2").textContent(), "layers.0");
      await page.keyboard.press("Enter");
      assert.deepEqual(await boxes(), ["▾ layers.0"]);
      await page.keyboard.press("Enter");
      assert.deepEqual(await boxes(), []);
      await page.locator("#unfold-all").click();
      assert.equal((await boxes()).length, 6);
      await page.locator("#zoom-in").click();
      await page.locator(".box:not(.root) > .name").first().click();
      assert.equal((await boxes()).length, 3);
      await select(page, "layers.0.layers.1.kernel"); // what is found is unfolded
      assert.equal(await page.locator(".card.selected").count(), 1);
      await page.locator("#show-all").check();
      await page.locator("#tab-outline").click();
      assert.ok(
        (await page.locator("#panel-outline > ul > li > .entry").allTextContents()).some((text) =>
          text.includes("backward pass"),
        ),
      );
      await audit(page, "with what the tape has besides");
      await page.locator("#show-all").uncheck();
      assert.ok(!(await page.locator("#panel-outline").textContent()).includes("backward pass"));
    },
  },
  {
    title: "tape: a large tensor is a heat map with a legend, and a histogram",
    async run({ open, audit, picture }) {
      const values = Array.from({ length: 30 }, (_, i) => Array.from({ length: 20 }, (_, j) => (i - 20) * (j - 10)));
      const w = parameter(values, { name: "w", dtype: "float64" });
      const page = await open({ html: toHtml(w.square().sum().named("L"), { theme: "dark" }) });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      await select(page, "w");
      const maps = page.locator("#panel-tensor .heat-map");
      assert.equal(await maps.count(), 2);
      assert.equal(await maps.first().getAttribute("aria-label"), "Heat map of Value of w, 30 rows by 20 columns");
      // The largest is (0 − 20) (0 − 10) = 200, and twice that in the derivative 2 w.
      assert.deepEqual(await page.locator("#panel-tensor .legend").allTextContents(), ["−2002000", "−4004000"]);
      const cells = await maps.first().locator("rect").count();
      assert.equal(cells, 600);
      const summary = await page.locator("#panel-tensor .summary").first().locator("div").allTextContents();
      assert.deepEqual(summary.slice(0, 4), ["shape[30 × 20]", "min−180", "mean2.75", "max200"]);
      const bars = await page.locator(".histogram").first().locator("rect").count();
      assert.equal(bars, 24);
      await audit(page, "a heat map");
      await picture(page, "tape-heat-map");
    },
  },
  {
    title: "tape: a program without a loss has no backward part, and says so",
    async run({ open, audit }) {
      const { tape } = record(() => tensor([1, 2]).mul(3).named("y"));
      const page = await open({ html: toHtml(tape) });
      assert.ok(await page.locator("#to-backward").isHidden());
      assert.match(await page.locator("#caption").textContent(), /There is no backward pass/);
      assert.equal(await page.locator("text.cotangent").count(), 0);
      await audit(page, "without a loss");
    },
  },
  {
    title: "tape: names are text, whatever they are",
    async run({ open }) {
      const markup = "<img src=x onerror=alert(1)>";
      const closing = "</script><script>alert(2)</script>";
      const latex = "\\href{javascript:alert(3)}{x} $&{}#";
      const [a, b, c] = [scalar(1, markup), scalar(2, closing), scalar(3, latex)];
      const page = await open({ html: toHtml(a.mul(b).add(c).named("<b>L</b>"), { title: `${markup} & ${closing}` }) });
      assert.equal(await page.title(), `${markup} & ${closing}`);
      assert.equal(await page.locator("h1").textContent(), `${markup} & ${closing}`);
      for (const name of [markup, closing, latex, "<b>L</b>"]) await select(page, name);
      await page.locator("#tab-outline").click();
      for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowLeft");
      assert.equal(await page.locator("img, b img, script:not(#data):not(:last-of-type), a, iframe").count(), 0);
    },
  },
  ...["light", "dark"].flatMap((theme) =>
    ["projector", "phone"].map((screen) => ({
      title: `tape: nothing keeps anybody from using it, ${theme}, ${screen}`,
      async run({ open, audit, picture }) {
        const { tape } = network();
        const page = await open({
          html: toHtml(tape, { title: "A network of 25 parameters" }),
          screen,
          colorScheme: theme,
        });
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
        const seen = async (state) => {
          await audit(page, state);
          await picture(page, `tape-${screen}-${theme}-${state.replaceAll(" ", "-")}`);
        };
        await seen("at the end");
        const sizes = await page
          .locator(".card text")
          .evaluateAll((all) => all.map((text) => text.getBoundingClientRect().height));
        assert.ok(Math.min(...sizes) >= 16, `letters of ${Math.min(...sizes)}`);
        await page.locator("#to-backward").click();
        for (let i = 0; i < 5; i++) await page.locator("#next").click();
        await seen("backward");
        await select(page, "W2");
        await seen("a parameter");
        await page.locator("#tab-outline").click();
        await seen("the outline");
        await page.locator("#search").fill("t");
        await seen("the search");
        await page.locator("#search").press("Escape");
        await page.locator("#help-button").click();
        await seen("the keys");
        await page.keyboard.press("Escape");
        const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(width[0] <= width[1], `the page is ${width[0]} wide on ${width[1]}`);
        await page.locator("#theme").click();
        const other = theme === "light" ? "dark" : "light";
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), other);
        await audit(page, `turned ${other}`);
      },
    })),
  ),
];
