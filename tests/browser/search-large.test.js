// The search of a large site in a browser: a worker, parts of files, under the strictest policy, and what happens when a host has neither.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, widths, withPage } from './lib/browser.js';
import { postil, root } from './lib/paths.js';
import { violations } from './lib/rules.js';
import { answered } from './lib/search.js';
import { serveFolder } from './lib/server.js';
import { eventually } from './lib/wait.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types postil";
const source = mkdtempSync(join(tmpdir(), 'postil-large-'));
const site = join(source, 'public');

let browser;
let host;
before(async () => {
  for (const name of ['site.toml', 'content', 'themes']) cpSync(join(root, name), join(source, name), { recursive: true });
  appendFileSync(join(source, 'site.toml'), '\n[search]\nshape = "large"\n');
  execFileSync(postil, ['build', '--quiet', '--root', source, '--out', site]);
  [browser, host] = await Promise.all([launch(), serveFolder(site, '/any/sub/path/', { 'content-security-policy': POLICY })]);
});
after(() => Promise.all([browser.close(), host.close(), rmSync(source, { recursive: true })]));

/** Opens the search page with `params`, and hands it over once there is an answer. */
async function searching(params, look, prepare = () => {}) {
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await prepare(page);
    await page.goto(`${host.base}search/?${new URLSearchParams(params)}`);
    await page.locator('.search-status', { hasText: /Passages|Places|Nothing/ }).waitFor();
    await answered(page);
    await look(page);
  });
}

const status = (page) => page.locator('.search-status').innerText();

test('a quotation is found under a sub-path and a strict policy, and leads to its words', () => searching({ q: '"every stop"' }, async (page) => {
  assert.match(await status(page), /^Passages: [1-9]/);
  await page.locator('.search-hit', { hasText: /every stop/i }).first().getByRole('link').click();
  await page.locator('.body mark.hit.current', { hasText: /every stop/i }).first().waitFor();
}));

test('a query fetches parts of files', async () => {
  const asked = [];
  await searching({ q: 'Moxon' }, async (page) => page.locator('.search-hit').first().waitFor(), (page) => {
    page.on('request', (request) => asked.push([new URL(request.url()).pathname, request.headers().range]));
  });
  const packs = asked.filter(([path]) => path.endsWith('.pack'));
  assert.ok(packs.length > 0 && packs.every(([, range]) => /^bytes=\d+-\d+$/.test(range)), JSON.stringify(asked));
  assert.ok(asked.every(([path]) => !path.endsWith('search/index.js')), 'there is no one file');
});

test('a host that sends whole files is enough', () => searching({ q: 'Moxon' }, async (page) => {
  await page.locator('.search-hit', { hasText: 'Moxon' }).first().waitFor();
}, (page) => page.route('**/*.pack', async (route) => {
  const path = join(site, decodeURIComponent(new URL(route.request().url()).pathname.replace('/any/sub/path/', '')));
  await route.fulfill({ status: 200, contentType: 'application/octet-stream', body: readFileSync(path) });
})));

test('the box answers while one types', () => withPage(browser, {}, async (page) => {
  await page.goto(host.base);
  await page.keyboard.press('/');
  await page.keyboard.type('every copyh', { delay: 60 });
  await page.locator('[role=option] mark', { hasText: 'copyholder' }).first().waitFor();
}));

test('a misspelt word gives the results for the one that was meant', () => searching({ q: 'copyhodler' }, async (page) => {
  await page.locator('.search-meant', { hasText: 'Nothing has “copyhodler”. These results are for “copyholder”.' }).waitFor();
  await page.locator('.search-hit', { hasText: 'copyholder' }).first().waitFor();
}));

test('a speaker is chosen by typing a part of the name', () => searching({ q: 'tune' }, async (page) => {
  const box = page.getByRole('combobox', { name: 'Speakers' });
  await box.fill('alec');
  await page.getByRole('option', { name: /Alec Orrock/ }).click();
  await page.waitForURL(/speaker=Alec/);
  await eventually(async () => {
    const speakers = await page.locator('.search-hit .hit-speaker').allInnerTexts();
    assert.ok(speakers.length > 0 && speakers.every((name) => name === 'Alec Orrock'), speakers.join(', '));
  });
}));

test('results are chosen by kind, and the address keeps the choice', () => searching({ q: 'proof' }, async (page) => {
  await page.locator('[data-field="kind"]').getByRole('link', { name: /^Term/ }).click();
  await page.waitForURL(/kind=term/);
  await page.reload();
  await page.locator('.hit-kind').first().waitFor();
  await answered(page);
  assert.equal(await page.locator('.search-hit .hit-kind').count(), await page.locator('.search-hit').count(), 'all hits are notes');
  await page.getByRole('link', { name: 'Remove: Term' }).click();
  await page.waitForURL((url) => !url.search.includes('kind'));
}));

test('lines are shown, and can be taken along', () => searching({ q: 'stop', view: 'following' }, async (page) => {
  const after = await page.locator('.search-lines .after').allInnerTexts();
  const letters = after.map((text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase());
  assert.ok(letters.length > 2);
  assert.deepEqual(letters, [...letters].sort((a, b) => a.localeCompare(b)));
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /CSV/ }).click()]);
  const count = Number(/\d+/.exec(await status(page))[0]);
  assert.equal(readFileSync(await download.path(), 'utf8').split('\r\n').length, count + 1);
}));

test('a pack that does not come costs the hits in it, and that is said', () => withPage(browser, {}, async (page) => {
  page.removeAllListeners('console');
  let count = 0;
  await page.route('**/*.pack', (route) => ((count += 1) > 2 ? route.abort() : route.continue()));
  await page.goto(`${host.base}search/?q=tide`);
  await page.locator('.search-status', { hasText: /did not arrive|could not be loaded/ }).waitFor();
}));

test('from a disk it says why it does not work', () => withPage(browser, {}, async (page) => {
  page.removeAllListeners('console');
  await page.goto(`${pathToFileURL(site)}/search/index.html?q=tide`);
  await page.locator('.search-status', { hasText: 'too large to be searched from disk' }).waitFor();
}));

test('recent searches are kept on this machine, and forgotten on request', () => searching({ q: 'tide' }, async (page) => {
  await page.goto(`${host.base}search/`);
  assert.equal(await page.locator('.search-recent a').innerText(), 'tide');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.reload();
  await page.locator('.search-help').waitFor();
  assert.equal(await page.locator('.search-recent').count(), 0);
}));

for (const view of ['passages', 'preceding']) {
  test(`the page is accessible, ${view}`, () => searching({ q: 'proof', sort: 'newest', view }, async (page) => {
    page.removeAllListeners('console'); // the checker is no part of the page, and not of its policy
    assert.deepEqual(await violations(page), []);
  }));
}
