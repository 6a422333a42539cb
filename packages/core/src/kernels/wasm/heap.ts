import { Assembler, type Code, f32x4, types } from "./assembler.ts";
import { type WasmMemory, webAssembly } from "./platform.ts";

/** Typed arrays over the whole memory. */
export interface Views {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}

const page = 65536;
/** Loops work on whole vectors and may run over the end of a buffer: so much is free behind each. */
export const spareBytes = 64;
/** Addresses of buffers are multiples of this. */
const alignment = 64;
/** Address 0 means "nowhere", and the first bytes are nobody's. */
const firstAddress = 1024;

interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * The memory that emitted kernels work on: one for the process, shared with its threads where the platform allows that.
 *
 * Tensors do not live in it: they are ordinary typed arrays, which are copied in and out, so nobody else holds a view of it, and it may
 * grow. A buffer stays where it is until it is freed.
 */
export class Heap {
  readonly memory: WasmMemory;
  readonly shared: boolean;
  /** In pages. */
  readonly maximum: number;
  /** Does the engine multiply and add with one rounding? */
  readonly relaxed: boolean;
  /** Counts how often the memory grew: views made before may be detached. */
  generation = 0;
  private current: Views;
  private top: number;
  /** Free parts below `top`, by ascending address, none next to another. */
  private free: Block[] = [];

  constructor(memory: WasmMemory, shared: boolean, maximum: number, relaxed: boolean) {
    this.memory = memory;
    this.shared = shared;
    this.maximum = maximum;
    this.relaxed = relaxed;
    this.current = viewsOf(memory);
    this.top = firstAddress;
  }

  /** Of the memory as it is now: to be asked for again after anything that may have made it grow. */
  get views(): Views {
    return this.current;
  }

  /**
   * The address of a new buffer, with {@link spareBytes} behind it. What is in it is left from others.
   *
   * @throws RangeError if the memory cannot grow that far.
   */
  allocate(bytes: number): number {
    const size = roundUp(bytes + spareBytes);
    for (const [i, block] of this.free.entries()) {
      if (block.end - block.start < size) continue;
      const rest = { start: block.start + size, end: block.end };
      this.free.splice(i, 1, ...(rest.start < rest.end ? [rest] : []));
      return block.start;
    }
    const start = this.top;
    this.reserve(start + size);
    this.top = start + size;
    return start;
  }

  /** Gives a buffer back that {@link allocate} made with as many bytes. */
  release(start: number, bytes: number): void {
    let block: Block = { start, end: start + roundUp(bytes + spareBytes) };
    const after = this.free.findIndex((other) => other.start >= block.end);
    const at = after < 0 ? this.free.length : after;
    const [before, behind] = [this.free[at - 1], this.free[at]];
    const joinsBefore = before?.end === block.start;
    const joinsBehind = behind?.start === block.end;
    if (joinsBefore) block = { start: before.start, end: block.end };
    if (joinsBehind) block = { start: block.start, end: behind.end };
    this.free.splice(at - (joinsBefore ? 1 : 0), (joinsBefore ? 1 : 0) + (joinsBehind ? 1 : 0), block);
    const last = this.free.at(-1)!;
    if (last.end !== this.top) return;
    this.top = last.start;
    this.free.pop();
  }

  /** A new module over this memory. */
  assembler(): Assembler {
    return new Assembler({ shared: this.shared, maximum: this.maximum });
  }

  /** The exported functions of a module written with {@link assembler}. */
  instantiate(
    assembler: Assembler,
    imports: { readonly [name: string]: unknown } = {},
  ): { readonly [name: string]: unknown } {
    const module = new webAssembly!.Module(assembler.bytes());
    return new webAssembly!.Instance(module, { env: { memory: this.memory, ...imports } }).exports;
  }

  private reserve(end: number): void {
    const has = this.memory.buffer.byteLength;
    if (end <= has) return;
    const wanted = Math.ceil((end - has) / page);
    // At least half as much again: each growth makes all views anew.
    const more = Math.min(this.maximum - has / page, Math.max(wanted, Math.ceil(has / page / 2)));
    try {
      this.memory.grow(Math.max(wanted, more));
    } catch {
      this.memory.grow(wanted);
    }
    this.generation++;
    this.current = viewsOf(this.memory);
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function viewsOf({ buffer }: WasmMemory): Views {
  return {
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
    int32: new Int32Array(buffer),
    bool: new Uint8Array(buffer),
  };
}

let made: Heap | null | undefined;

/**
 * The process's heap; `null` where there are no emitted kernels: the engine has no vectors, or a page's security policy allows no
 * code that is made while it runs. Everything then runs in JavaScript.
 */
export function wasmHeap(): Heap | null {
  if (made === undefined) made = makeHeap();
  return made;
}

/** Runs `fn` without emitted kernels, as on an engine that has no vectors. For tests, which hold both to the same laws. */
export function withoutWasm<T>(fn: () => T): T {
  const before = made;
  made = null;
  try {
    return fn();
  } finally {
    made = before;
  }
}

function makeHeap(): Heap | null {
  if (webAssembly === undefined || !accepts(vectors)) return null;
  const shared = typeof SharedArrayBuffer === "function" && Reflect.get(globalThis, "crossOriginIsolated") !== false;
  for (const maximum of [65536, 16384, 4096, 1024]) {
    try {
      const memory = new webAssembly.Memory(shared ? { initial: 32, maximum, shared } : { initial: 32, maximum });
      const heap = new Heap(memory, shared, maximum, accepts(relaxedVectors));
      heap.instantiate(heap.assembler());
      return heap;
    } catch (error) {
      // So much address space cannot be had: ask for less. Anything else is a policy that forbids making code.
      if (error instanceof RangeError) continue;
      noteOnce();
      return null;
    }
  }
  return null;
}

let noted = false;

function noteOnce(): void {
  if (noted) return;
  noted = true;
  const { console } = globalThis as { console?: { warn?(text: string): void } };
  console?.warn?.(
    "tapegrad: this page's security policy allows no WebAssembly, so everything runs in JavaScript, more slowly. " +
      "Allow 'wasm-unsafe-eval' in script-src for the fast kernels.",
  );
}

function vectors(x: Code): Code {
  return f32x4.add(x, x);
}

function relaxedVectors(x: Code): Code {
  return f32x4.relaxedMadd(x, x, x);
}

/** Does the engine have the instructions that this code is made of? */
function accepts(code: (x: Code) => Code): boolean {
  const assembler = new Assembler({ shared: false, maximum: 1 });
  assembler.func(null, [], (local) => {
    const x = local(types.v128);
    return x.set(code(x.get));
  });
  return webAssembly!.validate(assembler.bytes());
}
