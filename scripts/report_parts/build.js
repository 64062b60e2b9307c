// Makes one script of the page's own files and the parts of Observable Plot and D3 that they use.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const notices = ["@observablehq/plot", "d3"].map(
  (name) => `${name}\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8")}`,
);

await build({
  entryPoints: ["page.js"],
  outfile: "built/page.js",
  bundle: true,
  minify: true,
  charset: "ascii",
  target: "es2020",
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
  banner: { js: `/*! This script holds parts of other people's work.\n${notices.join("\n")}*/` },
});
