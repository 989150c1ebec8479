// Paper, and pages that run from right to left: what each sheet says, and on which side things stand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { wordsOfSheets } from './lib/pdf.js';
import { silence } from './lib/sound.js';

const talk = (title, more) => `+++
title = "${title}"
tags = ["salt"]
${more}
[media]
audio = "talk.wav"
duration = "1:00"
[source]
publisher = "Kinlaw Voices"
+++

## One [00:01]

**Ann Lee:** [00:02] The water came over the sill.

**Bo Ray:** [00:20] Whose bell was it?

## Two [00:30]

**Ann Lee:** [00:31] The one on the ferry.

**Bo Ray:** [00:40] Nobody rings it now.
`;

const site = specimen({
  'site.toml': 'title = "Slack “Water”"\nbase_url = "https://example.org/"\n',
  'content/talk.md': talk('A talk \\\\ with \\"signs\\"', ''),
  'content/persian.md': talk('گفت‌وگو', 'language = "fa"'),
  'content/talk.wav': silence(60),
});

const heads = (page) => page.evaluate(() => ['left', 'right'].map((side) => document.documentElement.style.getPropertyValue(`--running-${side}`).replace(/[\u2068\u2069]/g, '')));

/** The words of each printed sheet of a page. */
async function printed(page, path) {
  await page.goto(site.base + path);
  const sheets = wordsOfSheets(await page.pdf({ width: '400px', height: '500px' }));
  return sheets.map((words) => words.replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ').trim());
}

test('each sheet of paper says what it is of', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}talk/`);
  assert.deepEqual(await heads(page), ['"Slack “Water”"', '"A talk \\\\ with \\"signs\\""']);
  await page.goto(`${site.base}persian/`);
  assert.deepEqual(await heads(page), ['"گفت‌وگو"', '"Slack “Water”"']);
}));

test('printed, sheets have site and title above them from the second on, each has its number, and the last says how to cite', () => site.withPage({}, async (page) => {
  const sheets = await printed(page, 'talk/');
  assert.ok(sheets.length > 1, `${sheets.length}`);
  for (const [at, words] of sheets.entries()) {
    assert.equal(words.startsWith('Slack “Water” A talk \\ with "signs" '), at > 0, `${at + 1}: ${words}`);
    assert.ok(words.includes(`${at + 1} / ${sheets.length}`), `${at + 1}: ${words}`);
  }
  assert.match(sheets.at(-1), /Cite this page Ann Lee, Bo Ray\..*example\.or ?g/);
}));

test('printed, an English title on a sheet that runs to the left keeps its quotation marks', () => site.withPage({}, async (page) => {
  const [, second] = await printed(page, 'persian/');
  assert.ok(second.includes('Slack “Water”'), second);
}));

test('on paper the way to cite comes first at the end, and nothing is shown that only a screen can use', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}talk/`);
  await page.emulateMedia({ media: 'print' });
  const top = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(await top('.source .citation') < await top('.source dd:not(.citation)'));
  assert.equal(await page.locator('.exports:visible, .exports-made:visible, .reading-tools:visible, .neighbours:visible').count(), 0);
}));

test('where time runs to the left, the arrow of the player does too, and its numbers keep their signs', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}persian/`);
  await page.locator('.listen-go').waitFor();
  const mirrored = (path) => page.locator(path).first().evaluate((arrow) => new DOMMatrix(getComputedStyle(arrow).transform).a);
  assert.equal(await mirrored('.listen-go-play'), -1);
  const back = page.locator('.listen-skip').first();
  assert.equal(await back.evaluate((button) => getComputedStyle(button).direction), 'ltr');
  await page.goto(`${site.base}talk/`);
  assert.equal(await mirrored('.listen-go-play'), 1);
}));
