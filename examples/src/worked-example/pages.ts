import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tensor } from "@tapegrad/core";
import { networkDiagram, type Picture, toHtml, toLatex, toWorksheet } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { biases, inputs, layers, scalarProgram, weights } from "./network.ts";

/** The drawing that every lecture has of it: activations forward, δ backward. */
export function picture(): Picture {
  const dense = weights.map((rows, l) => {
    const layer = new Dense(layers[l]!.length, layers[l + 1]!.length, { activation: "sigmoid", dtype: "float64" });
    layer.kernel.assign(tensor(rows, { dtype: "float64" }).matrixTranspose()); // [in, out]
    layer.bias!.assign(biases[l]! as number[]); // it has one, unless told otherwise
    return layer;
  });
  return networkDiagram(new Sequential(...dense), {
    input: inputs,
    loss: (z) => z.sum(),
    inputs: layers[0],
    outputs: layers.at(-1)!,
    title: "Activations forward, δ backward",
  });
}

/** Writes everything one can make of the program into a folder; gives the files. */
export function writePages(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const { z } = scalarProgram();
  const contents = {
    "worked-example.html": toHtml(z, { title: "A worked example" }),
    "worksheet.html": toWorksheet(z, { hide: "cotangents", title: "A worked example" }),
    "derivation.tex": toLatex(z),
    "network.svg": picture().svg,
  };
  return Object.entries(contents).map(([name, text]) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}
