// The search of a large site in a browser: what it fetches, under a strict policy, and what the search page offers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import axe from 'axe-core';
import { launch, widths, withPage } from './lib/browser.js';
import { postil, root } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";
const source = mkdtempSync(join(tmpdir(), 'postil-shards-'));
const site = join(source, 'public');

let browser;
let host;
before(async () => {
  for (const name of ['site.toml', 'content', 'themes']) cpSync(join(root, name), join(source, name), { recursive: true });
  appendFileSync(join(source, 'site.toml'), '\n[search]\nshape = "shards"\n');
  execFileSync(postil, ['build', '--quiet', '--root', source, '--out', site]);
  [browser, host] = await Promise.all([launch(), serveFolder(site, '/any/sub/path/', { 'content-security-policy': POLICY })]);
});
after(() => Promise.all([browser.close(), host.close(), rmSync(source, { recursive: true })]));

/** Opens the search page with `params`, and hands it over once there is an answer. */
async function searching(params, look) {
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(`${host.base}search/?${new URLSearchParams(params)}`);
    await page.locator('.search-status', { hasText: /\S/ }).waitFor();
    await look(page);
  });
}

test('a hit is found under a sub-path and a strict policy, and leads to its words', () => searching({ q: 'tide early' }, async (page) => {
  await page.locator('.search-hit', { hasText: 'Your tide’s early' }).first().getByRole('link').click();
  await page.waitForURL(/reading-box/);
  await page.locator('.body mark.hit.current').first().waitFor();
}));

test('a query fetches its shards and the text it shows', async () => {
  const asked = [];
  await withPage(browser, {}, async (page) => {
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/^.*\/search\//, '')));
    await page.goto(`${host.base}search/?q=Moxon`);
    await page.locator('.search-hit').first().waitFor();
  });
  assert.ok(asked.includes('manifest.bin'));
  assert.ok(asked.filter((path) => /^t\/.*\d\.bin$/.test(path)).length <= 2, asked.join(' '));
  assert.ok(asked.every((path) => !path.startsWith('index.')), 'there is no one file');
});

test('a host may unpack the files itself', () => withPage(browser, {}, async (page) => {
  let unpacked = 0;
  await page.route('**/search/**/*.bin*', async (route) => {
    const packed = await (await route.fetch()).body();
    unpacked++;
    await route.fulfill({ contentType: 'application/json', body: gunzipSync(packed) });
  });
  await page.goto(`${host.base}search/?q=Moxon`);
  await page.locator('.search-hit', { hasText: 'Moxon' }).first().waitFor();
  assert.ok(unpacked > 2);
}));

test('from a disk it says why it does not work', () => withPage(browser, {}, async (page) => {
  await page.goto(`${pathToFileURL(site)}/search/index.html?q=tide`);
  await page.locator('.search-status', { hasText: 'too large to be searched from a disk' }).waitFor();
}));

test('a misspelt word leads to the one that was meant', () => searching({ q: 'copyhodler' }, async (page) => {
  await page.getByRole('link', { name: 'Did you mean copyholder?' }).click();
  await page.locator('.search-hit', { hasText: 'copyholder' }).first().waitFor();
}));

test('results are chosen by kind, and the address keeps the choice', () => searching({ q: 'proof' }, async (page) => {
  await page.locator('.search-choose summary').click();
  await page.getByLabel('Kind').selectOption('term');
  await page.locator('.hit-kind').first().waitFor();
  const count = await page.locator('.search-hit').count();
  assert.equal(await page.locator('.search-hit .hit-kind').count(), count, 'all hits are notes');
  assert.match(page.url(), /kind=term/);
  await page.reload();
  await page.locator('.hit-kind').first().waitFor();
  assert.equal(await page.getByLabel('Kind').inputValue(), 'term');
}));

test('a speaker is chosen', () => searching({ q: 'tune', speaker: 'Alec Orrock' }, async (page) => {
  const speakers = await page.locator('.search-hit .hit-speaker').allInnerTexts();
  assert.ok(speakers.length > 0 && speakers.every((name) => name === 'Alec Orrock'), speakers.join(', '));
}));

test('words are shown in lines, sorted by what follows', () => searching({ q: 'stop', view: 'following' }, async (page) => {
  const after = await page.locator('.search-lines .after').allInnerTexts();
  const letters = after.map((text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase());
  assert.ok(letters.length > 2);
  assert.deepEqual(letters, [...letters].sort((a, b) => a.localeCompare(b)));
}));

for (const view of ['passages', 'preceding']) {
  test(`the choices are accessible, ${view}`, () => searching({ q: 'proof', sort: 'newest', view }, async (page) => {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => axe.run('main'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  }));
}

test('recent searches are kept on this machine, and forgotten on request', () => searching({ q: 'tide' }, async (page) => {
  await page.goto(`${host.base}search/`);
  assert.equal(await page.locator('.search-recent a').innerText(), 'tide');
  await page.getByRole('button', { name: 'Forget them' }).click();
  await page.reload();
  assert.equal(await page.locator('.search-recent').count(), 0);
}));
