import type { Parameter, Tensor } from "@tapegrad/core";
import { upTo } from "../../arbitraries/draw.ts";
import { drawLike } from "../../arbitraries/values.ts";
import { checkGradients } from "../../check.ts";
import { largestMagnitude, requireClose, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { inFloat } from "../op/function.ts";
import type { LayerLike } from "./facts.ts";
import { type LayerSubject, lawOfLayer, run } from "./subject.ts";

/** The gradients of a layer. */
export function lawsOfGradients(subject: LayerSubject): Law[] {
  const { facts } = subject;
  return [...(facts.differences === undefined ? [differences(subject)] : []), reached(subject), precision(subject)];
}

function differences(subject: LayerSubject): Law {
  const title = "has the gradients that differences have, by its input and every parameter";
  return lawOfLayer(subject, title, ({ layer, x, source }) => {
    const seed = upTo(source, 1000);
    const report = checkGradients((input: Tensor) => run(layer, input), [x], { module: layer, mode: "elements", seed });
    if (report.verdict === "fail") throw new Violation(String(report));
    // Kinks may be met by chance; where most is one, nothing was checked.
    const passed = report.with("pass").length;
    if (2 * passed < report.entries.length) throw new Violation(`differences settle for few elements only.\n${report}`);
  });
}

function reached({ facts, ...subject }: LayerSubject): Law {
  const title = "names every parameter once, and each gets a gradient";
  return lawOfLayer({ facts, ...subject }, title, ({ layer, x }) => {
    const named = [...layer.namedParameters()];
    const paths = named.map(([path]) => path);
    if (paths.join() !== facts.parameters.join())
      throw new Violation(
        `parameters ${paths.join(", ") || "none"} instead of ${facts.parameters.join(", ") || "none"}`,
      );
    if (new Set(named.map(([, value]) => value)).size !== named.length)
      throw new Violation(`a parameter comes twice in ${paths.join(", ")}`);
    if (named.length === 0) return;
    run(layer, x).sum().backward();
    for (const [path, { grad }] of named) if (grad === null) throw new Violation(`"${path}" gets no gradient`);
  });
}

function precision(subject: LayerSubject): Law {
  const title = "has in float32 the gradients it has in float64";
  const holds: Parameters<typeof lawOfLayer>[2] = ({ layer, twin, x, source }) => {
    const cotangent = drawLike(source, run(layer, x));
    const wanted = gradientsOf(twin("float64"), inFloat(x, "float64"), inFloat(cotangent, "float64"));
    const magnitude = Math.max(1, largestMagnitude(wanted));
    gradientsOf(layer, x, cotangent).forEach((gradient, k) => {
      if (gradient.dtype !== "float32") throw new Violation(`gradient ${k} is ${gradient.dtype}`);
      requireClose(gradient, wanted[k]!.toArray(), () => 2 ** -14 * magnitude);
    });
  };
  return lawOfLayer(subject, title, holds, "float32");
}

/** By the input, and by every parameter. */
function gradientsOf(layer: LayerLike, x: Tensor, cotangent: Tensor): Tensor[] {
  const input = inFloat(x, x.dtype);
  input.requiresGrad = true;
  const parameters: Parameter[] = [...layer.namedParameters()].map(([, parameter]) => parameter);
  for (const parameter of parameters) parameter.grad = null;
  run(layer, input).mul(cotangent).sum().backward();
  return [input, ...parameters].map(({ grad }) => grad!); // every law of its own says that there is one
}
