// The search page of a small site: what is typed to ask for more or less, and how the results stand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { answered } from './lib/search.js';

const demo = demonstration();
const viewport = { width: widths.laptop, height: 900 };

/** Opens the search page with `params`, and hands it over once there is an answer. */
const searching = (params, look) => demo.withPage({ viewport }, async (page) => {
  await page.goto(`${demo.base}search/?${new URLSearchParams(params)}`);
  await answered(page);
  await look(page);
});

const titles = (page) => page.locator('.search-group .search-title').allInnerTexts();

test('results stand by transcript', () => searching({ q: 'tide' }, async (page) => {
  const shown = await titles(page);
  assert.ok(shown.length > 1);
  assert.equal(new Set(shown).size, shown.length, shown.join(', '));
  assert.ok(await page.locator('.search-hit').count() > shown.length, 'one transcript has several');
}));

test('a word with a minus is in none of the results', () => searching({ q: 'tide -early' }, async (page) => {
  assert.ok(await page.locator('.search-hit').count() > 0);
  assert.equal(await page.locator('.search-hit', { hasText: 'Your tide’s early' }).count(), 0);
}));

test('a speaker is asked for in the query', () => searching({ q: 'speaker:orrock tide' }, async (page) => {
  const speakers = await page.locator('.search-hit .hit-speaker').allInnerTexts();
  assert.ok(speakers.length > 0 && speakers.every((name) => name.endsWith('Orrock')), speakers.join(', '));
}));

test('the beginning of a word is enough', () => searching({ q: 'copyhol' }, async (page) => {
  assert.match(await page.locator('.search-hit mark').first().innerText(), /^copyhol/i);
}));

test('the newest stand first when that is asked for', () => searching({ q: 'tide' }, async (page) => {
  const place = async (words) => (await titles(page)).findIndex((title) => title.includes(words));
  assert.ok(await place('reading box') < await place('bell on the ferry'), 'the best has most of it');
  await page.getByRole('link', { name: 'Newest first' }).click();
  await page.waitForURL(/sort=newest/);
  await page.locator('.search-group').first().filter({ hasText: 'The tide gauge' }).waitFor();
  assert.ok(await place('bell on the ferry') < await place('reading box'));
}));

test('words are shown in lines, sorted by the word before', () => searching({ q: 'stop', view: 'preceding' }, async (page) => {
  await page.locator('.search-lines .before').nth(2).waitFor();
  const before = await page.locator('.search-lines .before').allInnerTexts();
  const nearest = before.map((text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase().split(' ').at(-1));
  assert.ok(nearest.length > 2);
  assert.deepEqual(nearest, [...nearest].sort((a, b) => a.localeCompare(b)));
}));

test('what is typed goes into the address', () => searching({ q: 'tide' }, async (page) => {
  await page.getByRole('searchbox').fill('copyholder');
  await page.waitForURL(/\?q=copyholder$/);
  await page.locator('.search-hit', { hasText: 'copyholder' }).first().waitFor();
}));

test('on a phone nothing is wider than the window', () => demo.withPage({ viewport: { width: widths.phone, height: 800 } }, async (page) => {
  for (const view of ['passages', 'following']) {
    await page.goto(`${demo.base}search/?q=stop&view=${view}`);
    await answered(page);
    await page.locator('.search-results mark').first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), widths.phone, view);
  }
}));
