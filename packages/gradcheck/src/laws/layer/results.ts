import type { FloatDType, Tensor } from "@tapegrad/core";
import { drawTensor } from "../../arbitraries/values.ts";
import { describeTensor, largestMagnitude, requireClose, requireSame, sameElements, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { requireThrown } from "../op/errors.ts";
import { tryAtRandom } from "../random.ts";
import { sliceOf } from "../rows.ts";
import { type LayerSubject, lawOfLayer, made, run } from "./subject.ts";

/** What a layer gives. */
export function lawsOfResults(subject: LayerSubject): Law[] {
  const { facts } = subject;
  return [
    accuracy(subject, "float64"),
    accuracy(subject, "float32"),
    lawOfLayer(subject, "gives the same bits each time while it is not trained", ({ layer, x }) => {
      const before = x.data.slice();
      const first = run(layer, x);
      requireSame("called again", [run(layer, x)], [first]);
      layer.train();
      layer.eval();
      requireSame("after train() and eval()", [run(layer, x)], [first]);
      if (!sameElements(x.data, before)) throw new Violation(`the input has become ${describeTensor(x)}`);
    }),
    ...(facts.rows === undefined ? [rows(subject)] : []),
    ...(facts.single === true ? [single(subject)] : []),
    ...facts.errors.map((row) => error(subject, row)),
  ];
}

/**
 * In float64 some hundred roundings of well-scaled numbers; float32 rounds inputs, weights and sums: as many of its own, of the
 * largest number that occurs.
 */
function accuracy(subject: LayerSubject, dtype: FloatDType): Law {
  const title = `gives shape, dtype and values of its reference in ${dtype}`;
  const holds: Parameters<typeof lawOfLayer>[2] = ({ layer, x }) => {
    const y = run(layer, x);
    if (y.dtype !== dtype) throw new Violation(`dtype ${y.dtype} instead of ${dtype}`);
    const parameters = [...layer.namedParameters()];
    const wanted = subject.facts.reference(
      x.toArray(),
      Object.fromEntries(parameters.map(([path, value]) => [path, value.toArray()])),
    );
    const largest = Math.max(1, largestMagnitude([x, y, ...parameters.map(([, value]) => value)]));
    requireClose(y, wanted, () => largest * 2 ** (dtype === "float64" ? -44 : -16));
  };
  return lawOfLayer(subject, title, holds, dtype);
}

function rows(subject: LayerSubject): Law {
  return lawOfLayer(subject, "gives for a row of a batch what it gives for that row alone", ({ layer, x }) => {
    const y = run(layer, x);
    for (let i = 0; i < x.shape[0]!; i++) {
      const alone = run(layer, sliceOf(x, [i]));
      requireSame(`row ${i} alone`, [alone], [sliceOf(y, [i])]);
    }
  });
}

function single(subject: LayerSubject): Law {
  return lawOfLayer(subject, "takes one example without an axis for the batch", ({ layer, x }) => {
    const batch = run(layer, sliceOf(x, [0]));
    const { shape }: { readonly shape: readonly number[] } = x;
    const alone = run(layer, reshaped(x, shape.slice(1)));
    requireSame("a single example", [alone], [reshaped(batch, (batch.shape as readonly number[]).slice(1))]);
  });
}

/** The first elements under another shape. */
function reshaped(x: Tensor, shape: readonly number[]): Tensor {
  return sliceOf(x, [0], shape);
}

function error({ name, make }: LayerSubject, { input, message }: LayerSubject["facts"]["errors"][number]): Law {
  const title = `error: ${message}`;
  return {
    title,
    check: (options) =>
      tryAtRandom(
        {
          name: `${name} > ${title}`,
          atMost: 1,
          attempt(source) {
            const given = "literal" in input ? input.literal : drawTensor(source, { ...input, dtype: "float32" });
            let thrown: unknown;
            try {
              run(made(make, "float32"), given as Tensor); // whatever a JavaScript program may pass
            } catch (caught) {
              thrown = caught;
            }
            requireThrown(thrown, message);
          },
        },
        options,
      ),
  };
}
