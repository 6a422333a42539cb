import {
  DomainError,
  formatShape,
  GradientError,
  jvp,
  onesLike,
  Rng,
  record,
  Sweep,
  TapegradError,
  Tensor,
  treeFlatten,
  zerosLike,
} from "@tapegrad/core";
import { type Analytic, analyze } from "./analytic.ts";
import { blameOps } from "./blame.ts";
import { type CheckOptions, checkArguments } from "./checkOptions.ts";
import { direction, floatTensors, replaceTensors } from "./directions.ts";
import { type Leaf, moveElement, moveTo, variablesOf } from "./leaves.ts";
import { isFloat, pair, weightsFor } from "./pairing.ts";
import { indexOf } from "./position.ts";
import { type Entry, GradientReport } from "./report.ts";
import { judgeSlope, largestStep, type Slope, settleSlope } from "./slope.ts";

/** Above that many elements, directions are the default. */
const fewElements = 64;

/**
 * Checks the derivatives of a function against differences of its values, and says of each how it stands.
 *
 * Differences are central, in float64, at several steps, extrapolated; their error bound is measured. A derivative fails only if
 * it is further off than that. After a failure every op is checked by itself at the values it had, and the wrong ones are named.
 *
 * @param f - From tensors and trees of tensors to a tensor or a tree; deterministic. What is not a scalar is multiplied by random
 * cotangents.
 * @param inputs - Its arguments: a list of tensors and trees. Integers are passed on as they are.
 * @param options - See {@link CheckOptions}.
 * @returns A report; a wrong derivative is no error here.
 * @throws {@link GradientError} if nothing could be checked: `f` gives other values the second time, or none that is finite, or the
 * same whatever is varied, or nothing that has a derivative; {@link DomainError} for an option that is not known or out of range.
 * @example
 * ```ts
 * const report = checkGradients((x: Tensor) => x.tanh().sum(), [tensor([0.5, -1])], { seed: 1 });
 * report.verdict; // => "pass"
 * ```
 */
export function checkGradients<const Args extends readonly unknown[]>(
  f: (...args: Args) => unknown,
  inputs: Args,
  options: CheckOptions<Args> = {},
): GradientReport {
  checkArguments(f, inputs, options);
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const { order = 1 } = options;
  const variables = variablesOf(inputs, options.module, options.precision ?? "float64");
  try {
    if (variables.leaves.length === 0)
      throw new GradientError(
        "checkGradients: the inputs must have a float tensor or the module a parameter to vary, got none.",
      );
    const call = f as (...args: readonly unknown[]) => unknown; // with copies of the same trees
    if (variables.leaves.every(({ point }) => point.length === 0))
      throw new GradientError("checkGradients: what is varied must have elements, got empty tensors only.");
    const check = new Check(call, variables.args, variables.leaves, options as CheckOptions, seed);
    check.requireRegion();
    const entries = [...check.first()];
    if (options.forwardMode === true) entries.push(...check.forward());
    if (order === 2) entries.push(...check.second());
    const failed = entries.filter(({ verdict }) => verdict === "fail");
    const blame = failed.length > 0 ? check.blame(failed.every((entry) => entry.order === 2)) : [];
    return new GradientReport(entries, blame, seed, check.evaluations);
  } finally {
    variables.restore();
  }
}

/** A function that does not look at what is varied: the derivatives 0 agree, and say nothing. @internal */
export class ConstantError extends GradientError {}

/** What is differentiated: the function itself, or its derivative, which is computed from recorded ops. */
interface Target {
  /** Gives float tensors. Those, multiplied by random cotangents and added up, are the number whose slopes are compared. */
  readonly outputs: (args: readonly unknown[]) => readonly Tensor[];
  readonly order: 1 | 2;
}

/** What one call of `checkGradients` works on. */
class Check {
  evaluations = 0;
  private readonly f: (...args: readonly unknown[]) => unknown;
  private readonly args: readonly unknown[];
  private readonly leaves: readonly Leaf[];
  private readonly tensors: readonly Tensor[];
  private readonly options: CheckOptions;
  private readonly seed: number;

  constructor(
    f: (...args: readonly unknown[]) => unknown,
    args: readonly unknown[],
    leaves: readonly Leaf[],
    options: CheckOptions,
    seed: number,
  ) {
    this.f = f;
    this.args = args;
    this.leaves = leaves;
    this.tensors = leaves.map(({ tensor }) => tensor);
    this.options = options;
    this.seed = seed;
  }

  /** @throws DomainError unless the point itself is where the function is said to be smooth: no difference would count. */
  requireRegion(): void {
    if (this.inRegion()) return;
    throw new DomainError(
      "checkGradients: smooth must hold at the inputs themselves, got false. Choose inputs inside of that region.",
    );
  }

  /** First derivatives: of the outputs, multiplied by random cotangents. */
  first(): Entry[] {
    return this.compare({ outputs: this.outputs, order: 1 });
  }

