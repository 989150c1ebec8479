// The sidebar of a manual: all pages of a collection, next to the text or below it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';

const demo = demonstration();
const boxes = async (page) => [await page.locator('.sidebar').boundingBox(), await page.locator('main').boundingBox()];

for (const width of [1000, widths.laptop, 1440, 1920]) {
  test(`the sidebar is next to the text in a window of ${width} pixels`, () =>
    demo.withPage({ viewport: { width, height: 900 } }, async (page) => {
      await page.goto(`${demo.base}manual/publishing/`);
      const [sidebar, main] = await boxes(page);
      assert.ok(sidebar.x >= 0 && sidebar.x + sidebar.width <= main.x + 1, 'it covers nothing');
      assert.ok(sidebar.y < 400, 'it is at the top');
      assert.equal(await page.locator('.sidebar [aria-current="page"]').innerText(), 'Publishing');
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.mouse.wheel(0, 3000);
      await page.waitForFunction(() => scrollY > 1000);
      assert.ok((await boxes(page))[0].y >= 0, 'it stays in the window');
    }));
}

test('on a phone the sidebar is below the text', () =>
  demo.withPage({ viewport: { width: widths.phone, height: 800 } }, async (page) => {
    await page.goto(`${demo.base}manual/publishing/`);
    const [sidebar, main] = await boxes(page);
    assert.ok(sidebar.y >= main.y + main.height - 1);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), widths.phone);
    await page.locator('.sidebar').getByRole('link', { name: 'Hosts' }).click();
    await page.waitForURL(/manual\/hosts\//);
  }));

/** Waits until the page of this title is the one that the sidebar marks. */
const isCurrent = (page, title) => page.waitForFunction((title) => document.querySelector('.sidebar [aria-current="page"]')?.innerText === title, title);

test('previous and next follow the order of the sidebar', () =>
  demo.withPage({ viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(`${demo.base}manual/start/`);
    const titles = await page.locator('.sidebar li a').allInnerTexts();
    for (const title of titles.slice(0, 4)) {
      await isCurrent(page, title);
      await page.locator('.neighbours .next').click();
    }
    await isCurrent(page, titles[4]);
  }));
