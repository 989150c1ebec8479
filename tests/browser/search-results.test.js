// The search page of a site with some more transcripts: choices, pages of results, lines, and what leads on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { widths } from './lib/browser.js';
import { violations } from './lib/rules.js';
import { answered } from './lib/search.js';
import { eventually } from './lib/wait.js';

// The strictest of policies that leaves a site its own files.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
  "require-trusted-types-for 'script'; trusted-types postil";

const COUNT = 25;
const talk = (number) => `+++
title = "Talk ${number}"
date = ${2000 + (number % 5)}-03-0${1 + (number % 9)}
tags = ["boats", "tag ${number % 3}"]
speakers = ["${number % 2 ? 'Ida Marsh' : 'Owen Pell'}", "Jo Ferris"]
+++

## Harbour

**${number % 2 ? 'Ida Marsh' : 'Owen Pell'}** [0:05]: The lantern number ${number} was lit, =then= the boats came home. ${'Nothing else of note was said. '.repeat(6)}

**Jo Ferris** [1:05]: Artificial intelligence was no matter then, and open-source neither. =Sum= of it: a lantern.
`;

const captions = `+++
title = "Captions"
kind = "transcript"
+++

[0:01] The foghorn sounded twice, and nobody answered from the bar. ${'Some words more. '.repeat(120)}

[2:10] Nobody had heard the foghorn since the winter, ${'and more was said of it. '.repeat(60)}
`;

const site = specimen({
  'site.toml': 'title = "Specimen"\n[search.synonyms]\nAI = ["artificial intelligence"]\n',
  'content/captions.md': captions,
  ...Object.fromEntries(Array.from({ length: COUNT }, (_, at) => [`content/talks/talk-${at}.md`, talk(at)])),
}, { 'content-security-policy': policy });

const viewport = { width: widths.laptop, height: 900 };

/** Opens the search page with `params`, and hands it over once there is an answer. */
const searching = (params, look, options = { viewport }) => site.withPage(options, async (page) => {
  await page.goto(`${site.base}search/?${new URLSearchParams(params)}`);
  await page.locator('.search-status', { hasText: /Passages|Places|Nothing/ }).waitFor();
  await answered(page);
  await look(page);
});

const status = (page) => page.locator('.search-status').innerText();
const row = (page, field) => page.locator(`[data-field="${field}"]`);

test('totals are true, and all results can be paged through', () => searching({ q: 'lantern' }, async (page) => {
  assert.equal(await status(page), `Passages: ${COUNT} · transcripts: ${COUNT}`);
  const seen = new Set(await page.locator('.search-title').allInnerTexts());
  for (const number of [2, 3]) {
    await page.getByRole('link', { name: 'Next' }).click();
    await page.locator(`.paging [aria-current="page"]`, { hasText: String(number) }).waitFor();
    await page.waitForURL(new RegExp(`page=${number}`));
    await answered(page);
    (await page.locator('.search-title').allInnerTexts()).forEach((title) => seen.add(title));
  }
  assert.equal(seen.size, COUNT);
  await page.goBack();
  await page.locator('.paging [aria-current="page"]', { hasText: '2' }).waitFor();
}));

test('every choice says how many results it leaves', () => searching({ q: 'lantern' }, async (page) => {
  const link = row(page, 'year').getByRole('link').first();
  const count = Number((await link.locator('.count').innerText()).trim());
  await link.click();
  await eventually(async () => assert.match(await status(page), new RegExp(`^Passages: ${count} `)));
  await answered(page);
  assert.equal(await row(page, 'year').locator('[aria-current]').count(), 1);
  assert.ok(await row(page, 'year').getByRole('link').count() > 1, 'the other years are still offered');
  await page.getByRole('link', { name: 'Remove: 2004' }).click();
  await eventually(async () => assert.match(await status(page), new RegExp(`^Passages: ${COUNT} `)));
}));

test('a speaker is chosen by typing a part of the name', () => searching({ q: 'lantern' }, async (page) => {
  const box = page.getByRole('combobox', { name: 'Speakers' });
  await box.pressSequentially('mar');
  await eventually(async () => assert.deepEqual(await page.getByRole('option').allInnerTexts(), ['Ida Marsh 12']));
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await box.getAttribute('aria-activedescendant'), await page.getByRole('option').first().getAttribute('id'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/speaker=Ida/);
  await eventually(async () => {
    const speakers = await page.locator('.search-hit .hit-speaker').allInnerTexts();
    assert.ok(speakers.length > 0 && speakers.every((name) => name === 'Ida Marsh'), speakers.join(', '));
  });
}));

