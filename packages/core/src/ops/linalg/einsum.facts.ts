import type { Case, Draw, Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** The letters of a term as a list; axes of an ellipsis get digits, the last one 0. */
function lettersOf(term: string, ndim: number): string[] {
  const [before, after] = term.replaceAll(" ", "").split("...") as [string, string?];
  if (after === undefined) return [...before];
  const hidden = ndim - before.length - after.length;
  return [...before, ...Array.from({ length: hidden }, (_, k) => String(hidden - 1 - k)), ...after];
}

/** Every letter runs through all its positions, all operands are multiplied, and what the result does not have is added up. */
function loops(...all: readonly unknown[]): NestedArray {
  const operands = all.slice(0, -1) as NestedArray[]; // the subscripts come last
  const [left, right] = (all.at(-1) as string).split("->") as [string, string?];
  const shapes = operands.map(nestedShape);
  const terms = left.split(",").map((term, i) => lettersOf(term, shapes[i]!.length));
  const used = [...new Set(terms.flat())];
  const size = (letter: string): number => {
    const sizes = terms.flatMap((term, i) => term.flatMap((one, axis) => (one === letter ? [shapes[i]![axis]!] : [])));
    return sizes.find((n) => n !== 1) ?? 1;
  };
  const hidden = used.filter((letter) => /\d/.test(letter)).sort((a, b) => Number(b) - Number(a));
  const once = used.filter(
    (letter) => !hidden.includes(letter) && terms.flat().filter((one) => one === letter).length === 1,
  );
  const output =
    right === undefined
      ? [...hidden, ...once.sort()]
      : lettersOf(right, right.replace(/\W/g, "").length + hidden.length);
  const summed = used.filter((letter) => !output.includes(letter));
  return nestedOf(output.map(size), (index) => {
    const at = new Map(output.map((letter, axis) => [letter, index[axis]!]));
    let total = 0;
    const visit = (k: number): void => {
      if (k < summed.length) {
        for (let i = 0; i < size(summed[k]!); i++) visit(k + 1 + 0 * at.set(summed[k]!, i).size);
        return;
      }
      let term = 1;
      operands.forEach((x, o) => {
        term *= nestedAt(
          x,
          terms[o]!.map((letter, axis) => (shapes[o]![axis] === 1 ? 0 : at.get(letter)!)),
        );
      });
      total += term;
    };
    visit(0);
    return total;
  });
}

/** Terms of a few letters, each of one size except where it is 1; a third of them with an ellipsis. */
function drawSubscripts(draw: Draw): Case {
  const letters = ["b", "a", "C"];
  const sizes = letters.map(() => draw.integer(1, 3));
  const hidden = [draw.integer(1, 2), draw.integer(1, 2)];
  const count = draw.integer(1, 3);
  const terms: string[] = [];
  const shapes: number[][] = [];
  for (let i = 0; i < count; i++) {
    const own = Array.from({ length: draw.integer(0, 3) }, () => draw.integer(0, 2));
    const narrow = draw.pick([null, null, 0, 1, 2]);
    const shape = own.map((letter) => (letter === narrow ? 1 : sizes[letter]!));
    const named = own.map((letter) => letters[letter]!);
    if (draw.integer(0, 2) === 2) {
      const place = draw.integer(0, own.length);
      const open = hidden.slice(draw.integer(0, 2)).map((size) => (draw.boolean() ? size : 1));
      shape.splice(place, 0, ...open);
      named.splice(place, 0, "...");
    }
    terms.push(named.join(draw.pick(["", " "])));
    shapes.push(shape);
  }
  const inputs = shapes.map((shape) => ({ shape }));
  const left = terms.join(",");
  if (draw.integer(0, 2) === 0) return { inputs, args: [left] };
  const used = letters.filter((letter) => left.includes(letter));
  const kept = draw
    .permutation(used.length)
    .slice(0, draw.integer(0, used.length))
    .map((i) => used[i]!);
  if (left.includes("...") && draw.integer(0, 3) > 0) kept.splice(draw.integer(0, kept.length), 0, "...");
  return { inputs, args: [`${left}->${kept.join("")}`] };
}

/** What is true of {@link einsum}. */
export const einsumFacts: Facts = {
  inputs: ["operands"],
  variadic: true,
  arrange: (operands, [subscripts]) => [subscripts, ...operands],
  reference: { whole: loops },
  cases: drawSubscripts,
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [3, 4] }], args: ["ij,jk->ik"] },
    { inputs: [{ shape: [2, 3, 4] }, { shape: [2, 4, 5] }], args: ["bij,bjk->bik"] },
    { inputs: [{ shape: [2, 3, 2, 4] }, { shape: [2, 5, 2, 4] }], args: ["bqhd,bkhd->bhqk"] },
    { inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], args: ["ij,ij->i"] },
    { inputs: [{ shape: [2, 3] }, { shape: [2] }], args: ["ij,i->ji"] },
    { inputs: [{ shape: [4] }, { shape: [3] }], args: ["i,j->ji"] },
    { inputs: [{ shape: [3, 2, 3, 3] }], args: ["ijii->ji"] },
    { inputs: [{ shape: [2, 3] }, { shape: [3, 2] }, { shape: [2, 4] }, { shape: [4, 1] }], args: ["ab,bc,cd,de->ea"] },
    {
      inputs: [
        { shape: [2] },
        { shape: [2, 3] },
        { shape: [3, 2] },
        { shape: [2, 2] },
        { shape: [2, 3] },
        { shape: [3] },
        { shape: [3, 2] },
      ],
      args: ["a,ab,bc,cd,de,e,ef->fb"],
    },
  ],
  ulps: 32,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      args: ["ij,jk->ik"],
      output: [
        [19, 22],
        [43, 50],
      ],
      gradients: [
        [
          [11, 15],
          [11, 15],
        ],
        [
          [4, 4],
          [6, 6],
        ],
      ],
      because: "a product of matrices",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      args: ["ij,jk"],
      output: [
        [19, 22],
        [43, 50],
      ],
      because: "letters that occur once are the result's",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["Ba"],
      output: [
        [1, 2],
        [3, 4],
      ],
      because: "capitals come first",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["ba"],
      output: [
        [1, 3],
        [2, 4],
      ],
      because: "in the order of the alphabet",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["ii"],
      output: 5,
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "a trace",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["ii->i"],
      output: [1, 4],
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "a diagonal",
    },
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ],
      ],
      args: ["iii->i"],
      output: [1, 8],
      because: "a diagonal of three axes",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [" i j -> "],
      output: 10,
      because: "spaces say nothing, and no letter is a sum over all",
    },
    { inputs: [[1, 2], 3], args: ["i,"], output: [3, 6], gradients: [[3, 3], 3], because: "a scalar has no letters" },
    {
      inputs: [
        [[1], [2]],
        [
          [3, 4],
          [5, 6],
        ],
      ],
      args: ["ij,jk->ik"],
      output: [
        [8, 10],
        [16, 20],
      ],
      gradients: [
        [[18], [18]],
        [
          [3, 3],
          [3, 3],
        ],
      ],
      because: "a size of 1 is repeated",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [[1], [10]],
      ],
      args: ["...,...->..."],
      output: [
        [1, 2],
        [30, 40],
      ],
      gradients: [
        [
          [1, 1],
          [10, 10],
        ],
        [[3], [7]],
      ],
      because: "an ellipsis broadcasts",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["i..."],
      output: [
        [1, 3],
        [2, 4],
      ],
      because: "its axes come first",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: ["i...->i"],
      output: [3, 7],
      because: "left out of the result it is summed, as in PyTorch",
    },
    { inputs: [[1, 2]], args: ["i->...i"], output: [1, 2], because: "it may stand for no axes" },
    {
      inputs: [[[], []], []],
      args: ["ij,j->i"],
      output: [0, 0],
      gradients: [[[], []], []],
      because: "a sum of nothing",
    },
    { inputs: [[]], args: ["i->"], output: 0, gradients: [[]], because: "a sum of nothing" },
    {
      inputs: [
        [1, Infinity],
        [1, 0],
      ],
      args: ["i,i"],
      output: NaN,
      because: "∞ · 0 has no value",
    },
    {
      inputs: [
        [true, true],
        [2, 3],
      ],
      args: ["i,i"],
      dtype: ["bool", "int32"],
      output: 5,
      because: "dtypes are promoted",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [3],
      message: 'einsum: subscripts must be a string such as "ij,jk->ik", got 3.',
    },
    ...["i$", "i.", "......", "i->j->k"].map((subscripts) => ({
      inputs: [{ shape: [2] }],
      args: [subscripts],
      message: `einsum: subscripts must consist of letters, commas, one "..." at most in a term, and one "->" at most, got "${subscripts}".`,
    })),
    {
      inputs: [{ shape: [2] }],
      args: ["i,j->ij"],
      message: 'einsum: subscripts must have a term for each operand, got 2 in "i,j->ij" for 1.',
    },
    {
      inputs: [{ shape: [2] }, { shape: [2, 3, 4] }],
      args: ["i,ij"],
      message: 'einsum: operands[1] must have 2 axes, as "ij" says, got [2, 3, 4].',
    },
    {
      inputs: [{ shape: [2, 2] }],
      args: ["i"],
      message: 'einsum: operands[0] must have 1 axis, as "i" says, got [2, 2].',
    },
    {
      inputs: [{ shape: [2] }],
      args: ["i...j"],
      message: 'einsum: operands[0] must have at least 2 axes, as "i...j" says, got [2].',
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [4, 5] }],
      args: ["ij,jk->ik"],
      message:
        'einsum: subscript "j" must have one size, got 3 in operands[0] of shape [2, 3] and 4 in operands[1] of shape [4, 5].',
    },
    {
      inputs: [{ shape: [3, 1] }],
      args: ["ii->i"],
      message: 'einsum: subscript "i" must have one size, got 3 and 1 in operands[0] of shape [3, 1].',
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      args: ["...,..."],
      message:
        "einsum: axis -1 of the ellipsis must have one size, got 3 in operands[0] of shape [2, 3] and 4 in operands[1] of shape [4].",
    },
    {
      inputs: [{ shape: [2] }],
      args: ["i->j"],
      message: 'einsum: subscripts must name in the result what an operand has, got "j" in "i->j".',
    },
    {
      inputs: [{ shape: [2] }],
      args: ["i->ii"],
      message: 'einsum: subscripts must name each subscript of the result once, got "i" in "i->ii".',
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      args: ["i"],
      message: 'einsum: operands must not all be bool. Cast one first: cast(operands[0], "int32").',
    },
    {
      inputs: [{ literal: [1, 2] }],
      args: ["i"],
      message: "einsum: operands[0] must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).",
    },
  ],
};
