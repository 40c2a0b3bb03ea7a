// Run Lighthouse's mobile preset on each address in one Chromium; a line of JSON for each.
// node lighthouse.mjs CHROMIUM ADDRESS...

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, ...addresses] = process.argv.slice(2);
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-background-networking"];
const chrome = await launch({ chromePath, chromeFlags });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", disableFullPageScreenshot: true });
    // Of each category its score, and the audits that count and keep it from 100.
    const scores = Object.entries(lhr.categories).map(([category, { score, auditRefs }]) => {
      const short = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9);
      return [category, [Math.round(100 * score), short.map(({ id }) => id).join(", ")]];
    });
    console.log(JSON.stringify(Object.fromEntries(scores)));
  }
} finally {
  chrome.kill();
}
