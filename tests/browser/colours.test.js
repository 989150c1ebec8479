// Light and dark: by the system, and by the switch, which is remembered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demonstration } from './lib/demonstration.js';

const demo = demonstration();

for (const colorScheme of ['light', 'dark']) {
  test(`the page is ${colorScheme} when the system is`, async () => {
    await demo.withPage({ colorScheme }, async (page) => {
      await page.goto(demo.base);
      assert.equal(await appearance(page), colorScheme);
    });
  });
}

test('the switch has three states, names each, and is remembered', async () => {
  await demo.withPage({ colorScheme: 'dark' }, async (page) => {
    await page.goto(demo.base);
    const names = [await name(page)];
    const appearances = [];
    for (let press = 0; press < 3; press += 1) {
      await page.locator('.theme-switch').click();
      await page.goto(`${demo.base}manual/`);
      names.push(await name(page));
      appearances.push(await appearance(page));
    }
    assert.deepEqual(appearances, ['light', 'dark', 'dark'], 'light, dark, and as the system has it');
    assert.equal(new Set(names).size, 3, 'each state says what it is');
    assert.equal(names[3], names[0], 'and the third press leads back');
  });
});

/** Whether the page's own background is light or dark. */
function appearance(page) {
  return page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3 > 128 ? 'light' : 'dark';
  });
}

function name(page) {
  return page.locator('.theme-switch').getAttribute('aria-label');
}
