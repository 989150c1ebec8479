// Search: from any page by the keyboard, from a link, from the disk; a hit leads to its words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { site } from './lib/paths.js';
import { answered } from './lib/search.js';
import { eventually } from './lib/wait.js';

const demo = demonstration('/any/sub/path/');

const viewport = { width: widths.laptop, height: 900 };

test('the keyboard alone leads from a page to the words', async () => {
  await demo.withPage({ viewport }, async (page) => {
    await page.goto(demo.base + kinds['manual']);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), '_search-box');
    await page.keyboard.type('nineteen cran');
    await isListed(page, 'nineteen cran');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[role="option"][aria-selected="true"]');
    assert.equal(await chosen.count(), 1);
    await page.keyboard.press('Enter');
    await page.waitForURL(/reading-box/);
    await isMarked(page, /nineteen cran/i);
  });
});

test('the arrows go round, and Escape leaves step by step', async () => {
  await demo.withPage({ viewport }, async (page) => {
    await page.goto(demo.base);
    await page.keyboard.press('/');
    await page.keyboard.type('copyholder');
    await isListed(page, 'copyholder');
    const selected = page.locator('[role="option"][aria-selected="true"]');
    await page.keyboard.press('ArrowUp');
    assert.equal(await selected.getAttribute('id'), await page.getByRole('option').last().getAttribute('id'));
    await page.keyboard.press('ArrowDown');
    assert.equal(await selected.count(), 0, 'between the last and the first stands the box itself');
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await page.getByRole('option').count(), 0, 'first the list goes'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.notEqual(await page.evaluate(() => document.activeElement.id), '_search-box', 'at last the box is left');
  });
});

for (const [where, base] of [['a sub-path', () => demo.base], ['the disk', () => `${pathToFileURL(site)}/`]]) {
  test(`a link to the search page works from ${where}`, async () => {
    await demo.withPage({ viewport }, async (page) => {
      await page.goto(`${base()}search/index.html?q=${encodeURIComponent('tide early')}`);
      const hit = page.locator('.search-hit', { hasText: 'Your tide’s early' }).first();
      await hit.waitFor();
      assert.match(await hit.innerText(), /Nan Orrock/, 'with its speaker');
      assert.ok(await hit.locator('mark').count() >= 2, 'with its words marked');
      await hit.getByRole('link').click();
      await page.waitForURL(/reading-box/);
      await isMarked(page, /^tide$/);
    });
  });

  test(`Chinese is found from ${where}`, async () => {
    await demo.withPage({ viewport }, async (page) => {
      for (const [query, words] of [['朱笔', '一个用朱笔'], ['膏药', '那是膏药'], ['纸', '纸']]) {
        await page.goto(`${base()}search/index.html?q=${encodeURIComponent(query)}`);
        const hit = page.locator('.search-hit', { hasText: words }).first();
        await hit.waitFor();
        assert.equal(await hit.locator('mark').first().innerText(), query);
      }
    });
  });
}

test('notes are found, and say what they are', async () => {
  await demo.withPage({ viewport }, async (page) => {
    await page.goto(`${demo.base}search/?q=Moxon`);
    const hit = page.locator('.search-hit', { hasText: 'Mechanick Exercises' });
    await hit.locator('a[href$="#note-cite-moxon"]').first().click();
    await page.waitForURL(/#note-cite-moxon$/);
    await isMarked(page, /^Moxon$/);
  });
});

test('words in quotation marks stand together, in this order', async () => {
  await demo.withPage({ viewport }, async (page) => {
    const hits = async (query) => {
      await page.goto(`${demo.base}search/?q=${encodeURIComponent(query)}`);
      await answered(page);
      return page.locator('.search-hit', { hasText: 'the tune has commas' }).count();
    };
    assert.ok(await hits('"the tune has"') > 0);
    assert.equal(await hits('"has the tune"'), 0);
  });
});

test('what somebody typed is never markup', async () => {
  await demo.withPage({ viewport }, async (page) => {
    await page.goto(`${demo.base}search/?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    await answered(page);
    assert.equal(await page.locator('main img').count(), 0);
  });
});

/** Waits for the results of the whole query: those of its first letters may come before, and are replaced. */
function isListed(page, query) {
  return page.locator(`[role="option"][href$="q=${encodeURIComponent(query)}"]`).waitFor();
}

/** Waits until words like these are marked and in sight. */
function isMarked(page, words) {
  return eventually(async () => {
    const shown = await shownMarks(page);
    assert.ok(shown.some((mark) => words.test(mark)), `in sight: ${shown.join(', ')}`);
  });
}

/** The marked words that stand in the window. */
function shownMarks(page) {
  return page.$$eval('.body mark.hit', (marks) => marks
    .filter((mark) => {
      const { top, bottom } = mark.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    })
    .map((mark) => mark.textContent));
}
