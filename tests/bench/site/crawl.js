// Browses every page of a built site, wide and narrow, as a reader who follows every kind of link:
// `node crawl.js SITE [PREFIX]`. Ends with 1 if anything was found that a reader should not meet.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';

const [site, prefix = '/sub/'] = process.argv.slice(2);
const MOST_SHIFT = 0.02;
const sizes = {
  wide: { viewport: { width: 1440, height: 900 } },
  narrow: { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true },
};

const files = readdirSync(site, { recursive: true }).filter((path) => /(^|\/)(index|404)\.html$/.test(path)).sort();
const ids = new Map();
const found = { dead: new Set(), said: new Set(), foreign: new Set(), shifts: [] };
const counts = { pages: files.length, links: 0, 'kinds of link, clicked': 0, 'largest shift': 0 };
const [browser, host] = await Promise.all([launch(), serveFolder(site, prefix)]);

for (const [size, options] of Object.entries(sizes)) await browse(size, options);
await Promise.all([browser.close(), host.close()]);
report();

async function browse(size, options) {
  const context = await browser.newContext(options);
  await context.addInitScript(noteShifts);
  const page = await context.newPage();
  watch(page, size);
  const kinds = new Map();
  for (const file of files) {
    await page.goto(host.base + encodeURI(file), { waitUntil: 'load' });
    await scrollThrough(page);
    judgeShift(await page.evaluate(() => window.shift), `${size} ${file}`);
    for (const link of await page.evaluate(linksOf)) {
      if (!kinds.has(link.kind) && link.isShown) kinds.set(link.kind, { ...link, file });
      judgeLink(link.href, link.leaves, file);
    }
  }
  for (const link of kinds.values()) await follow(page, size, link);
  await context.close();
}

/** Runs in each page before its own scripts. */
function noteShifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

function watch(page, size) {
  page.on('console', (message) => {
    const isMissingPage = message.text().includes('404') && message.location().url === page.url();
    if (!isMissingPage) found.said.add(`${size} ${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.said.add(`${size} ${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(host.base)) found.foreign.add(`${size} ${page.url()}: ${request.url()}`);
  });
}

/** Readers go down a page, and what is drawn late is drawn then. */
async function scrollThrough(page) {
  await page.evaluate(async () => {
    for (const part of [0.25, 0.5, 0.75, 1]) {
      scrollTo({ top: document.documentElement.scrollHeight * part, behavior: 'instant' });
      await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 30))); });
    }
  });
}

function judgeShift(shift, place) {
  counts['largest shift'] = Math.max(counts['largest shift'], shift);
  if (shift > MOST_SHIFT) found.shifts.push(`${place}: ${shift.toFixed(3)}`);
}

/** Runs in a page: whatever it refers to. The kind of a link is the classes that it and what is around it have. */
function linksOf() {
  const classes = (element) => (element.getAttribute('class') ?? '').split(' ').filter((name) => !/^(voice|kind|at)-/.test(name)).join('.');
  const kindOf = (element) => {
    const path = [];
    for (let at = element; at && path.length < 3; at = at.parentElement) if (at === element || classes(at)) path.unshift(`${at.localName}.${classes(at)}`);
    return path.join(' ');
  };
  const address = (element) => new URL(element.getAttribute('href') ?? element.getAttribute('src'), document.baseURI).href;
  return Array.from(document.querySelectorAll('[href], [src]'), (element, index) => ({
    index,
    kind: kindOf(element),
    href: address(element),
    leaves: /external|canonical|alternate/.test(element.getAttribute('rel') ?? '') || element.localName === 'iframe',
    isShown: element.matches('a') && element.checkVisibility({ contentVisibilityAuto: true }),
  }));
}

function judgeLink(href, leaves, file) {
  counts.links += 1;
  if (!href.startsWith(host.base)) {
    if (!leaves && !/^(data|mailto):/.test(href)) found.dead.add(`${file}: ${href} leaves the site unsaid`);
    return;
  }
  const url = new URL(href);
  const path = decodeURIComponent(url.pathname.slice(prefix.length));
  const file_or_folder = join(site, path);
  if (!existsSync(file_or_folder)) {
    found.dead.add(`${file}: ${href} is not there`);
    return;
  }
  const target = statSync(file_or_folder).isDirectory() ? join(file_or_folder, 'index.html') : file_or_folder;
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (anchor && target.endsWith('.html') && !anchorsOf(target).has(anchor)) found.dead.add(`${file}: ${href} has no such anchor`);
}

function anchorsOf(file) {
  if (!ids.has(file)) {
    const unescape = (id) => id.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x27;', "'").replaceAll('&amp;', '&');
    ids.set(file, new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescape(id))));
  }
  return ids.get(file);
}

/** Clicks a link where it stands, and sees that the browser gets to what it names. */
async function follow(page, size, { kind, href, file, index }) {
  if (!href.startsWith(host.base)) return;
  await page.goto(host.base + encodeURI(file), { waitUntil: 'load' });
  const link = page.locator('[href], [src]').nth(index);
  const isPage = existsSync(join(site, decodeURIComponent(new URL(href).pathname.slice(prefix.length)), 'index.html'));
  try {
    await link.scrollIntoViewIfNeeded({ timeout: 3000 });
    if (isPage) await link.click({ timeout: 3000 });
    await page.waitForLoadState('load');
    counts['kinds of link, clicked'] += 1;
    await page.waitForTimeout(100);
  } catch (error) {
    found.dead.add(`${size} ${file}: ${kind} cannot be clicked: ${error.message.split('\n')[0]}`);
  }
}

function report() {
  for (const [name, count] of Object.entries(counts)) console.log(`${name}: ${Number(count.toFixed(4))}`);
  for (const [name, things] of Object.entries(found)) {
    const list = [...things];
    console.log(`${name}: ${list.length}${list.slice(0, 20).map((thing) => `\n  ${thing}`).join('')}`);
    if (list.length) process.exitCode = 1;
  }
}
