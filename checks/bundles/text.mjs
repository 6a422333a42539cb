// A program as text, as drawings and as data, and its backward pass: a bundle of it should hold core and little more.
import { tensor } from "@tapegrad/core";
import { backwardSteps, toDot, toJson, toMermaid, toText } from "@tapegrad/inspect";

const x = tensor([3], { requiresGrad: true, name: "x" });
const loss = x.mul(x).sum().named("L");
const sums = [...backwardSteps(loss)].map(({ sum }) => sum.item());
const { tensors } = toJson(loss);
const counts = [toText(loss), toDot(loss), toMermaid(loss)].map((text) => text.split("\n").length);
const line = JSON.stringify([sums.at(-1), tensors.length, ...counts]);
console.log(line);
if (typeof document !== "undefined") document.body.textContent = line;
