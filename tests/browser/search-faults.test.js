// The search of a large site when not all goes well: files that do not come, a host that sends too much, a site that
// changes while it is read, a network that goes away.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { packNames } from '../search/lib/large.js';
import { madeFiles } from '../search/lib/made.js';
import { widths } from './lib/browser.js';
import { specimen } from './lib/build.js';
import { postil } from './lib/paths.js';
import { eventually } from './lib/wait.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types postil";
const pages = Object.fromEntries(madeFiles().map(([name, text]) => [`content/${name}`, text]));
const settings = 'title = "Large"\n[search]\nshape = "large"\n';
const site = specimen({ 'site.toml': settings, ...pages }, { 'content-security-policy': POLICY, 'cache-control': 'max-age=600' });
const viewport = { width: widths.laptop, height: 900 };

const search = (page, q) => page.goto(`${site.base}search/?${new URLSearchParams({ q })}`);

/** The number of passages, once there is an answer. */
async function total(page) {
  const status = page.locator('.search-status', { hasText: /Passages|Nothing/ });
  await status.waitFor();
  await page.locator('.search-results:not([aria-busy])').waitFor();
  return Number(/Passages: ([\d,]+)/.exec(await status.innerText())?.[1].replace(',', '') ?? 0);
}

const looking = (use) => site.withPage({ viewport }, use);

test('while packs are missing, the other hits are there, and a line says so', () => looking(async (page) => {
  page.removeAllListeners('console'); // a file that is missing is said there
  const words = ['page', 'text', 'speaker', 'words', '算力', '"of the"'];
  const whole = [];
  for (const q of words) {
    await search(page, q);
    whole.push(await total(page));
  }
  const { docs, about } = packNames(site.folder).at(-1);
  const gone = new Set([...docs, ...about]);
  await page.route('**/*.pack', (route) => (gone.has(basename(new URL(route.request().url()).pathname, '.pack')) ? route.fulfill({ status: 404 }) : route.continue()));
  for (const [at, q] of words.entries()) {
    await search(page, q);
    const found = await total(page);
    assert.ok(found > 0 && found < whole[at], `${q}: ${found} of ${whole[at]}`);
    await page.locator('.search-remark', { hasText: 'did not arrive' }).waitFor();
  }
}));

test('whichever pack in ten is missing, the rest of the hits are there, and a line says that some are not', () => looking(async (page) => {
  page.removeAllListeners('console');
  const words = ['speaker', 'words', '算力', '"of the"'];
  const [whole, used] = [[], new Set()];
  page.on('request', (request) => new URL(request.url()).pathname.endsWith('.pack') && used.add(basename(new URL(request.url()).pathname)));
  for (const q of words) {
    await search(page, q);
    whole.push(await total(page));
  }
  const packs = readdirSync(join(site.folder, 'search')).filter((name) => name.endsWith('.pack')).sort();
  const needed = packs.filter((name) => used.has(name));
  assert.ok(needed.length > 3, `${needed}`);
  let [partial, seed] = [0, 20_261];
  const random = (below) => (seed = (seed * 16_807) % 2_147_483_647) % below;
  for (let round = 0; round < 3; round++) {
    // One of them is a pack that the queries need.
    const others = Array.from({ length: Math.ceil(packs.length / 10) - 1 }, () => packs[random(packs.length)]);
    const missing = new Set([needed[random(needed.length)], ...others]);
    const asked = new Set();
    await page.route('**/*.pack', (route) => {
      const name = basename(new URL(route.request().url()).pathname);
      if (!missing.has(name)) return route.continue();
      asked.add(name);
      return route.fulfill({ status: 404 });
    });
    for (const [at, q] of words.entries()) {
      asked.clear();
      await search(page, q);
      const found = await total(page);
      assert.ok(found <= whole[at], `${q}: ${found} of ${whole[at]} without ${[...missing]}`);
      if (found < whole[at]) {
        partial += 1;
        assert.ok(asked.size > 0);
        await page.locator('.search-remark, .search-status', { hasText: 'did not arrive' }).first().waitFor();
      }
    }
    await page.unroute('**/*.pack');
  }
  assert.ok(partial > 0, 'some of the missing packs had hits');
}));

