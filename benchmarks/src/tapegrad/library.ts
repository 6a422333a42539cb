import { readFileSync } from "node:fs";
import type { Load } from "../library.ts";
import { adam, chain, crossEntropy } from "./gradients.ts";
import { elementwise, matmul } from "./kernels.ts";
import { step } from "./step.ts";
import { digits, grid } from "./training.ts";
import { variantOf } from "./variant.ts";

/** tapegrad: `eager`, `jit` or `recorded`, and the number of threads. */
export const load: Load = (words) => {
  const variant = variantOf(words);
  const manifest = readFileSync(new URL("../../../packages/core/package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { version: string }; // as npm wants it
  const steps = { step: step(variant), chain: chain(variant) };
  if (variant.recorded) return { version, programs: steps };
  const differentiated = {
    ...steps,
    crossEntropy: crossEntropy(variant),
    digits: digits(variant),
    grid: grid(variant),
  };
  // A single op gains nothing from being compiled.
  return { version, programs: variant.jit ? differentiated : { ...differentiated, matmul, elementwise, adam } };
};
