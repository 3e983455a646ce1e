// Writes static/vendor and static/fonts from the pinned packages. Run `npm install` first.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "..", "static", "vendor");
const fonts = join(here, "..", "static", "fonts");
const modules = join(here, "node_modules");
const SHOWN = ["govuk-frontend", "@ministryofjustice/frontend"];

// Rules for the crown, the crest and the rich text editor point at pictures we do not ship,
// and one missing picture stops `collectstatic`. The whole rule goes, not only its url().
function withoutForeignPictures(css) {
  const foreign = /[^{}]*\{[^{}]*(?:govuk-crest|icon-wysiwyg)[^{}]*\}/g;
  return css.replace(foreign, "").replace(/@(?:media|supports)[^{}]*\{\s*\}/g, "");
}

function picturesIn(css) {
  const found = [...css.matchAll(/url\(["']?\.\/images\/([^"')]+)/g)];
  return [...new Set(found.map((match) => match[1]))];
}

function copyPictures(names) {
  const from = join(modules, "@ministryofjustice", "frontend", "moj", "assets", "images");
  mkdirSync(join(vendor, "images"), { recursive: true });
  for (const name of names) cpSync(join(from, name), join(vendor, "images", name));
}

function buildCss() {
  const built = sass.compile(join(here, "casebook.scss"), {
    loadPaths: [here],
    style: "compressed",
    quietDeps: true,
    // Else a byte-order mark stands in front of the first rule, after our note, and swallows it.
    charset: false,
  });
  // On paper too: registers and packs are printed, and sans-serif is a lottery for "Łukasz".
  const ours = 'font-family:"Atkinson Hyperlegible Next",arial,sans-serif';
  const css = withoutForeignPictures(built.css).replaceAll("font-family:sans-serif", ours);
  copyPictures(picturesIn(css));
  const note = "/*! GOV.UK Frontend and MOJ Frontend, MIT licence: see LICENCE beside this file */\n";
  writeFileSync(join(vendor, "casebook.css"), note + css + "\n");
}

async function buildJs() {
  await esbuild.build({
    entryPoints: [join(here, "main.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    banner: { js: "/*! GOV.UK Frontend and MOJ Frontend, MIT licence: see LICENCE beside this file */" },
    outfile: join(vendor, "casebook.js"),
  });
}

function buildFonts() {
  const made = spawnSync("python3", [join(here, "fonts.py"), modules, fonts], { stdio: "inherit" });
  if (made.status !== 0) console.warn("Fonts were left as they are: fonts.py needs fonttools and brotli.");
}

function writeVersions() {
  const wanted = JSON.parse(readFileSync(join(here, "package.json"))).devDependencies;
  const lines = SHOWN.map((name) => `${name} ${wanted[name]}`);
  writeFileSync(join(vendor, "VERSIONS"), lines.join("\n") + "\n");
}

function copyAxe() {
  const tests = join(here, "..", "tests", "browser");
  if (!existsSync(tests)) return;
  cpSync(join(modules, "axe-core", "axe.min.js"), join(tests, "axe.min.js"));
}

mkdirSync(vendor, { recursive: true });
buildCss();
await buildJs();
buildFonts();
writeVersions();
copyAxe();
