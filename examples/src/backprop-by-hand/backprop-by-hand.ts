// Backpropagation by hand, as matrix products, beside what the tape finds; and what the naive way costs.
import { binaryByHand, type Layer, largestDifference, naively, type Result, softmaxByHand } from "./byHand.ts";
import { binaryByTape, softmaxByTape } from "./byTape.ts";
import { shapeOf } from "./matrices.ts";
import { problem } from "./problems.ts";

console.log("two classes, one sigmoid output: 2-4-1, 8 examples");
const binary = problem(1, 8, [2, 4, 1], 2);
report(binaryByHand(binary.x, binary.targets, binary.layers), binaryByTape(binary.x, binary.targets, binary.layers));

console.log("\nfour classes, three layers and a softmax: 6-8-5-4, 16 examples");
const several = problem(2, 16, [6, 8, 5, 4], 4);
const byHand = softmaxByHand(several.x, several.targets, several.layers);
report(byHand, softmaxByTape(several.x, several.targets, several.layers));
for (const [i, { W }] of byHand.gradients.entries())
  console.log(`  ΔW${i + 1} = (a${i})ᵀ δ̄${i + 1}   [${shapeOf(W).join(", ")}]`);

console.log("\nthe naive way: every weight moved to either side, the loss computed anew");
let evaluations = 0;
const lossOf = (layers: readonly Layer[]): number => {
  evaluations++;
  return softmaxByHand(several.x, several.targets, layers).loss;
};
naively(lossOf, several.layers); // so that the engine has compiled it
evaluations = 0;
const start = performance.now();
const naive = naively(lossOf, several.layers);
const naiveTime = performance.now() - start;
const rounds = 200;
const from = performance.now();
for (let i = 0; i < rounds; i++) softmaxByHand(several.x, several.targets, several.layers);
const time = (performance.now() - from) / rounds;
console.log(`  ${evaluations} evaluations instead of one pass each way, ${Math.round(naiveTime / time)} times as long`);
console.log(`  and it is right to ${largestDifference(naive, byHand.gradients).toExponential(0)} only`);

function report(hand: Result, tape: Result): void {
  console.log(`  loss by hand ${hand.loss.toFixed(12)}, by the tape ${tape.loss.toFixed(12)}`);
  console.log(
    `  largest difference of a derivative: ${largestDifference(hand.gradients, tape.gradients).toExponential(0)}`,
  );
}
