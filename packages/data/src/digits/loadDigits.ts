import { Tensor } from "@tapegrad/core";
import { digitLines } from "./images.ts";

const count = 1797;
const pixels = 64;

/**
 * 1,797 real handwritten digits, 8 × 8 grey values each, and what they show. They are part of the package: nothing is read from
 * a file or a network.
 *
 * @returns `images`, shape `[1797, 64]`, row by row, from 0 (paper) to 1 (ink) in steps of 1/16; `labels`, shape `[1797]`,
 * 0 … 9. New tensors with each call.
 *
 * @example
 * ```ts
 * const { images, labels } = loadDigits();
 * images.shape; // => [1797, 64]
 * Array.from(labels.data.slice(0, 5)); // => [0, 1, 2, 3, 4]
 * ```
 * @see E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
 * doi:10.24432/C50P49, CC BY 4.0: its test part.
 */
export function loadDigits(): {
  images: Tensor<[1797, 64], "float32">;
  labels: Tensor<[1797], "int32">;
} {
  const images = new Float32Array(count * pixels);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * (pixels + 2); // 64 pixels, the label, the end of the line
    for (let j = 0; j < pixels; j++) images[i * pixels + j] = greyValue(digitLines.charCodeAt(start + j)) / 16;
    labels[i] = greyValue(digitLines.charCodeAt(start + pixels));
  }
  return {
    images: new Tensor<[1797, 64], "float32">([count, pixels], "float32", images),
    labels: new Tensor<[1797], "int32">([count], "int32", labels),
  };
}

/** 0 … 16 for the characters 0 … 9 and a … g. */
function greyValue(code: number): number {
  return code < 97 ? code - 48 : code - 87; // "a" is 97, and stands for 10
}
