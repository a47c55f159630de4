// Bundles the unit tests of pure modules (they import TypeScript) and runs them with node's own runner.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const tests = "../tests/unit/extension";
const out = "node_modules/.tests";
const files = readdirSync(tests).filter((file) => file.endsWith(".test.mjs"));
await build({
  entryPoints: files.map((file) => `${tests}/${file}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "error",
});
const run = spawnSync(process.execPath, ["--test", ...files.map((file) => `${out}/${file}`)], {
  stdio: "inherit",
  env: { ...process.env, PRIMUM_ROOT: new URL("../", import.meta.url).pathname },
});
process.exit(run.status ?? 1);
