import type { Tensor } from "@tapegrad/core";
import { arbitraries, checkGradients, pastedProgram, type Verdict } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { expect, test } from "vitest";

interface Environment {
  readonly TAPEGRAD_HEAVY?: string;
  readonly TAPEGRAD_SEED?: string;
}
const { TAPEGRAD_HEAVY, TAPEGRAD_SEED } = process.env as Environment;

/** As the laws of core: the same cases every time, `random` for new ones, or the number that a failure printed. */
const seed = TAPEGRAD_SEED === "random" ? Date.now() % 2 ** 31 : Number(TAPEGRAD_SEED ?? 1);
const cases = TAPEGRAD_HEAVY === "1" ? 25_000 : 1_500;
/** Few enough at a time to be held in memory. */
const chunk = 500;

test(`no derivative of ${cases} random programs of all smooth ops is called wrong`, { timeout: cases * 40 }, () => {
  const verdicts: Record<Verdict, number> = { pass: 0, kink: 0, "ill-conditioned": 0, fail: 0 };
  for (let start = 0; start < cases; start += chunk) {
    const programs = fc.sample(arbitraries.expression(), { seed: seed + start, numRuns: chunk });
    for (const [i, program] of programs.entries()) {
      const report = checkGradients(program.f, program.inputs as Tensor[], { seed: 1 });
      verdicts[report.verdict]++;
      if (report.ok) continue;
      const found = { seed: seed + start, path: String(i) };
      throw new Error(`TAPEGRAD_SEED=${seed}:\n${pastedProgram(program, found)}\n${report}`);
    }
  }
  console.info(`${cases} programs: ${JSON.stringify(verdicts)}`);
  expect(verdicts.pass / cases, "most can be judged").toBeGreaterThan(0.97);
});
