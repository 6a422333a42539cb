// How time grows with the size of the work, for tapegrad alone: nothing may grow faster than the work does.
import { reference } from "./reference.ts";
import type { Results } from "./rounds.ts";
import type { Task, Workload } from "./workloads.ts";

export interface Series {
  readonly title: string;
  /** What `size` counts, and the unit of work that there are so many of. */
  readonly axis: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly task: (size: number) => Task;
}

const step = (batch: number, width: number): Task => {
  return { kind: "step", sizes: [64, width, 10], batch, activation: "sigmoid", optimizer: "sgd", learningRate: 0.01 };
};

const series: readonly Series[] = [
  {
    title: "a chain of scalar ops, forward and backward",
    axis: "depth",
    unit: "op",
    sizes: [10, 100, 1000, 10_000, 100_000],
    // The factor is so near to 1 that the value and its derivative stay in range at every depth.
    task: (ops) => ({ kind: "chain", ops, factor: 1 + 2 ** -13 }),
  },
  {
    title: "a training step 64-50-10",
    axis: "batch",
    unit: "example",
    sizes: [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000],
    task: (batch) => step(batch, 50),
  },
  {
    title: "a training step 64-width-10, batch 100",
    axis: "width",
    unit: "hidden unit",
    sizes: [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
    task: (width) => step(100, width),
  },
];

/** A chain of 10⁵ float32 operations is off by 10⁵ roundings of 6e-8 at worst. */
const growthTolerance = 6e-3;

/** A workload for each size of each series, with what it must give. */
export function growthWorkloads(): Map<Series, Workload[]> {
  return new Map(
    series.map((each) => [
      each,
      each.sizes.map((size) => {
        const task = each.task(size);
        return {
          name: `${each.axis}-${size}`,
          title: `${each.title}: ${each.axis} ${size}`,
          task,
          expected: reference(task, 1)!,
          tolerance: growthTolerance,
        };
      }),
    ]),
  );
}

/** Time per unit of work, size by size. */
export interface Curve {
  readonly variant: string;
  readonly points: readonly { readonly size: number; readonly microseconds: number }[];
}

export interface Growth {
  readonly series: Series;
  readonly curves: readonly Curve[];
  /** What could not be run, in words. */
  readonly failures: readonly string[];
}

/** The curves of a run over {@link growthWorkloads}. */
export function growthOf(
  bySeries: ReadonlyMap<Series, readonly Workload[]>,
  { outcomes, participants }: Results,
): Growth[] {
  return [...bySeries].map(([each, workloads]) => ({
    series: each,
    curves: participants.map(({ contestant }) => ({
      variant: contestant.name,
      points: workloads.flatMap((workload, i) => {
        const outcome = outcomes.get(workload)?.get(contestant.name);
        const size = each.sizes[i]!;
        return outcome !== undefined && "median" in outcome
          ? [{ size, microseconds: (outcome.median * 1000) / size }]
          : [];
      }),
    })),
    failures: workloads.flatMap((workload) =>
      [...(outcomes.get(workload) ?? [])].flatMap(([variant, outcome]) =>
        "failed" in outcome ? [`${workload.title}, ${variant}: ${outcome.failed}`] : [],
      ),
    ),
  }));
}

/**
 * The exponent p of time ~ sizeᵖ in the upper part of a curve: the slope of a line through the last four points, both axes logarithmic. 1 is
 * time in proportion to the work.
 */
export function exponent({ points }: Curve): number {
  const last = points
    .slice(-4)
    .map(({ size, microseconds }) => ({ x: Math.log(size), y: Math.log(microseconds * size) }));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(last.map(({ x }) => x)), mean(last.map(({ y }) => y))];
  const covariance = mean(last.map(({ x, y }) => (x - x0) * (y - y0)));
  return covariance / mean(last.map(({ x }) => (x - x0) ** 2));
}
