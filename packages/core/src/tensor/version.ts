import type { Data } from "./dtype.ts";

/** Counts how often the values of a Parameter were overwritten; whatever shares its storage shares it. */
export interface Version {
  count: number;
  /** Where the values go when they are overwritten next, if someone wants them later: see {@link keepValues}. */
  kept: KeptValues | null;
}

/** Values that a storage had at some time. */
export interface KeptValues {
  /** A copy, once they have been overwritten; `null` as long as the storage itself still has them. */
  data: Data | null;
}

/** Whatever has a storage, which may be one that changes. */
interface Stored {
  readonly version: Version | null;
  readonly data: Data;
}

/** Asks for the values that `x` has now. They are copied when they are overwritten, if that ever happens. `null` if nothing can change. */
export function keepValues({ version }: Stored): KeptValues | null {
  if (version === null) return null;
  version.kept ??= { data: null };
  return version.kept;
}

/** To be called before the values of `x` are overwritten: makes the copy that was asked for. */
export function beforeOverwriting({ version, data }: Stored): void {
  if (version === null || version.kept === null) return;
  version.kept.data = data.slice();
  version.kept = null;
}
