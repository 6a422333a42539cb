import fc from "fast-check";
import { arbitraries, checkGradients } from "@tapegrad/gradcheck";
const [seed, n] = process.argv.slice(2).map(Number);
const cases = fc.sample(arbitraries.expression(), { seed: seed!, numRuns: n! });
const counts: Record<string, number> = {};
let evals = 0; const ops: Record<string, number> = {};
const t = Date.now();
for (const p of cases) {
  for (const o of p.ops) ops[o] = (ops[o] ?? 0) + 1;
  try {
    const r = checkGradients(p.f, [...p.inputs] as never, { seed: 1 });
    evals += r.evaluations;
    counts[r.verdict] = (counts[r.verdict] ?? 0) + 1;
    if (r.verdict === "fail" || r.verdict === "kink") console.log(String(p), "\n", String(r), "\n");
  } catch (e) { counts.error = (counts.error ?? 0) + 1; console.log(String(p), "\n", String(e)); }
}
console.log(seed, counts, evals / n!, Date.now() - t, "ms");
if (process.argv[4]) console.log(ops);
