// `pnpm test`: types, declarations, lint and format, generated files, import cycles, then unit, law, property and documentation tests.
import { build } from "./build.mjs";
import { programs, step } from "./run.mjs";

const filters = process.argv.slice(2);
if (filters.length === 0) {
  step("types", [programs.tsc, "--noEmit", "-p", "tsconfig.json"]);
  build(); // stricter than the types alone: declarations are written file by file, without what only Node has
  step("lint and format", [programs.biome, "check", "--error-on-warnings", "."]);
  step("generated files", ["scripts/generate-ops.mjs", "--check"]);
  step("generated pages", ["scripts/generate-pages.mjs", "--check"]);
  step("pages on ops", ["--conditions=@tapegrad/source", "--import", "tsx", "scripts/matrix/main.ts", "--check"]);
  step("import cycles", [
    programs.biome,
    "lint",
    "--config-path=checks/imports.jsonc",
    "--diagnostic-level=error",
    "packages",
  ]);
}
step("tests", [programs.vitest, "run", ...filters]);
