import { toWorksheet } from "@tapegrad/inspect";

/** What a person and a program find on a worksheet. */
export interface ReadSheet {
  /** The text that is seen, without what is in fields. */
  readonly visible: string;
  /** The answers, by what their fields are called. */
  readonly answers: ReadonlyMap<string, number>;
  /** The given numbers, by name; of tensors in row-major order. */
  readonly given: ReadonlyMap<string, readonly number[]>;
}

/** Makes a worksheet and reads it. */
export function worksheet(...call: Parameters<typeof toWorksheet>): ReadSheet {
  const html = toWorksheet(...call);
  const [, encoded] = /<script type="application\/json" id="data">"([^"]*)"<\/script>/.exec(html)!;
  const { answers } = JSON.parse(atob(encoded!)) as { answers: readonly (readonly [number | string, string])[] };
  const labels = [...html.matchAll(/<input id="blank(\d+)"[^>]*aria-label="([^"]*)"/g)];
  const [, list] = /<ul class="given">(.*?)<\/ul>/s.exec(html)!;
  const given = [...list!.matchAll(/<li.*?<\/li>/gs)].map(([item]) => {
    const [name, ...numbers] = textOf(item.replace("</math>", "</math> ")).split(/[\s=]+/);
    return [name!, numbers.filter((text) => text !== "").map((text) => Number(text.replace("−", "-")))] as const;
  });
  return {
    visible: textOf(html),
    answers: new Map(labels.map(([, blank, label]) => [label!, Number(answers[Number(blank)]![0])])),
    given: new Map(given),
  };
}

function textOf(html: string): string {
  return html
    .replace(/<(script|style).*?<\/\1>/gs, "")
    .replace(/<\/(td|p|li|text|tspan|h1|h2)>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
