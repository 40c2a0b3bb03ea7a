// Firefox, told by lines of JSON what to do, over WebDriver BiDi: node firefox.mjs FIREFOX
// {open: address}, {js: expression}, {press: [selector, key]} or {failures: null}; a line answers each.

import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../audit/package.json", import.meta.url));
const { launch } = require("puppeteer-core");
const browser = await launch({ browser: "firefox", executablePath: process.argv[2], headless: true });
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 1000 });

const failed = [];
page.on("pageerror", (error) => failed.push(String(error)));

const gestures = {
  open: (address) => page.goto(address).then(() => null),
  js: (expression) => page.evaluate(`(async () => JSON.stringify(await (${expression})))()`),
  press: async ([selector, key]) => {
    await page.$eval(selector, (node) => node.focus());
    await page.keyboard.press(key);
  },
  failures: async () => failed.splice(0),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [[gesture, what]] = Object.entries(JSON.parse(line));
  try {
    console.log(JSON.stringify({ answer: (await gestures[gesture](what)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
