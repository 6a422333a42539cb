import { ElementwiseOp, type Node, numberAlgebra, slopeAt, type Tensor } from "@tapegrad/core";

/** What the units of a layer do under its activation function. */
export interface Units {
  /** The op. */
  readonly op: string;
  /** How many there are: the size of the last axis. */
  readonly count: number;
  /** How many let no derivative pass, whatever the example of the batch: their slope is 0 for all. `null` for a function that is flat nowhere. */
  readonly dead: number | null;
  /** The share of all elements at which the slope is small against the largest there is; `null` for a function that levels off nowhere. */
  readonly saturated: number | null;
}

/** What the slope of a function of one number is like. */
interface Shape {
  /** Is it exactly 0 on a whole interval, as that of relu is? */
  readonly isFlat: boolean;
  /** Does it go to 0 on both sides, as that of sigmoid does? */
  readonly levelsOff: boolean;
  readonly largest: number;
}

/**
 * What the activation function among the nodes of a layer does to its units; `null` if there is none. One is known by its slope: it is 0 on an
 * interval, or goes to 0 on both sides.
 *
 * @param saturatedBelow - The share of the largest slope below which an element counts as saturated.
 */
export function unitsOf(nodes: readonly Node[], saturatedBelow: number): Units | null {
  for (let n = nodes.length - 1; n >= 0; n--) {
    const node = nodes[n]!;
    const position = argumentOf(node);
    if (position === null) continue;
    const shape = slopeShape(node, position);
    if (!shape.isFlat && !shape.levelsOff) continue;
    const slopes = slopeAt(node, position);
    if (slopes === null || slopes.size === 0) continue;
    const count = slopes.shape.at(-1) ?? 1;
    return {
      op: node.op.name,
      count,
      dead: shape.isFlat ? deadUnits(slopes, count) : null,
      saturated: shape.levelsOff ? shareBelow(slopes, saturatedBelow * shape.largest) : null,
    };
  }
  return null;
}

/** The only input that is no number, if there is only one. */
function argumentOf({ op, inputs }: Node): number | null {
  if (!(op instanceof ElementwiseOp)) return null;
  const places = inputs.flatMap((x, i) => (x.node === null && x.size === 1 && !x.isParameter ? [] : [i]));
  return places.length === 1 ? places[0]! : null;
}

const probes: readonly number[] = Array.from({ length: 257 }, (_, i) => (i - 128) / 16); // −8 … 8
/** So far out, every function that levels off has done so; and e to that power is a number yet. */
const farOut = 300;

function slopeShape(node: Node, position: number): Shape {
  const at = (x: number): number => Math.abs(slopeOfNumber(node, position, x));
  const near = probes.map(at);
  // Not one with a pole or a gap, such as 1/x, whose slope goes to 0 as well.
  const largest = near.every(Number.isFinite) ? Math.max(...near) : 0;
  let run = 0;
  let isFlat = false;
  for (const slope of near) {
    run = slope === 0 ? run + 1 : 0;
    isFlat ||= run >= 8;
  }
  const small = 1e-3 * largest;
  return {
    isFlat: isFlat && largest > 0,
    levelsOff: largest > 0 && at(farOut) < small && at(-farOut) < small,
    largest,
  };
}

/** The slope of the op for one number, the other operands as they are. */
function slopeOfNumber({ op, attrs, inputs }: Node, position: number, x: number): number {
  if (!(op instanceof ElementwiseOp)) return Number.NaN;
  const operands: { [name: string]: number } = {};
  op.inputNames.forEach((name, i) => {
    operands[name] = i === position ? x : inputs[i]!.data[0]!;
  });
  const given = (attrs ?? {}) as { readonly [name: string]: number };
  const output = op.parts.value<number, boolean | number>(numberAlgebra, operands, given);
  operands.output = output;
  return Number(op.slope<number, boolean | number>(numberAlgebra, position, operands, given) ?? 0);
}

function deadUnits({ data }: Tensor, count: number): number {
  let dead = 0;
  for (let unit = 0; unit < count; unit++) {
    let isDead = true;
    for (let at = unit; at < data.length; at += count) isDead &&= data[at] === 0;
    if (isDead) dead++;
  }
  return dead;
}

function shareBelow({ data }: Tensor, least: number): number {
  let below = 0;
  for (let i = 0; i < data.length; i++) if (Math.abs(data[i]!) < least) below++;
  return below / data.length;
}
