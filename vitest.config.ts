import { defineConfig } from "vitest/config";

// Packages resolve to their sources, so that a test never runs against a stale build.
const conditions = ["@tapegrad/source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "examples/test/**/*.test.ts",
      "benchmarks/test/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    // Five seconds, the default, are not enough for a process or a thousand cases where a machine does much else. What hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "threads",
    // The library keeps no state between calls but the default generator, which tests seed: files of one thread can share it,
    // and each module is loaded once.
    isolate: false,
  },
});
