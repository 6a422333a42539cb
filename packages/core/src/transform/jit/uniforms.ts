import type { Heap } from "../../kernels/wasm/heap.ts";
import { type Expression, nodesOf } from "../../op/readers/expression.ts";
import { makeLoop } from "../../op/readers/script.ts";
import { hostUniforms } from "../../op/readers/simd.ts";
import type { Data } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Slot } from "./graph.ts";
import type { LoopPart } from "./items.ts";
import type { Allocated } from "./residents.ts";

/** What a program is run with. */
export interface Given {
  readonly args: readonly Tensor[];
}

/** Numbers that all elements of a loop share: where they are. */
interface Table {
  readonly values: readonly Float64Array[];
  /** Of the first of them in the heap; `null` if they never change. */
  readonly address: number | null;
}

/**
 * What all elements of a loop share, such as `1 − β₁ᵗ`: computed in JavaScript before the loop runs, once for all loops that take the
 * same. What depends on attributes alone is computed when the program is compiled.
 */
export class Uniforms {
  private readonly heap: Heap | null;
  private readonly scalar: (slot: Slot) => (given: Given) => Data;
  private readonly tables = new Map<string, Table>();
  private readonly known = new Map<unknown, number>();
  private actions: ((given: Given) => void)[] = [];
  /** Addresses and sizes of what the tables take in the heap. */
  readonly allocated: Allocated[] = [];

  constructor(heap: Heap | null, scalar: (slot: Slot) => (given: Given) => Data) {
    this.heap = heap;
    this.scalar = scalar;
  }

  of(part: LoopPart, node: Expression): { readonly value: number } | { readonly address: number } {
    const nodes = hostUniforms(part.work.roots);
    const { values, address } = this.tableOf(part, nodes);
    const at = nodes.indexOf(node);
    return address === null ? { value: values[at]![0]! } : { address: address + 8 * at };
  }

  /** What has to be done before the loops run that were asked about since the last call. */
  take(): readonly ((given: Given) => void)[] {
    const { actions } = this;
    this.actions = [];
    return actions;
  }

  private tableOf({ work, step }: LoopPart, nodes: readonly Expression[]): Table {
    const shared = step.inputs.slice(work.inputs.length).map(({ slot }) => slot);
    const key = [work.roots[0], step.attrs, ...shared].map((x) => this.numberOf(x)).join();
    const found = this.tables.get(key);
    if (found !== undefined) return found;
    const values = nodes.map(() => new Float64Array(1));
    const loop = makeLoop({ roots: nodes, inputs: [], uniforms: work.uniforms, arithmetic: "real" });
    const changes = nodesOf(nodes).some(
      ({ operation, name }) => operation === "uniform" && work.uniforms.includes(name),
    );
    let table: Table;
    if (changes) {
      const heap = this.heap!; // loops are emitted for one
      const bytes = 8 * nodes.length;
      const address = heap.allocate(bytes);
      this.allocated.push({ address, bytes });
      const scalars = shared.map(this.scalar);
      this.actions.push((given) => {
        loop(0, 1, ...values, ...scalars.map((scalar) => scalar(given)), step.attrs);
        const { float64 } = heap.views;
        for (let k = 0; k < values.length; k++) float64[address / 8 + k] = values[k]![0]!;
      });
      table = { values, address };
    } else {
      if (nodes.length > 0) loop(0, 1, ...values, ...shared.map(() => values[0]), step.attrs);
      table = { values, address: null };
    }
    this.tables.set(key, table);
    return table;
  }

  private numberOf(x: unknown): number {
    let number = this.known.get(x);
    if (number === undefined) {
      number = this.known.size;
      this.known.set(x, number);
    }
    return number;
  }
}
