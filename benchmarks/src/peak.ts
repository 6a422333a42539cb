// The most that one core can multiply and add in WebAssembly: as many as a product of matrices has, on numbers that never leave the registers. What a
// product reaches of that is how good it is.
import type { Load, Prepared } from "./library.ts";
import type { Matmul } from "./workloads.ts";

/** Chains that do not wait for each other: two units, each of which takes four clocks for a result, want eight at least. */
const chains = 12;
const lanes = 4;

const [i32, f32, v128, empty] = [0x7f, 0x7d, 0x7b, 0x40];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const i32Constant = (value: number) => [0x41, value & 0x7f];
const section = (id: number, ...content: number[]) => [id, ...size(content.length), ...content];
/** A length as LEB128 in two bytes, which hold all lengths here. */
const size = (value: number) => [(value & 0x7f) | 0x80, value >> 7];
const fusedMultiplyAdd = [0xfd, 0x85, 0x02];
const multiply = [0xfd, 0xe6, 0x01];
const add = [0xfd, 0xe4, 0x01];
const splat = [0xfd, 0x13];
const firstLane = [0xfd, 0x1f, 0x00];

/** `(turns, x) → a number`: each turn adds x·x to every lane of every chain. Local 2 holds x in all lanes, the chains follow. */
function moduleBytes(fused: boolean): Uint8Array<ArrayBuffer> {
  const chain = (i: number) => 3 + i;
  const square = (i: number) =>
    fused
      ? [...get(2), ...get(2), ...get(chain(i)), ...fusedMultiplyAdd, ...set(chain(i))]
      : [...get(2), ...get(2), ...multiply, ...get(chain(i)), ...add, ...set(chain(i))];
  const all = Array.from({ length: chains }, (_, i) => i);
  const code = [
    ...[1, 1 + chains, v128], // one declaration of locals
    ...[...get(1), ...splat, ...set(2)],
    ...[0x03, empty], // loop
    ...all.flatMap(square),
    ...[...get(0), ...i32Constant(-1), 0x6a, 0x22, 0], // turns - 1, kept
    ...[0x0d, 0, 0x0b], // again unless that is 0; end of the loop
    ...get(chain(0)),
    ...all.slice(1).flatMap((i) => [...get(chain(i)), ...add]),
    ...[...firstLane, 0x0b],
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 2, i32, f32, 1, f32),
    ...section(3, 1, 0),
    ...section(7, 1, 1, 0x66, 0, 0), // exported as "f"
    ...section(10, 1, ...size(code.length), ...code),
  ]);
}

type Kernel = (turns: number, x: number) => number;

function kernel(): Kernel {
  const fused = moduleBytes(true);
  const bytes = WebAssembly.validate(fused) ? fused : moduleBytes(false);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f as Kernel; // written above
}

function matmul({ m, k, n }: Matmul): Prepared {
  const run = kernel();
  const turns = Math.round((m * k * n) / chains / lanes);
  return { run: () => void run(turns, 1e-3), values: () => [run(turns, 1e-3)] };
}

export const load: Load = () => ({ version: "", programs: { matmul } });
