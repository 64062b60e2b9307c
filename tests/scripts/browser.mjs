// A headless Chromium for test_report_browser.py: a command a line on stdin, an answer a line on stdout, both JSON.
//   node browser.mjs PARTS CHROMIUM      PARTS: the folder with node_modules
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [parts, executablePath] = process.argv.slice(2);
const require = createRequire(`${parts}/package.json`);
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const quietly = [
  "quic",
  "gpu",
  "background-networking",
  "component-update",
  "sync",
].map((name) => `--disable-${name}`);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--no-first-run", ...quietly],
});
let page;
let heard;

const commands = {
  async open({ url, width }) {
    await page?.close();
    page = await browser.newPage({ viewport: { width, height: 800 } });
    heard = { messages: [], requests: [] };
    page.on("console", (message) => heard.messages.push(message.text()));
    page.on("pageerror", (fault) => heard.messages.push(fault.message));
    page.on("request", (request) => heard.requests.push(request.url()));
    await page.goto(url);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[data-figure]")].every((host) =>
        host.querySelector("table"),
      ),
    );
  },
  heard: async () => heard,
  evaluate: async ({ script }) => page.evaluate(script),
  press: async ({ key }) => page.keyboard.press(key),
  select: async ({ selector, value }) => page.selectOption(selector, value),
  fill: async ({ selector, value }) => page.fill(selector, value),
  click: async ({ selector }) => page.click(selector),
  hover: async ({ selector }) => page.hover(selector, { force: true }),
  media: async ({ media }) => page.emulateMedia({ media }),
  async axe() {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ target }) => target.join(" ")),
    }));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...more } = JSON.parse(line);
  try {
    console.log(
      JSON.stringify({ answer: (await commands[command](more)) ?? null }),
    );
  } catch (fault) {
    console.log(JSON.stringify({ fault: String(fault) }));
  }
}
await browser.close();
