// Firefox, told by lines of JSON what to do, over WebDriver BiDi: node firefox.mjs FIREFOX
// {open: address}, {js: expression}, {click: selector} or {press: [selector, key]}; a line answers each.

import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../audit/package.json", import.meta.url));
const { launch } = require("puppeteer-core");
const browser = await launch({ browser: "firefox", executablePath: process.argv[2], headless: true });
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 1000 });

const gestures = {
  open: (address) => page.goto(address).then(() => null),
  js: (expression) => page.evaluate(`(async () => JSON.stringify(await (${expression})))()`),
  click: (selector) => page.click(selector),
  press: async ([selector, key]) => {
    await page.$eval(selector, (node) => node.focus());
    await page.keyboard.press(key);
  },
  picture: (path) => page.screenshot({ path, fullPage: false }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [[gesture, what]] = Object.entries(JSON.parse(line));
  try {
    const answer = await gestures[gesture](what);
    console.log(JSON.stringify({ answer: gesture === "js" ? answer ?? null : null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
