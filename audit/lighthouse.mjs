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
    const scores = Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round(100 * score)]);
    // What keeps a category from 100: an audit that counts, by its name.
    const reasons = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9).map(({ id }) => id));
    console.log(JSON.stringify({ address, scores: Object.fromEntries(scores), reasons: [...new Set(reasons)] }));
  }
} finally {
  chrome.kill();
}
