import { type Dynamic, Rng, Tensor } from "@tapegrad/core";
import fc from "fast-check";
import { outputsOf, type Subject } from "./subject.ts";

/** One op applied to values that exist: inputs of the program first, then the results of the steps before. */
export interface Step {
  readonly subject: Subject;
  /** For each input of the op: the position of a value. */
  readonly inputs: readonly number[];
  readonly args: readonly unknown[];
  /** Which of the op's outputs is the value; 0 for most. */
  readonly slot: number;
  /** Where that output is in what the op gives: `""` if that is a tensor, `"[1]"` in a list, `"values"` in an object. */
  readonly path: string;
}

/**
 * A well-typed program over ops: some tensors, and steps that compute one more value each; the last is the result.
 */
export class Program {
  readonly inputs: readonly Tensor[];
  readonly steps: readonly Step[];

  constructor(inputs: readonly Tensor[], steps: readonly Step[]) {
    this.inputs = inputs;
    this.steps = steps;
  }

  /** Runs it on tensors like its inputs. */
  readonly f = (...inputs: readonly Tensor[]): Tensor => {
    const values = this.valuesFor(inputs);
    return values[values.length - 1]!;
  };

  /** Every value: the inputs, then one for each step. */
  valuesFor(inputs: readonly Tensor[]): readonly Tensor[] {
    const values: Tensor[] = [...inputs];
    for (const { subject, inputs: positions, args, slot } of this.steps)
      values.push(
        outputsOf(
          subject.call(
            positions.map((i) => values[i]!),
            args,
          ),
        )[slot]!,
      );
    return values;
  }

  /** Elements in all inputs together. */
  get elements(): number {
    return this.inputs.reduce((total, { size }) => total + size, 0);
  }

  /** Names of the ops, in order. */
  get ops(): readonly string[] {
    return this.steps.map(({ subject }) => subject.name);
  }

  /** The function as TypeScript: `(x0: Tensor, x1: Tensor) => mul(tanh(x0), x1)`. */
  toCode(): string {
    const name = (i: number): string => (i < this.inputs.length ? `x${i}` : `v${i - this.inputs.length}`);
    const lines = this.steps.map(({ subject, inputs, args, path }, k) => {
      const tensors = inputs.map((i) => new Name(name(i)));
      const call = `${subject.name}(${subject.written(tensors, args).map(literal).join(", ")})`;
      const value = path === "" ? call : path.startsWith("[") ? `${call}${path}!` : `${call}.${path}`;
      return { name: name(this.inputs.length + k), value };
    });
    const parameters = this.inputs.map((_, i) => `${name(i)}: Tensor`).join(", ");
    const last = lines.at(-1);
    if (last === undefined) return `(${parameters}) => ${name(this.inputs.length - 1)}`;
    if (lines.length === 1) return `(${parameters}) => ${last.value}`;
    const body = lines.slice(0, -1).map((line) => `  const ${line.name} = ${line.value};`);
    return `(${parameters}) => {\n${body.join("\n")}\n  return ${last.value};\n}`;
  }

  toString(): string {
    return `${this.toCode()}\non ${this.inputs.map((x) => tensorCode(x)).join(", ")}`;
  }
}

// What fast-check prints of it.
Object.defineProperty(Program.prototype, fc.toStringMethod, {
  value(this: Program) {
    return this.toString();
  },
});

/** Stands for a tensor in the text of a program. */
class Name {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A tensor as the expression that makes it. */
export function tensorCode(x: Tensor): string {
  const dtype: string = x.dtype;
  const options = dtype === "float32" || dtype === "bool" ? "" : `, { dtype: "${dtype}" }`;
  const values = literal(x.toArray() as Dynamic);
  return x.size === 0 ? `zeros([${x.shape.join(", ")}]${options})` : `tensor(${values}${options})`;
}

/** A value as the expression that makes it. */
export function literal(value: unknown): string {
  if (value instanceof Tensor) return tensorCode(value);
  if (value instanceof Name) return value.text;
  if (value instanceof Rng) return `Rng.from(${JSON.stringify(value.state())})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.length === 0 ? "{}" : `{ ${entries.map(([key, item]) => `${key}: ${literal(item)}`).join(", ")} }`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
