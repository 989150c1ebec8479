// The search box to those who don't see it, and to those who don't use it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { eventually } from './lib/wait.js';

const path = kinds['transcript in English'];

const demo = demonstration();

test('it is a combobox before it is entered, and says which option is active', () => demo.withPage({}, async (page) => {
  await page.goto(demo.base + path);
  const box = page.getByRole('combobox', { name: 'Search' });
  assert.equal(await box.getAttribute('aria-expanded'), 'false');
  await box.fill('tide');
  await page.getByRole('option').first().waitFor();
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await box.getAttribute('aria-activedescendant'), await page.getByRole('option').first().getAttribute('id'));
  await page.keyboard.press('ArrowUp');
  assert.equal(await box.getAttribute('aria-activedescendant'), null);
}));

test('it says when there is nothing', () => demo.withPage({}, async (page) => {
  await page.goto(demo.base + path);
  await page.getByRole('combobox', { name: 'Search' }).fill('zeppelin');
  await page.getByRole('status').filter({ hasText: 'Nothing found' }).waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Search' }).getAttribute('aria-expanded'), 'false');
}));

for (const colorScheme of ['light', 'dark']) {
  for (const size of ['laptop', 'phone']) {
    test(`its open list is accessible and in the window, ${colorScheme}, ${size}`, async () => {
      const options = { colorScheme, viewport: { width: widths[size], height: 900 } };
      await demo.withPage(options, async (page) => {
        await page.goto(demo.base + path);
        await page.getByRole('combobox', { name: 'Search' }).fill('tide');
        await page.getByRole('option').first().waitFor();
        await page.keyboard.press('ArrowDown');
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run('.search-form'));
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
        const { left, right } = await page.locator('.search-popup').evaluate((popup) => popup.getBoundingClientRect().toJSON());
        assert.ok(left >= 0 && right <= widths[size], `from ${left} to ${right}`);
      });
    });
  }
}

test('a page is read without it', () => demo.withPage({}, async (page) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(demo.base + path, { waitUntil: 'networkidle' });
  assert.deepEqual(asked.filter((path) => /^\/search\/|\/search-(?!load\.)[^/]*\.js$/.test(path)), []);
}));

test('Escape takes the marks away, and the query out of the address', () => demo.withPage({}, async (page) => {
  await page.goto(`${demo.base + path}?q=tide`);
  // The bar comes when the last mark is made.
  await page.locator('.hit-bar').waitFor();
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.locator('mark.hit').count(), 0));
  await page.waitForURL((url) => url.search === '');
}));

test('the marks are counted, and the bar leads from one to the next', () => demo.withPage({}, async (page) => {
  await page.goto(`${demo.base + path}?q=tide`);
  const counter = page.locator('.hit-count');
  await counter.waitFor();
  const count = Number((await counter.innerText()).split(' / ')[1]);
  assert.ok(count > 1, `${count} places`);
  await page.getByRole('button', { name: 'Previous place' }).click();
  await eventually(async () => assert.equal(await counter.innerText(), `${count} / ${count}`));
  await page.getByRole('button', { name: 'Next place' }).click();
  await eventually(async () => assert.equal(await counter.innerText(), `1 / ${count}`));
  assert.ok(await page.locator('mark.hit.current').count() >= 1);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run('.hit-bar'));
  assert.deepEqual(violations.map(({ id }) => id), []);
  await page.getByRole('button', { name: 'Remove the marks' }).click();
  assert.equal(await page.locator('.hit-bar, mark.hit').count(), 0);
}));
