import { type Heap, wasmHeap } from "../../kernels/wasm/heap.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Version } from "../../tensor/version.ts";

/** A part of the heap that belongs to a program. */
export interface Allocated {
  readonly address: number;
  readonly bytes: number;
}

/** The copy of a Parameter's storage that emitted code works on. */
export interface Resident extends Allocated {
  /** The version of the storage that the copy has; −1 before the first. */
  seen: number;
}

const residents = new WeakMap<Version, Resident>();

// Given back when the storage is collected: nothing else tells that nobody will train it any more.
const collected = /* @__PURE__ */ new FinalizationRegistry<Resident>(({ address, bytes }) => {
  wasmHeap()?.release(address, bytes);
});

/** The one copy of a storage that all compiled programs share, so that a program sees what another has trained. */
export function residentOf(heap: Heap, { version, data }: Tensor): Resident {
  const known = residents.get(version!);
  if (known !== undefined) return known;
  const bytes = data.byteLength;
  const resident = { address: heap.allocate(bytes), bytes, seen: -1 };
  residents.set(version!, resident);
  collected.register(version!, resident);
  return resident;
}

/** A part of the heap as a typed array, made anew when the heap has grown. */
export class HeapView {
  private readonly heap: Heap;
  private readonly dtype: DType;
  private readonly address: number;
  private readonly size: number;
  private generation = -1;
  private view: Float32Array = new Float32Array(0);

  constructor(heap: Heap, dtype: DType, address: number, size: number) {
    this.heap = heap;
    this.dtype = dtype;
    this.address = address;
    this.size = size;
  }

  get array(): Float32Array {
    if (this.generation !== this.heap.generation) {
      const whole = this.heap.views[this.dtype] as Float32Array; // of the dtype's kind; all have the same methods
      const start = this.address / whole.BYTES_PER_ELEMENT;
      this.view = whole.subarray(start, start + this.size);
      this.generation = this.heap.generation;
    }
    return this.view;
  }
}
