// The part of WebAssembly's JavaScript interface that is used here. The language's own library does not declare it, and a global
// declaration would clash with that of a program for browsers.

/** Memory of emitted code. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  grow(pages: number): number;
}

interface WasmApi {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared?: boolean;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly [module: string]: { readonly [name: string]: unknown } },
  ) => { readonly exports: { readonly [name: string]: unknown } };
  validate(bytes: Uint8Array): boolean;
}

/** WebAssembly, where there is one. */
export const webAssembly: WasmApi | undefined = Reflect.get(globalThis, "WebAssembly") as WasmApi | undefined; // as specified