test('date and collection stand beside each transcript', () => searching({ q: 'lantern' }, async (page) => {
  const about = await page.locator('.search-about').first().innerText();
  assert.match(about, /\d March 200\d/);
  assert.match(about, /Talks/i);
}));

test('words that the site calls the same find each other', () => searching({ q: 'AI matter' }, async (page) => {
  assert.match(await status(page), new RegExp(`^Passages: ${COUNT} `));
  assert.match(await page.locator('.search-hit mark').first().innerText(), /artificial intelligence/i);
}));

test('a compound is found however it is written', async () => {
  for (const q of ['opensource', 'open source', 'open-source']) {
    await searching({ q }, async (page) => {
      assert.match(await status(page), new RegExp(`^Passages: ${COUNT} `), q);
      assert.match(await page.locator('.search-hit mark').first().innerText(), /^open/i);
    });
  }
});

test('OR, NEAR, exclusion, fields and beginnings', async () => {
  const totals = { 'foghorn OR lantern': COUNT + 1, 'lantern NEAR/3 lit': COUNT, 'lantern NEAR/2 lit': 0, 'foghorn -winter': 0, 'foghorn -snow': 1, 'year:2001..2002 lantern': 10,
    'tag:"tag 1" lantern': 8, 'title:"talk 7"': 1, 'lant* lit': COUNT, 'speaker:owen lit': 13, 'speaker:jo lit': 0, 'kind:fact lantern': 0 };
  for (const [q, total] of Object.entries(totals)) {
    await searching({ q }, async (page) => assert.match(await status(page), total > 0 ? new RegExp(`^Passages: ${total} `) : /^Nothing/, q));
  }
});

test('all lines can be taken along as a table', () => searching({ q: 'lantern', view: 'following' }, async (page) => {
  const count = Number(/\d+/.exec(await status(page))[0]);
  assert.equal(count, 2 * COUNT);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /CSV/ }).click()]);
  const lines = readFileSync(await download.path(), 'utf8').replace(/^\ufeff/, '').split('\r\n');
  assert.equal(lines.length, count + 1);
  assert.match(lines[0], /^title,date,collection,speaker,/);
  assert.ok(lines.slice(1).every((line) => /Talk \d+,200\d-03-0\d,/.test(line) && /#/.test(line)), lines[1]);
}));

test('captions without speakers lead to the words, too', () => searching({ q: '"the foghorn since"' }, async (page) => {
  await page.locator('.search-hit a').first().click();
  await page.locator('.body mark.hit.current').first().waitFor();
  await eventually(async () => {
    const { top, bottom, text } = await page.locator('.body mark.hit.current').first().evaluate((mark) => ({ ...mark.getBoundingClientRect().toJSON(), text: mark.textContent }));
    assert.ok(top > 0 && bottom < 900, `${top}`);
    assert.equal(text, 'the foghorn since', 'with its spaces');
  });
}));

test('a search without an answer leads on', () => searching({ q: '"lantern foghorn"', tag: 'boats' }, async (page) => {
  assert.match(await status(page), /Nothing/);
  await page.getByRole('link', { name: 'Without quotation marks: lantern foghorn' }).waitFor();
  await page.getByRole('link', { name: 'Remove all filters' }).click();
  await page.waitForURL((url) => !url.search.includes('tag'));
  await page.locator('.search-help dt').first().waitFor();
}));

test('nothing moves when results come', () => site.withPage({ viewport }, async (page) => {
  await page.addInitScript(() => {
    globalThis.shift = 0;
    const add = (list) => list.getEntries().forEach((entry) => { globalThis.shift += entry.value; });
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  });
  for (const params of ['q=lantern', 'q=lantern&view=following', 'q=nothingatall', '']) {
    await page.goto(`${site.base}search/?${params}`);
    await page.locator('.search-results > *').first().waitFor();
    await page.waitForLoadState('networkidle');
    assert.ok(await page.evaluate(() => globalThis.shift) < 0.02, params);
  }
}));

for (const [name, options] of Object.entries({ wide: { viewport }, phone: { viewport: { width: widths.phone, height: 800 } }, dark: { viewport, colorScheme: 'dark' } })) {
  test(`the page is accessible, ${name}`, async () => {
    for (const params of [{ q: 'lantern', year: '2001' }, { q: 'lantern', view: 'lines' }, { q: 'zzxqv' }]) {
      await searching(params, async (page) => {
        await page.locator('.search-results > *').first().waitFor();
        page.removeAllListeners('console'); // the checker is no part of the page, and not of its policy
        assert.deepEqual(await violations(page), [], JSON.stringify(params));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), options.viewport.width);
      }, { ...options, bypassCSP: false });
    }
  });
}
