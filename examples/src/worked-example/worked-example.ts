// A network of 25 parameters as a lecture goes through it: every derivative by the tape, by the chain rule and by matrix products.
import { parseArgs } from "node:util";
import { explain } from "@tapegrad/inspect";
import { byMatrices, byTheChainRule, layers, scalarProgram } from "./network.ts";
import { writePages } from "./pages.ts";

const help = `Works out one example of backpropagation: inputs a, b; units c, d, e; units f, g, h; output z.

Usage: worked-example.ts [--out FOLDER]

  --out FOLDER   write the page to walk through, the worksheet, the LaTeX derivation and a drawing of the network there
`;

const { values } = parseArgs({ options: { out: { type: "string" }, help: { type: "boolean", default: false } } });
if (values.help) console.log(help);
else {
  const { z } = scalarProgram();
  console.log(explain(z));

  console.log("\nthe same as matrix products, δ = Wᵀ δ̄⁺ and δ̄ = s′ ∘ δ");
  const { deltas, preDeltas, gradients } = byMatrices();
  const row = (numbers: readonly number[]): string => numbers.map((value) => value.toFixed(6).padStart(10)).join(" ");
  for (let l = layers.length - 1; l > 0; l--) {
    const units = layers[l]!.join(", ");
    console.log(`  δ of ${units.padEnd(8)} ${row(deltas[l]!)}`);
    console.log(`  δ̄ of ${units.padEnd(8)} ${row(preDeltas[l - 1]!)}`);
    for (const [j, unit] of layers[l]!.entries())
      console.log(`  Δ, row ${unit.padEnd(5)}  ${row(gradients[l - 1]![j]!)}`);
  }

  const { derivatives } = byTheChainRule();
  console.log(`\n∂z/∂w_ca by the chain rule: ${derivatives.get("w_ca")!.toFixed(6)}`);
  if (values.out !== undefined) for (const file of writePages(values.out)) console.log(`wrote ${file}`);
}