  /** Second derivatives: first ones of all gradients, multiplied by random cotangents. */
  second(): Entry[] {
    const outputs = (args: readonly unknown[]): readonly Tensor[] => {
      const values = this.outputs(args).filter(({ requiresGrad }) => requiresGrad);
      const sweep = new Sweep(values, weightsFor(new Rng(this.seed), values), new Set(this.tensors));
      // Recorded, so that they have derivatives too; zeros where nothing depends on a variable.
      const gradients = sweep.run({ record: true });
      return this.tensors.map((tensor) => gradients.get(tensor) ?? zerosLike(tensor));
    };
    return this.compare({ outputs, order: 2 });
  }

  /** Forward mode along random directions of the inputs, against differences. */
  forward(): Entry[] {
    const rng = new Rng(this.seed + 2);
    const tensors = floatTensors(this.args);
    const explicit = this.leaves.filter(({ tensor }) => tensors.includes(tensor));
    if (explicit.length === 0) return [];
    const base = this.base({ outputs: this.outputs, order: 1 });
    return Array.from({ length: this.options.directions ?? 1 }, (_, k) => {
      const along = new Map(explicit.map((leaf) => [leaf, direction(rng, leaf)]));
      const tangents = explicit.map((leaf) => new Tensor(leaf.tensor.shape, "float64", along.get(leaf)!));
      this.evaluations++;
      const [, tangent] = jvp(
        (list: readonly Tensor[]) => {
          let next = 0;
          return this.outputs(this.args.map((arg) => replaceTensors(arg, () => list[next++]!)));
        },
        [tensors],
        [tangents] as never, // a list like the primals
      );
      const analytic = pair(base.weights, tangent as readonly Tensor[]);
      const directions = this.leaves.map((leaf) => along.get(leaf) ?? new Float64Array(leaf.point.length));
      const slope = this.slope(base, (t) => moveTo(this.leaves, directions, t), 1, analytic, "inputs");
      this.reset();
      return this.judge(analytic, slope, base, { path: `direction ${k + 1}`, mode: "jvp" });
    });
  }

  /** The ops that are wrong by themselves; if only second derivatives failed, those whose rules have wrong derivatives too. */
  blame(secondOnly: boolean): ReturnType<typeof blameOps> {
    this.reset();
    const { tape } = record(() => this.outputs(this.args), { sites: true });
    return blameOps(tape.nodes, this.seed, secondOnly ? [1, 2] : [1]);
  }

  /** The float tensors that the function gives. */
  private readonly outputs = (args: readonly unknown[]): readonly Tensor[] => {
    const outputs = treeFlatten(this.f(...args), "checkGradients")
      .map(({ tensor }) => tensor)
      .filter(isFloat);
    if (outputs.length > 0) return outputs;
    throw new GradientError("checkGradients: the function must give a float tensor, or a tree with one, got none.");
  };

  /** The value at the point, its gradient, and what rounding does to it. */
  private base(target: Target): Base {
    this.reset();
    this.evaluations += 2;
    const outputs = target.outputs(this.args);
    if (target.order === 1) this.requireFinite(outputs);
    // A single scalar, a loss for one, is looked at as it is.
    const [first] = outputs;
    const weights =
      outputs.length === 1 && first!.ndim === 0 ? [onesLike(first!)] : weightsFor(new Rng(this.seed), outputs);
    const center = pair(weights, outputs);
    const base = { ...analyze(outputs, weights, this.tensors), target, weights, center };
    this.requireRepeatable(base);
    return base;
  }

  /** Of values that are not numbers, or infinite, nothing can be checked: whoever asks must hear of it. */
  private requireFinite(outputs: readonly Tensor[]): void {
    for (const output of outputs) {
      const i = (output.data as Float64Array).findIndex((value) => !Number.isFinite(value));
      if (i < 0) continue;
      const at = output.ndim === 0 ? "" : ` at ${formatShape(indexOf(output.shape, i))}`;
      throw new GradientError(
        `checkGradients: the function must give finite values, got ${output.data[i]}${at}. ` +
          "Choose inputs where it is finite, or leave that part of the result out.",
      );
    }
  }

  /** @throws GradientError if the function gives another value now, at the inputs themselves, than it gave first. */
  private requireRepeatable(base: Pick<Base, "center" | "target" | "weights">): void {
    const again = this.valueOf(base);
    if (Object.is(base.center, again)) return;
    throw new GradientError(
      `checkGradients: the function must give the same value each time, got ${base.center} and ${again}. ` +
        "Make a new Rng with the same seed inside it, or switch the model to eval().",
    );
  }

  /** As {@link requireRepeatable}, after the fact: what changes after some calls looks like a bad derivative. */
  private requireStill(base: Base, entries: readonly Entry[]): void {
    if (entries.every(({ verdict }) => verdict === "pass")) return;
    for (let n = 0; n < 2; n++) {
      this.reset();
      this.evaluations++;
      this.requireRepeatable(base);
    }
  }

