/** What a training run measured, epoch by epoch. */
export class History {
  /** Numbers of the epochs that were finished, from 1 on. */
  readonly epochs: number[] = [];
  /** For `"loss"` and each metric, and `"val…"` of each where there is validation data: one number per epoch. */
  readonly metrics: Record<string, number[]> = {};

  /** @internal */
  push(epoch: number, values: Readonly<Record<string, number>>): void {
    this.epochs.push(epoch);
    for (const [name, value] of Object.entries(values)) {
      // A metric may be called "constructor" or "__proto__": what objects inherit is not one of ours.
      if (!Object.hasOwn(this.metrics, name)) {
        const entry = { value: [], enumerable: true, configurable: true, writable: true };
        Object.defineProperty(this.metrics, name, entry);
      }
      this.metrics[name]!.push(value);
    }
  }
}

/** `"valLoss"` for `"loss"`. */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
