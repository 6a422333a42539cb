import type { NumberEntry } from "../../json/document.ts";
import type { ParameterStep } from "../document.ts";
import { type Column, columnFrame, drawColumns, endsOf } from "./bars.ts";
import type { Frame } from "./frame.ts";
import { lines, type Series } from "./lines.ts";
import { numberOf } from "./numbers.ts";
import { alongSteps, indexText, stepAt, type Track } from "./runs.ts";

/** What moved a parameter, step by step: norms of the parts as lines, or the parts of one element as columns. */
export function overSteps(
  track: Track,
  all: readonly Track[],
  {
    width,
    steps,
    element,
    isLogarithmic,
  }: { width: number; steps: readonly number[]; element: number | null; isLogarithmic: boolean },
): Frame {
  const { name, shape, kept } = track.parameter;
  const x = [steps[0]!, steps.at(-1)!] as const;
  if (element === null) {
    const shown = seriesOf(track);
    // The runs have one scale, so that they can be compared.
    const hidden = all.flatMap((other) => seriesOf(other)).map(({ points }): Series => ({ kind: "hidden", points }));
    return lines([...hidden, ...shown], {
      width,
      height: 190,
      x,
      xLabel: "step",
      yLabel: "norm of the part",
      label: `Norms of the update of ${name} and of its parts over the steps, ${track.run.name}`,
      isLogarithmic,
      fromZero: true,
    });
  }
  const columnsOf = (one: Track): Column[] => [...alongSteps(one)].map(([, at]) => columnOf(one, at, element));
  const ends = all.flatMap((one) => columnsOf(one).map(endsOf));
  const frame = columnFrame(ends, {
    width,
    height: 190,
    x: withRoom(steps, Math.min(...all.map(({ run }) => run.document.every))),
    xLabel: "step",
    yLabel: "added to the element",
    label: `Parts of the update of element ${indexText(shape, kept[element] ?? 0)} of ${name} over the steps, ${track.run.name}`,
  });
  const { document } = track.run;
  const places = document.steps.map(({ step }) => frame.x.clamped(step));
  const room = frame.x.clamped(steps[0]! + document.every) - frame.x.clamped(steps[0]!);
  drawColumns(frame, columnsOf(track), places, Math.min(20, Math.max(0.8, room * 0.8)));
  return frame;
}

/** From the first to the last step, with half a column beside each. */
function withRoom(steps: readonly number[], every: number): readonly [number, number] {
  return [steps[0]! - every / 2, steps.at(-1)! + every / 2];
}

/** What one step adds to each of the elements that are kept, as columns. */
export function acrossElements(
  track: Track,
  all: readonly Track[],
  step: number,
  width: number,
  chosen: number | null,
): Frame {
  const columnsOf = (one: Track): Column[] => {
    const at = stepAt(one.run, step)?.parameters[one.place];
    return at === undefined ? [] : one.parameter.kept.map((_, k) => columnOf(one, at, k));
  };
  const { kept, name } = track.parameter;
  const frame = columnFrame(
    all.flatMap((one) => columnsOf(one).map(endsOf)),
    {
      width,
      height: 170,
      x: [-0.5, kept.length - 0.5],
      xLabel:
        kept.length < sizeOf(track.parameter.shape)
          ? `${kept.length} of ${sizeOf(track.parameter.shape)} elements`
          : "elements",
      yLabel: "added at this step",
      label: `Parts of the update of each element of ${name} at this step, ${track.run.name}`,
      hasSteps: false,
    },
  );
  const columns = columnsOf(track);
  const places = columns.map((_, k) => frame.x.clamped(k));
  const room = places.length > 1 ? places[1]! - places[0]! : 40;
  drawColumns(frame, columns, places, Math.min(40, room * 0.72));
  if (chosen !== null && chosen < kept.length) frame.markAt(chosen);
  return frame;
}

function seriesOf(track: Track): readonly Series[] {
  const steps = [...alongSteps(track)];
  const parts = track.parts.map(
    (part): Series => ({
      kind: `part-${part}`,
      points: steps.map(([step, at]) => [step, at.parts[part]?.norm ?? Number.NaN]),
    }),
  );
  return [{ kind: "update", points: steps.map(([step, at]) => [step, at.update?.norm ?? Number.NaN]) }, ...parts];
}

function columnOf({ parts }: Track, at: ParameterStep<NumberEntry>, element: number): Column {
  return {
    parts: parts.map((part) => ({ kind: `part-${part}`, value: numberOf(at.parts[part]?.values[element]) })),
    whole: numberOf(at.update?.values[element]),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, axis) => size * axis, 1);
}
