import { blockHeap } from "../kernels/wasm/blockHeap.ts";
import { apply } from "../tape/apply.ts";
import type { Op } from "../tape/op.ts";
import { type Data, type DType, type FloatDType, isFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Algebra, Operand } from "./algebra.ts";
import { BuiltOp } from "./build.ts";
import { inputsOf } from "./inputs.ts";
import { type Expression, Tracer } from "./readers/expression.ts";
import { latex } from "./readers/latex.ts";
import { plainText } from "./readers/notation.ts";
import { type Loop, makeLoop } from "./readers/script.ts";
import { vectorForm } from "./readers/simd.ts";
import { formulaText } from "./readers/text.ts";
import { VectorKernel } from "./readers/vectorKernel.ts";

/** What every update reads besides its state: the parameter, its gradient, and what changes from step to step. */
type Given = "theta" | "gradient" | "learningRate" | "step";

/**
 * The update of a parameter by an optimizer, as its published equations: an expression with several results.
 *
 * @typeParam State - Names of the optimizer's state, each a tensor like the parameter.
 * @typeParam Options - Names of its options: numbers, and switches.
 */
export interface UpdateDefinition<State extends string, Options extends string> {
  readonly name: string;
  readonly state: readonly State[];
  readonly options: readonly Options[];
  /** The state through which earlier gradients go on moving the parameter: a velocity, a mean of gradients. */
  readonly momentum?: readonly State[];
  /** The options that pull the parameter towards 0. */
  readonly decay?: readonly Options[];
  /** What formulas call options, state and the rest: `{ beta1: "β₁" }`. */
  readonly symbols?: { readonly [N in Given | State | Options]?: string };
  /**
   * The new values, in the order in which they are computed. `theta`, `gradient` and the state are those of one element; `step` says
   * which update of this parameter it is, from 1. `on` says which options are neither 0 nor false: what is off needs no term, and a
   * state that is not given a new value is not kept.
   */
  readonly update: <E, C>(
    e: Algebra<E, C>,
    given: { readonly [N in Given | State]: E },
    options: { readonly [O in Options]: E },
    on: { readonly [O in Options]: boolean },
  ) => { readonly [S in State]?: Operand<E> } & { readonly theta: Operand<E> };
}

/** An update for certain options: an op that overwrites the parameter and the state. */
export interface Update {
  /** Names of the state that these options need. */
  readonly state: readonly string[];
  /** The value of each option: a switch that is on is 1. */
  readonly options: { readonly [name: string]: number };
  /** @internal What `apply` runs. */
  readonly op: Op;
  /** Its equations, one a line: `m ← β₁ m + (1 − β₁) g`. */
  formula(notation?: "text" | "latex"): string;
  /** Overwrites `theta` and the state, in the order of `state`. */
  apply(theta: Tensor, gradient: Tensor, state: readonly Tensor[], learningRate: Tensor, step: Tensor): void;
}

/** The value of each option. */
export type OptionValues<Options extends string> = { readonly [O in Options]: number | boolean };

/**
 * Makes the updates of an optimizer: `defineUpdate(definition)(options)` is the one for certain options.
 *
 * What is the same for all elements, such as `1 − β₁ᵗ`, is computed once a step; everything else is one loop over the elements.
 */
export function defineUpdate<const State extends string, const Options extends string>(
  definition: UpdateDefinition<State, Options>,
): (options: OptionValues<Options>) => Update {
  const known = new Map<string, UpdateOp>();
  return (options) => {
    const on = Object.fromEntries(definition.options.map((name) => [name, Boolean(options[name])]));
    const key = JSON.stringify(on);
    let op = known.get(key);
    if (op === undefined) {
      op = new UpdateOp(definition as unknown as AnyDefinition, on); // its names are looked up from here on
      known.set(key, op);
    }
    const numbers = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, Number(value)]));
    const made = op;
    return {
      state: made.state,
      options: numbers,
      op: made,
      formula: (notation = "text") => made.equations(notation),
      apply(theta, gradient, state, learningRate, step) {
        apply(made, [theta, gradient, ...state, learningRate, step], numbers);
      },
    };
  };
}

type AnyDefinition = Omit<UpdateDefinition<string, string>, "update"> & {
  readonly update: (
    e: Algebra<Expression, Expression>,
    given: { readonly [name: string]: Expression },
    options: { readonly [name: string]: Expression },
    on: { readonly [name: string]: boolean },
  ) => { readonly [result: string]: Operand<Expression> };
};

