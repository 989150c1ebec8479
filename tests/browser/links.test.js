// Every link, style, script and picture of every page, at a root, under a sub-path, and from the disk.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, withPage } from './lib/browser.js';
import { files } from './lib/pages.js';
import { site } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const prefix of ['/', '/any/sub/path/']) {
  test(`links resolve at ${prefix}`, async () => {
    const host = await serveFolder(site, prefix);
    try {
      await everyLinkLeadsSomewhere(host.base, fetched);
    } finally {
      await host.close();
    }
  });
}

test('links resolve from the disk', () => everyLinkLeadsSomewhere(`${pathToFileURL(site)}/`, read));

/** Collects the links of all pages as a browser resolves them, and asks `get` for each page once. */
async function everyLinkLeadsSomewhere(base, get) {
  const broken = [];
  let count = 0;
  await withPage(browser, { javaScriptEnabled: false }, async (page) => {
    const anchors = new Map();
    for (const file of files) {
      await page.goto(base + encodeURI(file), { waitUntil: 'domcontentloaded' });
      for (const link of await links(page)) {
        count += 1;
        const reason = await whyBroken(new URL(link), base, get, anchors);
        if (reason) broken.push(`${file}: ${link}: ${reason}`);
      }
    }
  });
  assert.deepEqual(broken, []);
  assert.ok(count > files.length * 10, `only ${count} links on ${files.length} pages`);
}

function links(page) {
  return page.$$eval('[href], [src]', (elements) => elements
    .map((element) => element.href || element.src)
    .filter((link) => typeof link === 'string'));
}

async function whyBroken(link, base, get, anchors) {
  if (leadsElsewhere(link, base)) return null;
  if (!link.href.startsWith(base)) return 'leaves the site';
  const [address, anchor] = [link.href.split('#')[0], decodeURIComponent(link.hash.slice(1))];
  if (!anchors.has(address)) anchors.set(address, idsOf(await get(address)));
  const ids = anchors.get(address);
  if (!ids) return 'is not there';
  return anchor === '' || ids.has(anchor) ? null : 'has no such anchor';
}

function leadsElsewhere(link, base) {
  const isHttp = ['http:', 'https:'].includes(link.protocol);
  return ['mailto:', 'data:'].includes(link.protocol) || (isHttp && link.origin !== new URL(base).origin);
}

async function fetched(address) {
  const response = await fetch(address);
  return response.ok ? response.text() : null;
}

function read(address) {
  const path = fileURLToPath(address.split('?')[0]);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : null;
}

function idsOf(html) {
  return html === null ? null : new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescape(id)));
}

function unescape(attribute) {
  return attribute.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&#39;', "'").replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
