// Two languages of one text: beside each other where it is wide, one below the other where it is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demonstration } from './lib/demonstration.js';

const demo = demonstration();
const path = 'transcripts/ferry-bell/ar/parallel/';
const cells = (page) => page.locator('.body > .row').nth(2).locator('.cell').evaluateAll((found) => found.map((cell) => {
  const { x, y, width, height } = cell.getBoundingClientRect();
  return { x, y, right: x + width, bottom: y + height, align: getComputedStyle(cell).direction };
}));

test('where it is wide, the languages stand beside each other', () => demo.withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
  await page.goto(demo.base + path);
  const [left, right] = await cells(page);
  assert.ok(left.right < right.x && Math.abs(left.y - right.y) < 1, JSON.stringify([left, right]));
  assert.deepEqual([left.align, right.align], ['ltr', 'rtl']);
}));

test('where it is narrow, each turn is followed by its translation', () => demo.withPage({ viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto(demo.base + path);
  const [above, below] = await cells(page);
  assert.ok(above.bottom <= below.y && Math.abs(above.x - below.x) < 1, JSON.stringify([above, below]));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}));

test('an anchor of either page leads to the same turn in both languages', () => demo.withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
  for (const alone of ['transcripts/ferry-bell/', 'transcripts/ferry-bell/ar/']) {
    await page.goto(demo.base + alone);
    const anchor = await page.locator('.turn').nth(4).getAttribute('id');
    await page.goto(`${demo.base}${path}#${anchor}`);
    const row = page.locator('.row:has(> .cell:target)');
    assert.match(await row.textContent(), /I was taller.*كنت أطول/s);
  }
}));
