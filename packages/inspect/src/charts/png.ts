import type { Rgb } from "./ramp.ts";

// Shading and images are small PNG files within the SVG: 28 × 28 pixels take 1 KB so, and 40 KB as rectangles. The format is
// that of W3C's "Portable Network Graphics"; nothing is compressed, so that it needs no library and has the same bytes everywhere.

/**
 * A `data:` address of a picture of at most 256 colours.
 *
 * @param pixels - For each pixel, row by row from the top, the number of its colour; −1 is transparent.
 * @param colours - At most 255.
 */
export function pngOf(width: number, height: number, pixels: ArrayLike<number>, colours: readonly Rgb[]): string {
  const clear = colours.length;
  // Two pixels go into a byte where there are few colours.
  const depth = clear < 16 ? 4 : 8;
  const length = Math.ceil((width * depth) / 8);
  const rows = new Uint8Array(height * (length + 1));
  for (let y = 0; y < height; y++) {
    // Each row begins with a 0: its bytes are as they are, not differences.
    const start = y * (length + 1) + 1;
    for (let x = 0; x < width; x++) {
      const given = pixels[y * width + x]!;
      const colour = given < 0 ? clear : given;
      if (depth === 8) rows[start + x] = colour;
      else rows[start + (x >> 1)]! |= x % 2 === 0 ? colour << 4 : colour;
    }
  }
  const header = [...uint32(width), ...uint32(height), depth, 3, 0, 0, 0];
  const opacities = [...colours.map(() => 255), 0];
  const bytes = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...chunk("PLTE", [...colours.flat(), 0, 0, 0]),
    ...chunk("tRNS", opacities),
    ...chunk("IDAT", stored(rows)),
    ...chunk("IEND", []),
  ];
  return `data:image/png;base64,${base64(bytes)}`;
}

function uint32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

/** The polynomial of ISO 3309, bit by bit: pictures are small. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc;
}

/** As a zlib stream (RFC 1950) of blocks that are stored as they are (RFC 1951). */
function stored(bytes: Uint8Array): number[] {
  const stream = [0x78, 0x01];
  const most = 65535;
  for (let at = 0; at < bytes.length; at += most) {
    const block = bytes.subarray(at, at + most);
    const last = at + most >= bytes.length ? 1 : 0;
    stream.push(last, block.length & 255, block.length >> 8, ~block.length & 255, (~block.length >> 8) & 255);
    for (const byte of block) stream.push(byte);
  }
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  stream.push(b >> 8, b & 255, a >> 8, a & 255);
  return stream;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: readonly number[]): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const present = bytes.length - i;
    text += letters[three >> 18]! + letters[(three >> 12) & 63]!;
    text += present > 1 ? letters[(three >> 6) & 63]! : "=";
    text += present > 2 ? letters[three & 63]! : "=";
  }
  return text;
}
