import { ElementwiseKernel } from "../../kernels/wasm/elementwise.ts";
import type { Heap } from "../../kernels/wasm/heap.ts";
import type { Data, FloatDType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Expression } from "./expression.ts";
import { type Loop, makeLoop } from "./script.ts";
import { conditionInputs, hostUniforms, isApproximate, lower, vectorForm } from "./simd.ts";

/** What a kernel computes from which operands. */
export interface VectorKernelParts {
  readonly roots: readonly Expression[];
  /** Names of the inputs, in the order of the operands. */
  readonly inputs: readonly string[];
  /** Names of the inputs that have one value for all elements. Every other uniform name is an attribute. */
  readonly uniforms: readonly string[];
  readonly dtype: FloatDType;
  readonly mode: "rounded once" | "rounded throughout";
  /** The operands that results overwrite; left out, there is one result of its own. */
  readonly overwritten?: readonly number[];
}

/** Below so many elements the JavaScript loop is as fast, where it has the same bits. */
const fewestElements = 96;
/** So many operands can be told apart in the number that says how each is repeated. */
const mostOperands = 15;

/** The loop over vectors for some expressions, if there is one. */
export class VectorKernel {
  /** From how many elements on it is to be used: always, if its results are not those of the JavaScript loop. */
  readonly fewest: number;
  private readonly kernel: ElementwiseKernel;
  private readonly dtypes: readonly string[];
  /** Computes what all elements share, and where it leaves that. */
  private readonly prepare: Loop | null;
  private readonly shared: readonly Float64Array[];

  static of(heap: Heap, parts: VectorKernelParts): VectorKernel | null {
    const form = vectorForm(parts.roots, parts.dtype, parts.mode);
    if (form === null || parts.inputs.length > mostOperands) return null;
    return new VectorKernel(heap, parts, form);
  }

  private constructor(heap: Heap, parts: VectorKernelParts, form: NonNullable<ReturnType<typeof vectorForm>>) {
    const { roots, inputs, dtype, overwritten = [inputs.length] } = parts;
    const conditions = conditionInputs(roots);
    const nodes = hostUniforms(roots);
    this.fewest = isApproximate(roots) ? 0 : fewestElements;
    this.dtypes = inputs.map((name) => (conditions.has(name) ? "bool" : dtype));
    this.shared = nodes.map(() => new Float64Array(1));
    this.prepare =
      nodes.length === 0 ? null : makeLoop({ roots: nodes, inputs: [], uniforms: parts.uniforms, arithmetic: "real" });
    this.kernel = new ElementwiseKernel(heap, {
      dtype,
      operands: inputs.map((name) => (conditions.has(name) ? "condition" : "values")),
      outputs: overwritten,
      uniforms: nodes.length,
      uniformDtype: form === "exact" || form === "single" ? "float32" : "float64",
      compute: (v, operands, uniforms) =>
        lower(
          v,
          roots,
          form,
          (name) => operands[inputs.indexOf(name)]!,
          (node) => uniforms[nodes.indexOf(node)]!,
        ),
    });
  }

  /** Are these its operands: of its dtype, and not too few? */
  takes(inputs: readonly Tensor[], size: number): boolean {
    if (size < this.fewest) return false;
    for (let k = 0; k < this.dtypes.length; k++) if (inputs[k]!.dtype !== this.dtypes[k]) return false;
    return true;
  }

  run(output: Tensor, inputs: readonly Tensor[], attrs: unknown): void {
    this.prepare?.(0, 1, ...this.shared, attrs);
    this.kernel.run(output, inputs, this.shared);
  }

  /** Overwrites those of the operands that have results. `given` are the numbers that all elements share, in the order of their names. */
  overwrite(operands: readonly Data[], given: readonly Data[], attrs: unknown): void {
    this.prepare?.(0, 1, ...this.shared, ...given, attrs);
    this.kernel.overwrite(operands, this.shared);
  }
}