test('an error page that is sent in the place of a pack is no pack', () => looking(async (page) => {
  const body = `<!doctype html><title>Not here</title>${'<p>Nothing is here.</p>'.repeat(20_000)}`;
  await page.route('**/*.pack', (route) => route.fulfill({ status: 200, contentType: 'text/html', body }));
  await search(page, 'speaker');
  await page.locator('.search-status', { hasText: /did not arrive|could not be loaded/ }).waitFor();
}));

test('a host without ranges answers all, and where it is slow that is said', () => looking(async (page) => {
  await search(page, 'speaker words');
  const expected = await total(page);
  await page.route('**/*.pack', async (route) => {
    await new Promise((sent) => setTimeout(sent, 700));
    const path = join(site.folder, 'search', basename(new URL(route.request().url()).pathname));
    await route.fulfill({ status: 200, contentType: 'application/octet-stream', body: readFileSync(path) });
  });
  await search(page, 'speaker words');
  assert.equal(await total(page), expected);
  await page.locator('.search-remark', { hasText: 'sends whole files' }).waitFor();
}));

test('a page that is added is found at once in a browser that keeps files, and no hit is stale or twice', () => looking(async (page) => {
  const titles = async () => {
    await page.getByRole('link', { name: 'Oldest first' }).click();
    await page.waitForURL(/sort=oldest/);
    await page.locator('.search-results:not([aria-busy])').waitFor();
    return page.locator('.search-group .search-title').allInnerTexts();
  };
  await search(page, 'tag-free zeppelinary');
  assert.equal(await total(page), 0);
  await search(page, 'speaker');
  const before = await total(page);
  const root = dirname(site.folder);
  writeFileSync(join(root, 'content/page-new.md'), '+++\ntitle = "Zeppelinary"\ndate = 2031-01-01\n+++\n\n## New\n\n**Ida Marsh:** A zeppelinary speaker came in.\n');
  execFileSync(postil, ['build', '--quiet', '--root', root, '--out', site.folder]);
  await search(page, 'speaker');
  await eventually(async () => assert.equal(await total(page), before + 1));
  assert.equal(new Set(await titles()).size, (await titles()).length);
  await search(page, 'zeppelinary');
  assert.equal(await total(page), 1);
  await page.locator('.search-hit mark', { hasText: 'zeppelinary' }).waitFor();
}));

test('what was open when the site changed goes on', () => looking(async (page) => {
  await search(page, 'speaker');
  const before = await total(page);
  const root = dirname(site.folder);
  writeFileSync(join(root, 'content/page-newer.md'), '+++\ntitle = "Newer"\ndate = 2032-01-01\n+++\n\n## New\n\n**Owen Pell:** Another speaker came in.\n');
  execFileSync(postil, ['build', '--quiet', '--root', root, '--out', site.folder]);
  await page.getByRole('searchbox').fill('another speaker came in');
  await page.locator('.search-status', { hasText: /Passages|Nothing|could not/ }).waitFor();
  await eventually(async () => assert.doesNotMatch(await page.locator('.search-status').innerText(), /could not|did not arrive|Searching/));
  assert.ok(before > 0);
}));

test('offline it says so, and goes on when the network is back', () => looking(async (page) => {
  page.removeAllListeners('console');
  await search(page, 'speaker');
  await total(page);
  await page.context().setOffline(true);
  await page.getByRole('searchbox').fill('quotation');
  await page.locator('.search-status', { hasText: /offline|did not arrive/ }).waitFor();
  await page.context().setOffline(false);
  await page.locator('.search-hit mark', { hasText: /quotation/i }).first().waitFor();
}));
