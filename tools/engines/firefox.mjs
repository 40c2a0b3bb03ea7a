// Firefox, told by lines of JSON what to do, over WebDriver BiDi: node firefox.mjs FIREFOX
// A line is ["open", address], ["js", expression], …: see gestures. A line answers each.

import { createInterface } from "node:readline";
import { launch } from "puppeteer-core";

const browser = await launch({
  browser: "firefox",
  executablePath: process.argv[2],
  headless: true,
  extraPrefsFirefox: { "ui.useOverlayScrollbars": 1 }, // which take no room, as on a phone
});
const page = await browser.newPage();

const failed = [];
page.on("pageerror", (error) => failed.push(String(error)));
page.on("console", (said) => /error|warn/.test(said.type()) && failed.push(said.text()));

// Firefox does not answer for a page that is left, or that it is gone: the page that follows does.
const LEFT = Symbol("left");
async function ask(expression) {
  let left;
  const another = new Promise((done) => page.once("domcontentloaded", (left = () => done(LEFT))));
  const answer = page.evaluate(`(async () => JSON.stringify(await (${expression})))()`).catch((error) => {
    if (String(error).includes("DiscardedBrowsingContextError")) return another;
    throw error;
  });
  const first = await Promise.race([answer, another]).finally(() => page.off("domcontentloaded", left));
  return first === LEFT ? ask(expression) : first;
}

const gestures = {
  open: async (address) => void (await page.goto(address)),
  resize: (width, height) => page.setViewport({ width, height }),
  js: ask,
  press: async (selector, key) => {
    await page.$eval(selector, (node) => node.focus());
    await page.keyboard.press(key);
  },
  drag: async (x, y, x1, y1) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x1, y1);
    await page.mouse.up();
  },
  pdf: async (margin) => {
    const sides = { top: margin, right: margin, bottom: margin, left: margin };
    return Buffer.from(await page.pdf({ format: "A4", margin: sides, waitForFonts: false })).toString("base64");
  },
  picture: () => page.screenshot({ encoding: "base64" }),
  failures: async () => failed.splice(0),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [gesture, ...what] = JSON.parse(line);
  try {
    console.log(JSON.stringify({ answer: (await gestures[gesture](...what)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
