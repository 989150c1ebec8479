// Every link, style, script and picture of every page, at a root, under a sub-path, and from the disk.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, withPage } from './lib/browser.js';
import { files as all } from './lib/pages.js';
import { postil, root, site } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

// Pages that only lead to another one take a browser away; their target is asked for like any other link.
const files = all.filter((file) => !refreshOf(readFileSync(join(site, file), 'utf8')));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('links resolve at the root of a host', () => served(site, '/'));

// The page for what is missing is shown at any depth: below a sub-path it needs to know the site's own address.
test('links resolve at a sub-path', async () => {
  const prefix = '/any/sub/path/';
  const folder = mkdtempSync(join(tmpdir(), 'postil-links-'));
  try {
    const address = ['--base-url', `https://example.org${prefix}`];
    execFileSync(postil, ['build', '--quiet', '--root', root, '--out', join(folder, 'site'), ...address], { stdio: 'pipe' });
    await served(join(folder, 'site'), prefix, everySecond(0));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Nothing but a host shows the page for what is missing.
test('links resolve from the disk', () => {
  const shown = everySecond(1).filter((file) => file !== '404.html');
  return everyLinkLeadsSomewhere(`${pathToFileURL(site)}/`, read, shown);
});

// The links are those at the root, only resolved against another address.
function everySecond(from) {
  return files.filter((_, at) => at % 2 === from);
}

async function served(folder, prefix, pages = files) {
  const host = await serveFolder(folder, prefix);
  try {
    await everyLinkLeadsSomewhere(host.base, fetched, pages);
  } finally {
    await host.close();
  }
}

/** Collects the links of all `pages` as a browser resolves them, and asks `get` for each address once. */
async function everyLinkLeadsSomewhere(base, get, pages) {
  const broken = [];
  let count = 0;
  await withPage(browser, { javaScriptEnabled: false }, async (page) => {
    const anchors = new Map();
    for (const file of all.filter((file) => !files.includes(file))) {
      const target = refreshOf(readFileSync(join(site, file), 'utf8'));
      const reason = await whyBroken(new URL(target, base + encodeURI(file)), base, get, anchors);
      if (reason) broken.push(`${file}: ${target}: ${reason}`);
    }
    for (const file of pages) {
      await page.goto(base + encodeURI(file), { waitUntil: 'domcontentloaded' });
      for (const link of await links(page)) {
        count += 1;
        const reason = await whyBroken(new URL(link), base, get, anchors);
        if (reason) broken.push(`${file}: ${link}: ${reason}`);
      }
    }
  });
  assert.deepEqual(broken, []);
  assert.ok(count > pages.length * 10, `only ${count} links on ${pages.length} pages`);
}

function refreshOf(html) {
  return html.match(/<meta http-equiv="refresh" content="0; url=([^"]*)">/)?.[1];
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
  if (/\.(mp3|wav)$/.test(address) && /^t=\d+(\.\d+)?(,\d+(\.\d+)?)?$/.test(anchor)) return null; // a time of a recording
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
  return html === null ? null : new Set([...html.matchAll(/\sid=(?:"([^"]*)"|([^\s>]+))/g)].map(([, quoted, bare]) => unescape(quoted ?? bare)));
}

function unescape(attribute) {
  return attribute.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&#39;', "'").replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
