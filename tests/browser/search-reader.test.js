// Searching as readers do it: typed key by key, with quotations from the text, on a page that is pasted, offline and back.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { site } from './lib/paths.js';
import { answered } from './lib/search.js';
import { eventually } from './lib/wait.js';

const demo = demonstration();
const viewport = { width: widths.laptop, height: 900 };
const KEY = 60; // milliseconds from one key to the next

/** The turns of the site that have an anchor, and their words. */
const turns = readdirSync(join(site, 'search/text'), { recursive: true })
  .filter((path) => path.endsWith('text.js'))
  .flatMap((path) => dataIn(readFileSync(join(site, 'search/text', path), 'utf8')).entries)
  .flatMap((entry) => entry.parts.map(({ anchor, text }) => ({ anchor: anchor || entry.anchor, text })))
  .filter(({ text }) => text.split(/\s+/).length > 12);

test('quotations from the text are found, at their place', () => demo.withPage({ viewport }, async (page) => {
  await page.goto(`${demo.base}search/`);
  const next = random(41);
  for (let number = 0; number < 20; number++) {
    const { anchor, text } = turns[next(turns.length)];
    const words = text.split(/\s+/);
    const length = 3 + next(4);
    const start = next(words.length - length);
    const quotation = words.slice(start, start + length).join(' ').replace(/["“”„«»]/g, ' ');
    await page.getByRole('searchbox').fill(`“${quotation}”`);
    await eventually(async () => {
      assert.match(await page.locator('.search-status').innerText(), /^Passages: [1-9]/, quotation);
      const links = await page.locator('.search-hit a').evaluateAll((all) => all.map((link) => decodeURIComponent(link.hash.slice(1))));
      assert.ok(links.includes(anchor), `${quotation}: ${anchor} is not among ${links}`);
    });
  }
}));

test('whatever quotation marks are typed, a phrase is a phrase', () => demo.withPage({ viewport }, async (page) => {
  await page.goto(`${demo.base}search/`);
  const total = async (text) => {
    await page.getByRole('searchbox').fill(text);
    await page.locator(`.search-hit a[href*="q=${encodeURIComponent(text)}"]`).first().waitFor();
    return page.locator('.search-status').innerText();
  };
  const plain = await total('"every stop"');
  for (const text of ['“every stop”', '„every stop“', '«every stop»', '»every stop«', '‘every stop’', '「every stop」']) assert.equal(await total(text), plain, text);
}));

test('three words typed at once cost no more than the words themselves', async () => {
  const cost = async (ask) => {
    const sizes = [];
    await demo.withPage({ viewport }, async (page) => {
      page.on('requestfinished', (request) => {
        if (/\/search\/.*\.js$/.test(request.url())) sizes.push(request.sizes());
      });
      await ask(page);
      await page.locator('mark.hit', { hasText: /nineteen cran/ }).first().waitFor();
      await page.waitForLoadState('networkidle');
      await Promise.all(sizes);
    });
    return (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  };
  const whole = await cost((page) => page.goto(`${demo.base}search/?q=nineteen%20cran%20herring`));
  const typed = await cost(async (page) => {
    await page.goto(`${demo.base}search/`);
    await page.getByRole('searchbox').pressSequentially('nineteen cran herring', { delay: KEY });
  });
  assert.ok(whole > 0 && typed <= 2 * whole, `${typed} bytes, and ${whole} for the finished query`);
});

test('the last word is completed as it is typed, and mended if it has to be', () => demo.withPage({ viewport }, async (page) => {
  await page.goto(demo.base);
  await page.keyboard.press('/');
  await page.keyboard.type('every copyh', { delay: KEY });
  await page.locator('[role=option] mark', { hasText: 'copyholder' }).first().waitFor();
  await page.getByRole('combobox', { name: 'Search' }).fill('');
  await page.keyboard.type('copyhodl', { delay: KEY });
  await page.locator('[role=option] mark', { hasText: 'copyholder' }).first().waitFor();
  await page.getByRole('status').filter({ hasText: 'Nothing has “copyhodl”' }).waitFor();
}));

test('a word that is nowhere gives no result without a mark', () => demo.withPage({ viewport }, async (page) => {
  for (const text of ['xqzzyv', 'the xqzzyv', 'every xqzzyv stop']) {
    await page.goto(`${demo.base}search/?q=${encodeURIComponent(text)}`);
    await answered(page);
    const unmarked = await page.locator('.search-hit').evaluateAll((hits) => hits.filter((hit) => !hit.closest('.search-group').querySelector('mark')).length);
    assert.equal(unmarked, 0, text);
  }
}));

test('words that every text has are not marked beside others', () => demo.withPage({ viewport }, async (page) => {
  await page.goto(`${demo.base}search/?q=the%20tide`);
  await page.locator('.search-hit mark').first().waitFor();
  await answered(page);
  const marked = await page.locator('.search-hit mark').allInnerTexts();
  assert.ok(marked.every((words) => /tide/i.test(words)), marked.join(', '));
  await page.locator('.search-hit a').first().click();
  await page.locator('.body mark.hit').first().waitFor();
  assert.ok((await page.locator('.body mark.hit').allInnerTexts()).every((words) => /tide/i.test(words)));
}));

test('a page that is pasted is searched by its first words, and that is said', () => demo.withPage({ viewport }, async (page) => {
  await page.goto(`${demo.base}search/`);
  await page.getByRole('searchbox').fill('the tide table of the coast '.repeat(400).slice(0, 10_000));
  await page.locator('.search-remark', { hasText: 'only its first words' }).waitFor();
  await page.getByRole('searchbox').fill('tide');
  await page.locator('.search-hit mark', { hasText: /tide/i }).first().waitFor();
}));

test('offline it says so, and goes on when the network is back', () => demo.withPage({ viewport }, async (page) => {
  page.removeAllListeners('console');
  await page.goto(`${demo.base}search/`);
  await page.locator('.search-help').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('searchbox').fill('copyholder');
  await page.locator('.search-status', { hasText: 'offline' }).waitFor();
  await page.context().setOffline(false);
  await page.locator('.search-hit mark', { hasText: 'copyholder' }).first().waitFor();
}));

test('a file that does not arrive makes the answer partial', () => demo.withPage({ viewport }, async (page) => {
  page.removeAllListeners('console');
  await page.route('**/search/text/transcripts/reading-box/text.js', (route) => route.abort());
  await page.goto(`${demo.base}search/?q=${encodeURIComponent('"every stop"')}`);
  await page.locator('.search-remark', { hasText: 'Some files did not arrive' }).waitFor();
}));

/** What a data file of the index assigns. */
function dataIn(script) {
  return JSON.parse(script.slice(script.indexOf("'") + 1, script.lastIndexOf("'")).replace(/\\(.)/g, '$1'));
}

/** Numbers below another, the same each time. */
function random(seed) {
  return (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
}
