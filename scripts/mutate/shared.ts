import type { SharedNames } from "../sources/derivatives.ts";

/** Where derivatives are completed for all ops. */
export const sharedFiles: readonly (SharedNames & { readonly path: string })[] = [
  {
    path: "packages/core/src/op/elementwise.ts",
    functions: ["slope", "operandsOf", "pullBack", "push", "derivePullback", "derivePush", "used"],
  },
  { path: "packages/core/src/op/readers/dual.ts", functions: ["dual"], tables: ["slopes"] },
  { path: "packages/core/src/op/reduction.ts", functions: ["keptShape"] },
  {
    path: "packages/core/src/transform/sweep.ts",
    functions: ["fitted", "restorerOf", "contributionOf", "cotangentsAt", "alongEdge", "accumulate", "only"],
  },
  { path: "packages/core/src/transform/gradients.ts", functions: ["add"] },
  { path: "packages/core/src/transform/jvp.ts", functions: ["pushAlong", "pushThroughRules"] },
];

/** The tests that look at derivatives in other ways than the laws of ops do. */
export const testFiles: readonly string[] = [
  "chain-rule",
  "readers",
  "slopes",
  "jvp",
  "vjp",
  "grad",
  "backward",
  "broadcast",
  "composition",
  "customVjp",
  "dtype",
  "sweep",
  "edge-derivatives",
  "transform-extra",
].map((name) => `packages/core/test/${name}.test.ts`);

/** Where an op remembers what it has read of its expressions. */
export const readingsFile = "packages/core/src/op/elementwise.ts";

/** An op forgets what it has read when another mutant becomes active: a slope is read once, and its fault was read then or never. */
export function withFreshReadings(text: string): string {
  const head = /private reading\(attrs: object\): Reading \{/;
  if (!head.test(text))
    throw new Error(`mutate: ${readingsFile} must have reading(attrs), which remembers. What is it called now?`);
  return text.replace(
    head,
    `$&
    const own = this as unknown as { epoch?: number };
    if (own.epoch !== __mutant.state.epoch) {
      own.epoch = __mutant.state.epoch;
      this.readings.clear();
      this.latest = null;
    }`,
  );
}
