// Worksheets: what is typed is judged, rules and answers are shown when asked for, all by the keyboard alone, and paper gets blanks.
import assert from "node:assert/strict";
import { record, tensor } from "@tapegrad/core";
import { toWorksheet } from "@tapegrad/inspect";

const scalar = (value, name) => tensor(value, { dtype: "float64", requiresGrad: true, name });

/** `L = relu(a b + c) d` at 2, −3, 10, −2: h̄ = −2, d̄ = 4, s̄ = ē = c̄ = −2, ā = 6, b̄ = −4. */
function lecture() {
  const e = scalar(2, "a").mul(scalar(-3, "b")).named("e");
  const h = e.add(scalar(10, "c")).named("s").relu().named("h");
  return h.mul(scalar(-2, "d")).named("L");
}

/** A layer of a network, with tensors of one and of two axes. */
function layer() {
  const { value } = record(() => {
    const W = tensor(
      [
        [0.5, -1, 2],
        [1.5, 0.25, -0.5],
      ],
      { dtype: "float64", requiresGrad: true, name: "W" },
    );
    const b = tensor([0.1, 0.2, 0.3], { dtype: "float64", requiresGrad: true, name: "bias" });
    const x = tensor([1, -2], { dtype: "float64", name: "x" });
    return x.matmul(W).add(b).sigmoid().named("y").sum().named("L");
  });
  return value;
}

const answers = ["-2", "4", "-2", "-2", "-2", "6", "-4"];
const html = () => toWorksheet(lecture(), { title: "By hand" });
const text = (page, selector) => page.locator(selector).innerText();

/** How wide the page is beyond the window. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

export const checks = [
  {
    title: "a worksheet says what is right and what is wrong, and counts",
    async run({ open, picture }) {
      const page = await open({ html: html() });
      const verdict = async (blank, typed) => {
        await page.fill(`#blank${blank}`, typed);
        await page.press(`#blank${blank}`, "Tab");
        return [await text(page, `#verdict${blank}`), await text(page, "#progress")];
      };
      assert.equal(await text(page, "#progress"), "0 of 7 right");
      assert.deepEqual(await verdict(0, "-2.03"), ["✗ wrong", "0 of 7 right"]);
      assert.equal(await page.getAttribute("#blank0", "aria-invalid"), "true");
      assert.deepEqual(await verdict(0, "2"), ["✗ wrong sign", "0 of 7 right"]);
      assert.deepEqual(await verdict(0, "two"), ["✗ not a number", "0 of 7 right"]);
      assert.deepEqual(await verdict(0, "−2,02"), ["✓ right", "1 of 7 right"]);
      assert.equal(await page.getAttribute("#blank0", "aria-invalid"), "false");
      assert.equal(await text(page, "#said"), "cotangent of h: right. 1 of 7 right.");
      assert.deepEqual(await verdict(1, "8/2"), ["✓ right", "2 of 7 right"]);
      assert.deepEqual(await verdict(1, ""), ["", "1 of 7 right"]);
      assert.deepEqual(await verdict(2, "-200"), ["✗ wrong", "1 of 7 right"]);
      // What was found stands in the drawing too.
      assert.equal(await page.locator('figure [data-blank="0"]').textContent(), "−2");
      assert.equal(await page.locator('figure [data-blank="2"]').textContent(), "____");
      await picture(page, "worksheet");
    },
  },
  {
    title: "a worksheet is filled in by the keyboard alone",
    async run({ open }) {
      const page = await open({ html: html() });
      await page.focus("#blank0");
      for (const answer of answers) {
        await page.keyboard.type(answer);
        await page.keyboard.press("Enter");
      }
      assert.equal(await text(page, "#progress"), "7 of 7 right: all done");
      // Rules open by the keyboard, and are formulas.
      const rule = page.locator("summary").first();
      const formula = page.locator("details").first().locator("math").first();
      assert.equal(await formula.isVisible(), false);
      await rule.focus();
      await page.keyboard.press("Enter");
      assert.equal(await formula.isVisible(), true);
      assert.match(await formula.textContent(), /^h.=L.d$/);
      // A wrong number keeps the focus.
      await page.focus("#blank3");
      await page.fill("#blank3", "7");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "blank3");
    },
  },
  {
    title: "a worksheet shows its answers only when asked",
    async run({ open, picture }) {
      const page = await open({ html: html() });
      assert.equal(await page.locator("#answers").isVisible(), false);
      await page.focus("#show");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("#answers").isVisible(), true);
      const shown = await page.locator("#answers [data-answer]").allInnerTexts();
      assert.deepEqual(
        shown,
        answers.map((answer) => answer.replace("-", "−")),
      );
      await picture(page, "worksheet-answers");
      await page.click("#show");
      assert.equal(await page.locator("#answers").isVisible(), false);
    },
  },
  {
    title: "a worksheet can be used by everyone, in both themes and on a phone",
    async run({ open, audit, picture }) {
      for (const colorScheme of ["light", "dark"])
        for (const [name, loss] of [
          ["scalars", lecture()],
          ["tensors", layer()],
        ])
          for (const screen of ["projector", "phone"]) {
            const page = await open({ html: toWorksheet(loss, { hide: "all" }), colorScheme, screen });
            await page.fill("#blank0", "1000");
            await page.press("#blank0", "Tab");
            await page.fill("#blank1", "1");
            await page.press("#blank1", "Tab");
            await page.click("#show");
            await page.evaluate(() => scrollTo(0, 0));
            for (const summary of await page.locator("summary").all()) await summary.click();
            await audit(page, `${name}, ${colorScheme}, ${screen}`);
            assert.ok((await overflow(page)) <= 0, `${name} are wider than the ${screen}`);
            await picture(page, `worksheet-${name}-${colorScheme}-${screen}`);
            await page.click("#theme");
            await audit(page, `${name}, ${colorScheme} changed, ${screen}`);
          }
    },
  },
  {
    title: "a worksheet on paper has blanks, and its answers on a page of their own",
    async run({ open, picture }) {
      const page = await open({ html: html() });
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator("#answers").isVisible(), true);
      assert.equal(await page.locator("button").first().isVisible(), false);
      assert.equal(await page.locator("#blank0").isVisible(), true);
      const breaks = await page.evaluate(() => getComputedStyle(document.querySelector("#answers")).breakBefore);
      assert.equal(breaks, "page");
      const pdf = await page.pdf({ format: "A4" });
      assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 2);
      await picture(page, "worksheet-paper");
    },
  },
  {
    title: "names and titles stay text on a worksheet",
    async run({ open }) {
      const name = '<img src=x onerror="alert(1)">';
      const loss = scalar(2, name).square().named("</script><script>alert(2)</script>");
      const page = await open({ html: toWorksheet(loss, { title: name, hide: "all" }) });
      assert.equal(await text(page, "h1"), name);
      assert.equal(await page.locator("img").count(), 0);
      await page.click("#show");
      await page.fill("#blank0", "4");
      await page.press("#blank0", "Enter");
      assert.match(await text(page, "#said"), /^value of <\/script><script>alert\(2\)<\/script>: right/);
    },
  },
];
