// Bundles the console into one folder: index.html, hashed assets, gzip beside each.
//
//   node build.mjs OUT          the console
//   node build.mjs --tests OUT  its unit tests, for node --test
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  // The packages may lie elsewhere, and the names of the assets must not depend on it.
  preserveSymlinks: true,
};

async function buildTests(out) {
  const tests = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: tests.map((name) => join("tests", name)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    sourcemap: "inline",
  });
}

async function buildConsole(out) {
  const result = await build({
    ...common,
    entryPoints: ["src/console.tsx", "src/style/console.css", "src/icon.svg"],
    entryNames: "[name]-[hash]",
    loader: { ".svg": "copy" },
    outdir: join(out, "assets"),
    metafile: true,
    minify: true,
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    legalComments: "none",
  });
  const names = Object.keys(result.metafile.outputs).map((path) => basename(path)).sort();
  const only = (suffix) => `/console/assets/${names.find((name) => name.endsWith(suffix))}`;
  const page = readFileSync(join(here, "src/index.html"), "utf8")
    .replace("SCRIPT", only(".js"))
    .replace("STYLE", only(".css"))
    .replace("ICON", only(".svg"));
  writeFileSync(join(out, "index.html"), page);
  writeFileSync(join(out, "assets", "licences.txt"), licences(result.metafile));
  for (const path of ["index.html", ...readdirSync(join(out, "assets")).map((name) => `assets/${name}`)]) {
    writeFileSync(join(out, `${path}.gz`), gzipSync(readFileSync(join(out, path)), { level: 9 }));
  }
}

// The licences of what was bundled ask to be passed on with it.
function licences(metafile) {
  const packages = new Set();
  for (const path of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? readFileSync(join(folder, file), "utf8") : "";
    return `${name} ${version} (${license})\n\n${text}`;
  }).join("\n----\n\n");
}

const tests = process.argv[2] === "--tests";
const out = process.argv[tests ? 3 : 2];
if (!out) throw new Error("which folder? node build.mjs [--tests] OUT");
mkdirSync(out, { recursive: true });
await (tests ? buildTests(out) : buildConsole(out));
