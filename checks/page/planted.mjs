// Faults that are planted in a page, each of which must be found: what says nothing of them would say nothing of any page.
import assert from "node:assert/strict";

const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Planted</title><main><h1>Planted</h1>${body}</main></html>`;

/** Faults that are there once `body` is shown. */
const planted = (title, body, faults) => ({
  title: `planted: ${title}`,
  faults,
  async run({ open, audit }) {
    await audit(await open({ html: page(body) }), "at first");
  },
});

export const checks = [
  planted("nothing, so nothing is found", '<p id="x">Text</p><a href="#x">within the page</a>', []),
  planted(
    "what needs other files",
    `<img alt="" src="beside.png"><script src="http://planted.invalid/script.js"></script>
    <style>@font-face { font-family: F; src: url(http://planted.invalid/font.woff2) } p { font-family: F }</style><p>Text</p>`,
    [
      "/beside.png",
      "asks for http://planted.invalid/script.js",
      "asks for http://planted.invalid/font.woff2",
      "ERR_FAILED",
    ],
  ),
  planted("a socket", '<script>new WebSocket("ws://planted.invalid/")</script>', [
    "asks for ws://planted.invalid/",
    "ERR_NAME_NOT_RESOLVED",
  ]),
  planted("words in the console", '<script>console.log("planted log"); console.error("planted error")</script>', [
    "console.log: planted log",
    "console.error: planted error",
  ]),
  planted(
    "errors that nothing catches",
    `<script>Promise.reject(new Error("planted rejection"))</script><script>throw new Error("planted error")</script>`,
    ["not caught: Error: planted rejection", "not caught: Error: planted error"],
  ),
  planted("markup that runs", '<img alt="" src="data:," onerror="alert(1)">', ["alert: 1"]),
  planted("what cannot be seen or heard", '<p style="color: #aaa">pale</p><button></button>', [
    "at first: color-contrast",
    "at first: button-name",
  ]),
  {
    title: "planted: a request is refused, also one that comes later and from a worker",
    faults: ["asks for http://planted.invalid/page", "asks for http://planted.invalid/worker", "ERR_FAILED"],
    async run({ open }) {
      const opened = await open({ html: page("") });
      const answers = await opened.evaluate(async () => {
        const ask = (address) =>
          fetch(address).then(
            () => "answered",
            () => "refused",
          );
        const text = `(${ask})("http://planted.invalid/worker").then(postMessage)`;
        const worker = new Worker(URL.createObjectURL(new Blob([text])));
        const answer = new Promise((done) => {
          worker.onmessage = ({ data }) => done(data);
        });
        return [await ask("http://planted.invalid/page"), await answer];
      });
      assert.deepEqual(answers, ["refused", "refused"]);
    },
  },
  {
    title: "planted: what a page does when the check is over",
    faults: ["console.log: at last"],
    async run({ open }) {
      const opened = await open({ html: page("") });
      await opened.evaluate(() => void requestAnimationFrame(() => console.log("at last")));
    },
  },
  {
    title: "planted: a check that fails, and another that says so and goes on",
    faults: ["the first", "the second"],
    run({ fault }) {
      fault("the first");
      throw new Error("the second");
    },
  },
  {
    title: "a page is shown on the screen and in the colours that were asked for",
    async run({ open }) {
      const html = page("").replace("<title>", '<meta name="viewport" content="width=device-width"><title>');
      const seen = (opened) =>
        opened.evaluate(() => [innerWidth, innerHeight, matchMedia("(prefers-color-scheme: dark)").matches]);
      assert.deepEqual(await seen(await open({ html })), [1280, 720, false]);
      assert.deepEqual(await seen(await open({ html, screen: "phone", colorScheme: "dark" })), [390, 844, true]);
    },
  },
];
