// What Lighthouse says of a site on its phone profile: `node lighthouse.js SITE PAGE…`, each page by its path.
// Ends with 1 below 100 in accessibility, best practices and SEO, or below 98 in performance.

import { execFileSync } from 'node:child_process';
import lighthouse from 'lighthouse';
import { launch as launchChrome } from 'chrome-launcher';
import { serveFolder } from '../../browser/lib/server.js';

const [site, ...paths] = process.argv.slice(2);
const floors = { performance: 0.98, accessibility: 1, 'best-practices': 1, seo: 1 };

const host = await serveFolder(site);
const chrome = await launchChrome({
  chromePath: process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
for (const path of paths) await judge(path);
chrome.kill();
await host.close();

async function judge(path) {
  const { lhr } = await lighthouse(host.base + path, { port: chrome.port, onlyCategories: Object.keys(floors), logLevel: 'error' });
  const scores = Object.entries(floors).map(([name, floor]) => ({ name, floor, score: lhr.categories[name].score }));
  console.log(`/${path}: ${scores.map(({ name, score }) => `${name} ${Math.round(score * 100)}`).join(', ')}`);
  for (const { name, floor, score } of scores.filter(({ floor, score }) => score < floor)) {
    process.exitCode = 1;
    for (const reason of shortcomings(lhr, name)) console.log(`  ${name} is below ${floor * 100}: ${reason}`);
  }
}

function shortcomings(lhr, name) {
  return lhr.categories[name].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => `${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ''}`);
}
