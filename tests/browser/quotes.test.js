// The page of key quotes: each with its speaker, and a link that leads to its words in the transcript.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';

const demo = demonstration();
const wide = { viewport: { width: widths.wide, height: 900 } };

/** What one entry of the list says, and where it leads. */
function entries(page) {
  return page.locator('.saying').evaluateAll((items) => items.map((item) => ({
    words: item.querySelector('blockquote').textContent.replace(/^“|”$/g, ''),
    by: item.closest('.band').querySelector('.said-by .name')?.textContent.trim(),
    href: item.querySelector('blockquote a').href,
  })));
}

test('the list of what there is leads to the page of quotes', () => demo.withPage(wide, async (page) => {
  await page.goto(demo.base);
  await page.locator('.site-nav a[href*="quotes/"]').first().click();
  await page.waitForURL((url) => url.pathname.includes(kinds['key quotes']));
  assert.equal(await page.locator('h1').count(), 1);
}));

test('every quote names who said it, and leads to its words', () => demo.withPage(wide, async (page) => {
  await page.goto(demo.base + kinds['key quotes']);
  const quotes = await entries(page);
  assert.ok(quotes.length > 1);
  for (const { words, by, href } of quotes) {
    assert.ok(by, `nobody said “${words}”`);
    await page.goto(href);
    const marked = page.locator(':target');
    assert.ok((await marked.textContent()).includes(words.slice(0, 20)), `${href} is not “${words}”`);
    assert.ok(await marked.isVisible(), href);
  }
}));
