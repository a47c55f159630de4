// Bundles src/ into dist/, an unpacked extension that every covered browser loads.
import { Buffer } from "node:buffer";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build, context } from "esbuild";

const out = "dist";
const entries = {
  background: "src/background/main.ts",
  content: "src/content/main.ts",
  "page-world": "src/content/page-world.ts",
  options: "src/pages/options/options.ts",
  popup: "src/pages/popup/popup.ts",
  welcome: "src/pages/welcome/welcome.ts",
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp("manifest.json", `${out}/manifest.json`);
await cp("_locales", `${out}/_locales`, { recursive: true });
await cp("icons", `${out}/icons`, { recursive: true, filter: (path) => !/\.(svg|py)$/.test(path) });
for (const page of ["options", "popup", "welcome"]) {
  await cp(`src/pages/${page}/${page}.html`, `${out}/${page}.html`);
}
for (const sheet of ["pages", "controls", "popup/popup", "welcome/welcome"]) {
  await cp(`src/pages/${sheet}.css`, `${out}/${basename(sheet)}.css`);
}
await cp("src/pages/welcome/face.svg", `${out}/face.svg`);
await writeFile(`${out}/managed.json`, `${JSON.stringify((await shape()).managedSchema(), null, 2)}\n`);

/** The settings' shape, from which the schema of a hospital's policy is written. */
async function shape() {
  const { outputFiles } = await build({ entryPoints: ["src/settings/shape.ts"], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const bundle = await context({
  entryPoints: entries,
  outdir: out,
  bundle: true,
  // one classic script a context: content scripts cannot be modules, and one manifest serves every browser
  format: "iife",
  target: ["chrome120", "firefox142"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  logLevel: "info",
});
if (process.argv.includes("--watch")) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
