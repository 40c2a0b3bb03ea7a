// Run Lighthouse's mobile preset on each address in one Chromium; a line of JSON for each.
// node lighthouse.mjs CHROMIUM ADDRESS...

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import AnchorElements from "lighthouse/core/gather/gatherers/anchor-elements.js";
import standard from "lighthouse/core/config/default-config.js";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";

// What no score depends on is left out: audits that weigh nothing, and a benchmark of the machine
// that takes a second before each page. An audit that weighs something in any category stays.
const audits = Object.values(standard.categories).flatMap(({ auditRefs }) => auditRefs);
const weighed = new Set(audits.filter(({ weight }) => weight > 0).map(({ id }) => id));
const skipAudits = audits.map(({ id }) => id).filter((id) => !weighed.has(id));
pageFunctions.computeBenchmarkIndex = () => 1e4;

// What listens is asked of each link, and of all that a link is in: of each of these once.
const { getArtifact } = AnchorElements.prototype;
AnchorElements.prototype.getArtifact = function ({ driver: { defaultSession, executionContext } }) {
  const answers = new Map();
  const sendCommand = (...asked) => {
    const key = JSON.stringify(asked);
    if (!answers.has(key)) answers.set(key, defaultSession.sendCommand(...asked));
    return answers.get(key);
  };
  return getArtifact.call(this, { driver: { defaultSession: { sendCommand }, executionContext } });
};

const [chromePath, ...addresses] = process.argv.slice(2);
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-background-networking"];
const chrome = await launch({ chromePath, chromeFlags });
try {
  for (const address of addresses) {
    const flags = { port: chrome.port, logLevel: "error", disableFullPageScreenshot: true, skipAudits };
    const { lhr } = await lighthouse(address, flags);
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
