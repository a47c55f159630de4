// Makes the archives out of dist/: for the stores one for Chrome and its kin, one for Firefox, and the source that
// Firefox's reviewers build it from; for who installs by hand, one for Chrome and its kin that is loaded unpacked.
// `npm run package`; the same input gives the same bytes.
import { Buffer } from "node:buffer";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

const out = process.argv[2] ?? "../dist";
const manifest = JSON.parse(await readFile("dist/manifest.json", "utf8"));

/** The stores sign with a key of their own and refuse ours; without it an unpacked extension has another id, which the companion refuses. */
const unpacked = without(manifest, "browser_specific_settings");
const firefox = without(without(manifest, "key"), "minimum_chrome_version");
unpacked.background = { service_worker: manifest.background.service_worker };
const chrome = without(unpacked, "key");
firefox.background = { scripts: manifest.background.scripts };

const built = (await files("dist")).filter((file) => file !== "ready" && file !== "manifest.json");
const source = (await files(".")).filter((file) => !/^(dist|node_modules)\//.test(file));

await mkdir(out, { recursive: true });
for (const [name, table] of Object.entries({ chrome, "chrome-unpacked": unpacked, firefox })) {
  await pack(`primum-${name}`, [
    ["manifest.json", Buffer.from(`${JSON.stringify(table, null, 2)}\n`)],
    ...(await Promise.all(built.map(async (file) => [file, await readFile(`dist/${file}`)]))),
  ]);
}
await pack("primum-firefox-source", [
  ["BUILD.md", Buffer.from(instructions())],
  ["LICENSE", await readFile("../LICENSE")],
  ...(await Promise.all(source.map(async (file) => [file, await readFile(file)]))),
]);

function without(table, name) {
  return Object.fromEntries(Object.entries(table).filter(([other]) => other !== name));
}

function instructions() {
  return [
    "# Building Primum's extension",
    "",
    `Node ${process.versions.node} and its npm were used; any Node from 20.19 on gives the same bundles.`,
    "",
    "```sh",
    "npm ci",
    "npm run build",
    "```",
    "",
    "`dist/` then holds what the archive for Firefox holds, but for three lines of `manifest.json` that concern other",
    "browsers (`key`, `minimum_chrome_version`, `background.service_worker`; see `package.mjs`). Nothing is minified.",
    "",
  ].join("\n");
}

/** Every file under a folder, sorted, with forward slashes. */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function pack(name, entries) {
  const file = `${out}/${name}-${manifest.version}.zip`;
  await writeFile(file, zip(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
  process.stdout.write(`${file}\n`);
}

/** A ZIP archive of [name, bytes] pairs, deflated, with no times: https://pkware.cachefly.net/webdocs/APPNOTE/APPNOTE-6.3.9.TXT */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(content, { level: 9 });
    // version 2.0, names in UTF-8, deflated, at midnight of 1 January 1980
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x0021, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, path, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, path);
    offset += 4 + common.length + path.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
