/** Two of the tensors that are left, by their places; the product takes the place behind the last. */
export type Pair = readonly [first: number, second: number];

/** Up to so many operands every order is tried: 3ⁿ pairs of groups. */
const fewOperands = 6;

/**
 * In which order to multiply tensors, two at a time: each is known by the labels of its axes. What costs least multiplications is found
 * for few of them; of many, those two are taken next whose product is smallest next to what it replaces.
 *
 * @returns Pairs of places: each takes two tensors away and puts their product behind all others.
 */
export function contractionOrder(
  tensors: readonly (readonly string[])[],
  output: readonly string[],
  sizeOf: (labels: Iterable<string>) => number,
): readonly Pair[] {
  if (tensors.length < 3) return tensors.length === 2 ? [[0, 1]] : [];
  return tensors.length <= fewOperands ? cheapest(tensors, output, sizeOf) : greedy(tensors, output, sizeOf);
}

/** Those labels of two tensors that the result or another tensor has too. */
export function keptLabels(
  a: readonly string[],
  b: readonly string[],
  others: readonly (readonly string[])[],
  output: readonly string[],
): readonly string[] {
  return [...new Set([...a, ...b])].filter((label) => output.includes(label) || others.some((x) => x.includes(label)));
}

/** A group of operands, multiplied in the best order. */
interface Group {
  readonly labels: readonly string[];
  readonly cost: number;
  readonly parts: Pair | null;
}

function cheapest(
  tensors: readonly (readonly string[])[],
  output: readonly string[],
  sizeOf: (labels: Iterable<string>) => number,
): readonly Pair[] {
  // A group is a set of bits. Subsets of a set are smaller numbers, so they are known before it.
  const groups: Group[] = [];
  const whole = (1 << tensors.length) - 1;
  for (let set = 1; set <= whole; set++) {
    const single = tensors.findIndex((_, i) => set === 1 << i);
    if (single >= 0) {
      groups[set] = { labels: tensors[single]!, cost: 0, parts: null };
      continue;
    }
    const others = tensors.filter((_, i) => (set & (1 << i)) === 0);
    let best: Group | null = null;
    for (let part = (set - 1) & set; part > (set ^ part); part = (part - 1) & set) {
      const [a, b] = [groups[set ^ part]!, groups[part]!];
      const cost = a.cost + b.cost + sizeOf(new Set([...a.labels, ...b.labels]));
      if (best !== null && cost >= best.cost) continue;
      best = { labels: keptLabels(a.labels, b.labels, others, output), cost, parts: [set ^ part, part] };
    }
    groups[set] = best!; // a set of two or more has parts
  }
  // As pairs of places, innermost first.
  const pairs: Pair[] = [];
  const left = tensors.map((_, i) => 1 << i);
  const multiply = (set: number): void => {
    const { parts } = groups[set]!;
    if (parts === null) return;
    parts.forEach(multiply);
    pairs.push([left.indexOf(parts[0]), left.indexOf(parts[1])]);
    for (const part of parts) left.splice(left.indexOf(part), 1);
    left.push(set);
  };
  multiply(whole);
  return pairs;
}

function greedy(
  tensors: readonly (readonly string[])[],
  output: readonly string[],
  sizeOf: (labels: Iterable<string>) => number,
): readonly Pair[] {
  const left = [...tensors];
  const pairs: Pair[] = [];
  while (left.length > 1) {
    let best: { readonly pair: Pair; readonly labels: readonly string[]; readonly growth: number } | null = null;
    for (let i = 0; i < left.length; i++)
      for (let j = i + 1; j < left.length; j++) {
        const others = left.filter((_, k) => k !== i && k !== j);
        const labels = keptLabels(left[i]!, left[j]!, others, output);
        const growth = sizeOf(labels) - sizeOf(left[i]!) - sizeOf(left[j]!);
        if (best === null || growth < best.growth) best = { pair: [i, j], labels, growth };
      }
    const { pair, labels } = best!; // there were two
    pairs.push(pair);
    left.splice(pair[1], 1);
    left.splice(pair[0], 1);
    left.push(labels);
  }
  return pairs;
}