  private valueOf({ target, weights }: Pick<Base, "target" | "weights">): number {
    // With everything recorded, as in training: a function may look at that.
    return pair(weights, target.outputs(this.args));
  }

  private compare(target: Target): Entry[] {
    const base = this.base(target);
    const elements = this.leaves.reduce((total, { point }) => total + point.length, 0);
    const mode = this.options.mode ?? (elements <= fewElements ? "elements" : "directions");
    const entries = mode === "elements" ? this.byElement(base) : this.byDirection(base);
    this.requireStill(base, entries);
    if (target.order === 1) this.requireDependence(base, entries);
    return entries;
  }

  /** Nothing on the tape, and nothing in the differences: the function does not look at what is varied. */
  private requireDependence({ target, gradients }: Base, entries: readonly Entry[]): void {
    if (gradients.some((gradient) => gradient !== null) || entries.some(({ numeric }) => numeric !== 0)) return;
    if (target.outputs(this.args).some(({ requiresGrad }) => requiresGrad)) return; // on something else: a frozen model
    throw new ConstantError(
      "checkGradients: the result must depend on what is varied, got the same whatever it is. " +
        "Compute it from the arguments, or give the model as module.",
    );
  }

  private byElement(base: Base): Entry[] {
    const entries: Entry[] = [];
    for (const [k, leaf] of this.leaves.entries()) {
      for (let i = 0; i < leaf.point.length; i++) {
        const analytic = base.gradients[k]?.[i] ?? 0;
        const unit = Math.max(1, Math.abs(leaf.point[i]!));
        const slope = this.slope(base, (t) => moveElement(leaf, i, t), unit, analytic, leaf.path);
        moveElement(leaf, i, 0);
        entries.push(
          this.judge(
            analytic,
            slope,
            base,
            { path: leaf.path, index: indexOf(leaf.tensor.shape, i), mode: "vjp" },
            unit,
          ),
        );
      }
    }
    return entries;
  }

  private byDirection(base: Base): Entry[] {
    const rng = new Rng(this.seed + 3);
    return Array.from({ length: this.options.directions ?? 1 }, (_, n) => {
      const directions = this.leaves.map((leaf) => direction(rng, leaf));
      let analytic = 0;
      for (const [k, gradient] of base.gradients.entries())
        if (gradient !== null) for (let i = 0; i < gradient.length; i++) analytic += gradient[i]! * directions[k]![i]!;
      const slope = this.slope(base, (t) => moveTo(this.leaves, directions, t), 1, analytic, "inputs");
      this.reset();
      return this.judge(analytic, slope, base, { path: `direction ${n + 1}`, mode: "vjp" });
    });
  }

  /** Slope along a line, which `move` walks. */
  private slope(base: Base, move: (t: number) => void, unit: number, analytic: number, path: string): Slope {
    const at = (t: number): number => {
      move(t);
      this.evaluations++;
      return this.inRegion() ? this.moved(() => this.valueOf(base), path) : Number.NaN;
    };
    const noiseAt = (t: number): number => {
      move(t);
      if (!this.inRegion()) return 0;
      this.evaluations++;
      return this.moved(() => analyze(base.target.outputs(this.args), base.weights, this.tensors).noise, path);
    };
    const first = (this.options.step ?? largestStep(base)) * unit;
    return settleSlope({ at, noiseAt }, { ...base, first, analytic });
  }

  /** The function ran at the inputs themselves. What it refuses near them is no value to take differences of. */
  private moved<T>(run: () => T, path: string): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof TapegradError)) throw error;
      throw new GradientError(
        `checkGradients: the function must be defined around its inputs, got an error with ${path} moved a little: ` +
          `${error.message} Give labels, indices and all else that does not vary as int32, or outside of the inputs.`,
        { cause: error },
      );
    }
  }

  private judge(
    analytic: number,
    slope: Slope,
    base: Base,
    what: Pick<Entry, "path" | "mode"> & { readonly index?: readonly number[] },
    unit = 1,
  ): Entry {
    const verdict = judgeSlope(analytic, slope, {
      coarse: base.coarse,
      scale: Math.max(base.scale, Math.abs(base.center) / unit),
      smooth: slope.kink && this.isSmoothHere(),
    });
    const { value: numeric, bound, left, right } = slope;
    return {
      verdict,
      ...what,
      order: base.target.order,
      analytic,
      numeric,
      bound,
      ...(slope.kink ? { left, right } : {}),
    };
  }

  private inRegion(): boolean {
    const { smooth } = this.options;
    return typeof smooth !== "function" || smooth(...this.args);
  }

  private isSmoothHere(): boolean {
    const { smooth } = this.options;
    if (typeof smooth !== "function") return smooth === true;
    this.reset();
    return smooth(...this.args);
  }

  private reset(): void {
    for (const { tensor, point } of this.leaves) tensor.data.set(point);
  }
}

/** The point of a check: what the tape says there, and the value. */
interface Base extends Analytic {
  readonly target: Target;
  /** The random cotangents of its outputs. */
  readonly weights: readonly Tensor[];
  readonly center: number;
}
