import { crc32, inflateSync } from "node:zlib";

/** A picture of a `data:` address: for each pixel, row by row from the top, its colour, or `"clear"`. */
export interface Png {
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly string[];
}

/** Reads a PNG file with a palette, and throws if it is not what the format says. */
export function readPng(address: string): Png {
  const [, encoded] = /^data:image\/png;base64,([A-Za-z0-9+/]+=*)$/.exec(address)!;
  const bytes = Buffer.from(encoded!, "base64");
  if (bytes.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") throw new Error("not the signature of PNG");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length))
      throw new Error(`${type}: checksum`);
    chunks.set(type, data);
    at += 12 + length;
  }
  if ([...chunks.keys()].join(" ") !== "IHDR PLTE tRNS IDAT IEND") throw new Error([...chunks.keys()].join(" "));
  const header = chunks.get("IHDR")!;
  const [width, height, depth] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8]!];
  const palette = chunks.get("PLTE")!;
  const opacity = chunks.get("tRNS")!;
  const colourOf = (i: number): string => {
    if (3 * i >= palette.length) throw new Error(`no colour ${i}`);
    return (opacity[i] ?? 255) === 0 ? "clear" : `#${palette.toString("hex", 3 * i, 3 * i + 3)}`;
  };
  const rows = inflateSync(chunks.get("IDAT")!);
  const stride = 1 + Math.ceil((width * depth) / 8);
  if (rows.length !== stride * height) throw new Error("not as many bytes as pixels");
  const pixels: string[] = [];
  for (let y = 0; y < height; y++) {
    if (rows[y * stride] !== 0) throw new Error("a filter");
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = rows[y * stride + 1 + (bit >> 3)]!;
      pixels.push(colourOf((byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)));
    }
  }
  return { width, height, pixels };
}
