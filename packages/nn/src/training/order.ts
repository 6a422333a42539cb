import { defaultGenerator, type Rng, type RngState } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import type { Batches, Pair } from "./batches.ts";
import type { FitSettings } from "./fitOptions.ts";

/** In which order `fit` shows examples: it goes on from call to call, as if they were one. */
export class Order {
  private seed: number | string | undefined;
  /** The default generator that the order comes from; `manualSeed` puts another in its place. */
  private source: Rng | null = null;
  /** What the next order is drawn from; `null` before the first. */
  private generator: RngState | null = null;

  /** The batches of the epochs to come. Told by {@link keep} how far they went. */
  loader([x, y]: Pair, { batchSize, shuffle, seed }: FitSettings): DataLoader<Pair> {
    const dataset = new TensorDataset(x, y);
    if (!shuffle) return new DataLoader(dataset, { batchSize }) as DataLoader<Pair>; // of pairs, as the dataset is one
    const source = seed === undefined ? defaultGenerator() : null;
    const goesOn = this.generator !== null && seed === this.seed && source === this.source;
    const first = seed ?? (goesOn ? 0 : source!.next());
    const loader = new DataLoader(dataset, { batchSize, shuffle, seed: first });
    if (goesOn) loader.loadState({ epoch: 0, position: 0, generator: this.generator });
    this.seed = seed;
    this.source = source;
    this.keep(loader as DataLoader<Pair>);
    return loader as DataLoader<Pair>;
  }

  /** Notes where the loader is. An epoch that was broken off is begun again in its order. */
  keep(loader: Batches): void {
    if (loader instanceof DataLoader) this.generator = loader.state().generator ?? this.generator;
  }
}
