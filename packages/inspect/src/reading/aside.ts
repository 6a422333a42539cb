import { noGrad, unrecorded } from "@tapegrad/core";

/** Runs what looks at a program: nothing of it is recorded, as derivatives or otherwise. */
export function aside<T>(fn: () => T): T {
  return unrecorded(() => noGrad(fn));
}