/** The op behind an update. */
export class UpdateOp extends BuiltOp {
  readonly state: readonly string[];
  readonly momentum: readonly string[];
  readonly decay: readonly string[];
  /** Makes further expressions of the same names. */
  readonly tracer: Tracer;
  /** The new values, each under the name of what it overwrites. */
  readonly results: readonly (readonly [name: string, value: Expression])[];
  /** What formulas call everything. */
  readonly symbols: { readonly [name: string]: string };

  constructor(definition: AnyDefinition, on: { readonly [name: string]: boolean }) {
    const { name, options, momentum = [], decay = [], symbols = {} } = definition;
    const tracer = new Tracer();
    const named = (names: readonly string[], make: (name: string) => Expression): { [name: string]: Expression } =>
      Object.fromEntries(names.map((one) => [one, make(one)]));
    const given = {
      ...named(["theta", "gradient", ...definition.state], (one) => tracer.input(one)),
      ...named(["learningRate", "step"], (one) => tracer.uniform(one)),
    };
    const made = definition.update(
      tracer.algebra,
      given,
      named(options, (one) => tracer.uniform(one)),
      on,
    );
    const results = Object.entries(made).map(([result, value]) => [result, tracer.lift(value)] as const);
    const state = definition.state.filter((one) => Object.hasOwn(made, one));
    const inputs = ["theta", "gradient", ...state];
    const roots = results.map(([, value]) => value);
    const uniforms = ["learningRate", "step"];
    const loops: { [A in "real" | "single"]?: Loop } = {};
    const vectors: { [D in FloatDType]?: VectorKernel | null } = {};
    const vectorsOf = (dtype: DType): VectorKernel | null => {
      const heap = blockHeap();
      if (heap === null || !isFloat(dtype)) return null;
      let kernel = vectors[dtype];
      if (kernel === undefined) {
        const overwritten = results.map(([result]) => inputs.indexOf(result));
        kernel = VectorKernel.of(heap, { roots, inputs, uniforms, dtype, mode: "rounded throughout", overwritten });
        vectors[dtype] = kernel;
      }
      return kernel;
    };
    const single = vectorForm(roots, "float32", "rounded throughout") === "single";
    super({
      name,
      inputs: inputsOf([...inputs, "learningRate", "step"]),
      mutates: results.map(([result]) => result),
      dtype: () => [],
      shape: () => [], // whoever makes the step has compared every gradient with its parameter before
      work: () => ({
        kind: "elements",
        roots,
        inputs,
        uniforms,
        mode: "rounded throughout",
        overwritten: results.map(([result]) => inputs.indexOf(result)),
      }),
      forward(_, tensors, attrs) {
        const data: readonly Data[] = tensors.map((x) => x.data);
        const { dtype, size } = tensors[0]!;
        const kernel = vectorsOf(dtype);
        if (kernel?.takes(tensors, size)) {
          kernel.overwrite(data.slice(0, inputs.length), data.slice(inputs.length), attrs);
          return;
        }
        // For few elements, and without vectors: the same bits, which is why float32 is not computed as float64 here.
        const arithmetic = single && dtype === "float32" ? "single" : "real";
        loops[arithmetic] ??= makeLoop({ roots, inputs, uniforms, arithmetic });
        const loop = loops[arithmetic];
        const args: unknown[] = [0, size];
        for (const [result] of results) args.push(data[inputs.indexOf(result)]!);
        for (let k = 0; k < inputs.length; k++) args.push(data[k]!, 0, 1);
        args.push(data[inputs.length]!, data[inputs.length + 1]!, attrs);
        loop(...args);
      },
      rules: [...inputs, "learningRate", "step"].map(() => null),
      formula: null,
    });
    this.state = state;
    this.momentum = momentum;
    this.decay = decay;
    this.tracer = tracer;
    this.results = results;
    const names = { theta: "θ", gradient: "g", step: "t", ...symbols };
    this.symbols = names as { readonly [name: string]: string }; // a symbol that is given is a text
  }

  equations(notation: "text" | "latex"): string {
    const style = notation === "latex" ? latex : plainText;
    const names = this.symbols;
    const written = Object.fromEntries(Object.entries(names).map(([own, name]) => [own, style.name(name)]));
    // What a later equation takes from an earlier one is written under its name.
    const known = new Map<Expression, string>();
    const lines = this.results.map(([result, value]) => {
      const name = style.name(names[result] ?? result);
      const line = `${name} ${style.arrow} ${formulaText(value, style, written, known)}`;
      known.set(value, name);
      return line;
    });
    return lines.join("\n");
  }
}

/** The equations of an update, if a node's op is one. */
export function equationsOf(op: Op, notation: "text" | "latex" = "text"): string | undefined {
  return op instanceof UpdateOp ? op.equations(notation) : undefined;
}
