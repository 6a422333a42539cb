import fc from "fast-check";
import { arbitraries, checkGradients } from "@tapegrad/gradcheck";
const N = Number(process.argv[2] ?? 300);
const counts: Record<string, number> = {}; let nodes = 0, slow=0; const opsSeen = new Map<string, number>();
const t0 = performance.now(); let gen=0;
const samples = fc.sample(arbitraries.expression({ depth: 4 }), { numRuns: N, seed: Number(process.argv[3] ?? 1) });
gen = performance.now()-t0;
let shown=0;
for (const p of samples) {
  nodes += p.steps.length; for (const o of p.ops) opsSeen.set(o, (opsSeen.get(o)??0)+1);
  const t=performance.now();
  const r = checkGradients(p.f, [...p.inputs], { seed: 1 });
  slow=Math.max(slow, performance.now()-t);
  counts[r.verdict] = (counts[r.verdict] ?? 0) + 1;
  if ((r.verdict === "fail" ) && shown++<4) console.log(String(p), "\n" + r);
  if ((r.verdict !== "pass") && shown++<5) console.log(String(p), "\n" + r);
}
console.log(counts, "avg nodes", nodes / N, "gen ms/case", (gen/N).toFixed(2), "total ms/case", ((performance.now()-t0)/N).toFixed(2), "slowest", slow.toFixed(0), opsSeen.size);
