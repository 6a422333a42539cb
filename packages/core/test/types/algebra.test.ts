import { expect, test } from "vitest";
import { compile } from "./compile.ts";

// The type functions against the same arithmetic written in plain JavaScript, on a thousand random shapes.

type Shape = readonly number[];
/** A shape, or the text of an error. */
type Answer = Shape | string;

const show = (shape: Shape): string => `[${shape.join(", ")}]`;

function broadcast(a: Shape, b: Shape): Answer {
  const result: number[] = [];
  for (let i = 1; i <= Math.max(a.length, b.length); i++) {
    const [x, y] = [a.at(-i) ?? 1, b.at(-i) ?? 1];
    if (x !== y && x !== 1 && y !== 1)
      return `cannot broadcast ${show(a)} with ${show(b)}: axis -${i} has ${x} and ${y}`;
    result.unshift(x === 1 ? y : x);
  }
  return result;
}

function multiplied(a: Shape, b: Shape): Answer {
  if (a.length === 0) return "matmul: the left side is a scalar";
  if (b.length === 0) return "matmul: the right side is a scalar";
  const [k, l] = [a.at(-1), b.at(b.length > 1 ? -2 : -1)];
  if (k !== l) return `cannot multiply ${show(a)} by ${show(b)}: inner sizes ${k} and ${l}`;
  const [p, q] = [a.slice(0, -2), b.slice(0, -2)];
  const batch = a.length > 1 && b.length > 1 ? broadcast(p, q) : a.length > 1 ? p : q;
  if (typeof batch === "string") return `matmul: ${batch}`;
  return [...batch, ...(a.length > 1 ? a.slice(-2, -1) : []), ...(b.length > 1 ? b.slice(-1) : [])];
}

/** The shape with the given axes replaced by `by`. */
function replaced(shape: Shape, axes: Shape, by: Shape): number[] {
  return shape.flatMap((size, axis) => (axes.includes(axis) ? by : [size]));
}

let seed = 99;
/** A whole number below `n`: Lehmer's generator, whose numbers never change. */
function random(n: number): number {
  seed = (seed * 48271) % 2147483647;
  return seed % n;
}
const size = (): number => [1, 1, 2, 3, 4, 5, 0, 28][random(8)]!;
const shape = (rank = random(5)): number[] => Array.from({ length: rank }, size);

/** Lines that compile only if the type functions answer as they should. */
function checks(): string[] {
  const lines: string[] = [];
  const same = (type: string, is: string): void => {
    lines.push(`same<${type}, ${is}>(true);`);
  };
  /** `name` gives a shape and `error` null; or `error` gives a text. */
  const answers = (name: string, error: string, args: string, answer: Answer): void => {
    const wrong = typeof answer === "string";
    same(`${error}<${args}>`, wrong ? JSON.stringify(answer) : "null");
    if (!wrong) same(`${name}<${args}>`, show(answer));
  };
  for (let i = 0; i < 250; i++) {
    const [a, b] = [shape(), shape()];
    answers("Broadcast", "BroadcastError", `${show(a)}, ${show(b)}`, broadcast(a, b));
    const [left, right] = [shape(), shape()];
    if (random(3) > 0 && left.length > 0 && right.length > 0)
      right[right.length > 1 ? right.length - 2 : 0] = left.at(-1)!;
    answers("MatMulShape", "MatMulError", `${show(left)}, ${show(right)}`, multiplied(left, right));
  }
  for (let i = 0; i < 120; i++) {
    const a = shape(1 + random(4));
    const rank = a.length;
    const asked = random(12) - 6;
    const axis = asked < 0 ? asked + rank : asked;
    const inside = axis >= 0 && axis < rank;
    const outside = `axis ${asked} is out of range for ${show(a)}`;
    const at = `${show(a)}, ${asked}`;
    same(`AxisError<${at}>`, inside ? "null" : JSON.stringify(outside));
    if (inside) {
      for (const by of [[], [1], [7, 8]]) same(`SetAxis<${at}, ${show(by)}>`, show(replaced(a, [axis], by)));
      same(`Reduce<${at}, false>`, show(replaced(a, [axis], [])));
      same(`Reduce<${at}, true>`, show(replaced(a, [axis], [1])));
    }
    const place = asked < 0 ? asked + rank + 1 : asked;
    if (place < 0 || place > rank) same(`AddAxisError<${at}>`, JSON.stringify(outside));
    else {
      same(`AddAxis<${at}, 7>`, show([...a.slice(0, place), 7, ...a.slice(place)]));
      same(`AddAxisError<${at}>`, "null");
    }
    const order = a.map((_, j) => j);
    for (let j = rank - 1; j > 0; j--) {
      const other = random(j + 1);
      [order[j], order[other]] = [order[other]!, order[j]!];
    }
    const signed = order.map((j) => (random(2) ? j : j - rank));
    same(`PermuteShape<${show(a)}, ${show(signed)}>`, show(order.map((j) => a[j]!)));
    same(`PermuteError<${show(a)}, ${show(signed)}>`, "null");
    const [some, counted] = [order.slice(0, 1 + random(rank)), signed];
    const listed = show(counted.slice(0, some.length));
    same(`Reduce<${show(a)}, ${listed}, false>`, show(replaced(a, some, [])));
    same(`Reduce<${show(a)}, ${listed}, true>`, show(replaced(a, some, [1])));
    same(`ReduceError<${show(a)}, ${listed}>`, "null");
    same(`TransposeShape<${show(a)}>`, show([...a].reverse()));
    const elements = a.reduce((product, n) => product * n, 1);
    same(`Product<${show(a)}>`, String(elements));
    same(`ReshapeError<${show(a)}, [${elements}]>`, "null");
    const message = `cannot reshape ${show(a)} to [${elements + 3}]: ${elements} elements do not fit ${elements + 3}`;
    same(`ReshapeError<${show(a)}, [${elements + 3}]>`, JSON.stringify(message));
  }
  return lines;
}

const prelude = `
import type {
  AddAxis, AddAxisError, AxisError, Broadcast, BroadcastError, MatMulError, MatMulShape, PermuteError, PermuteShape, Product,
  Reduce, ReduceError, ReshapeError, SetAxis, TransposeShape,
} from "@tapegrad/core";
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;
`;

test("types compute shapes as NumPy does, on a thousand random shapes", { timeout: 120_000 }, () => {
  const lines = checks();
  expect(lines.length).toBeGreaterThan(2000);
  // The last must fail, so that an empty list of complaints means something.
  const program = `${prelude}${lines.join("\n")}\nsame<Broadcast<[2], [2]>, [3]>(true);`;
  const { complaints } = compile({ "algebra.ts": program });
  const wrong = complaints.map(({ line }) => program.split("\n")[line - 1]);
  expect(wrong).toEqual(["same<Broadcast<[2], [2]>, [3]>(true);"]);
});
