import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the index of ops, the methods of Tensor and the table of specs are what the op files say", () => {
  const script = fileURLToPath(new URL("../../../scripts/generate-ops.mjs", import.meta.url));
  const { stderr, status } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 30_000);
