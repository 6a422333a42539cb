import { Heap, wasmHeap } from "./heap.ts";
import { webAssembly } from "./platform.ts";

/** In pages of 64 KiB: room for some hundred blocks, of which a kernel needs a handful. */
const maximum = 64;

let made: Heap | null = null;

/**
 * A small memory of its own for kernels that copy blocks in and out, `null` where there are no emitted kernels. It is not shared with
 * threads: engines copy to and from shared memory word by word, at 21 GB/s instead of 150 from the cache, which is most of what a sum costs.
 */
export function blockHeap(): Heap | null {
  const heap = wasmHeap();
  if (heap === null) return null;
  made ??= new Heap(new webAssembly!.Memory({ initial: 5, maximum }), false, maximum, heap.relaxed);
  return made;
}
