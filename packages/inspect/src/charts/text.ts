// Text is laid out without measuring it in a browser: its width is estimated from above, so that nothing is cut off
// whichever sans-serif font is there.

/** Characters that XML does not allow, and halves of pairs: no file with one of them in it can be read. */
const unprintable = /\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Text as it can stand on one line of any XML document. */
export function printable(text: string): string {
  return text.replace(/\s+/g, " ").replace(unprintable, "\ufffd").trim();
}

// Advance widths in ems, of the wider of Liberation Sans (as wide as Arial and Helvetica) and DejaVu Sans.
const narrow = /[ijlI1'|.,:;!()[\] ftr⁻]/;
const wide = /[mwMW@%—…]/;
const capital = /[A-HJ-LN-VX-Z&OQ]/;

/** Width of a line of text in pixels, or a little more. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let ems = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x2e80)
      ems += 1.05; // East Asian, emoji
    else if (narrow.test(character)) ems += character === "1" ? 0.64 : 0.42;
    else if (wide.test(character)) ems += 1.0;
    else if (capital.test(character)) ems += 0.78;
    else ems += 0.64;
  }
  return ems * fontSize * (bold ? 1.1 : 1);
}

/** As much of a text as fits, with an ellipsis where something is left out. */
export function fitted(text: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, fontSize, bold) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A text in lines of at most that width, broken between words; a word that is too long is shortened. */
export function wrapped(text: string, width: number, fontSize: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, fontSize, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines.filter((each) => each !== "").map((each) => fitted(each, width, fontSize, bold));
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function power(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]!).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** A number for people: 0.001, 1.5·10⁻⁵, 12,000; with at most so many significant digits. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return "0";
  const sign = rounded < 0 ? "−" : "";
  const size = Math.abs(rounded);
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa, exponent] = size.toExponential().split("e");
    return `${sign}${mantissa === "1" ? "" : `${mantissa}·`}${power(Number(exponent))}`;
  }
  const whole = size >= 1e4 && Number.isInteger(size);
  return sign + (whole ? String(size).replace(/\B(?=(\d{3})+$)/g, ",") : String(size));
}

/** Numbers that stand in one row, such as the labels of an axis: with equally many decimals where none of them is a power of ten. */
export function formatAlike(values: readonly number[], digits = 3): string[] {
  const texts = values.map((value) => formatNumber(value, digits));
  if (texts.some((text) => /[·⁰¹²³⁴⁵⁶⁷⁸⁹,]/.test(text))) return texts;
  const decimals = texts.reduce((most, text) => Math.max(most, (text.split(".")[1] ?? "").length), 0);
  return texts.map((text) => {
    const missing = decimals - (text.split(".")[1] ?? "").length;
    return missing === 0 ? text : `${text}${text.includes(".") ? "" : "."}${"0".repeat(missing)}`;
  });
}
